// The pages: each answers one request. 404 for what is not there or outside the
// scope of who asks, 403 for what they may not do at all.
#ifndef TRIVSEL_GATEWAY_CONSOLE_PAGES_H_
#define TRIVSEL_GATEWAY_CONSOLE_PAGES_H_

#include "gateway/console/desks.h"
#include "gateway/console/page.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::console {

http::Response ShowOverview(const Visit& visit, const Desks& desks);

// Groups; the list; acts on ticked rows; a job for all that match.
http::Response ShowGroups(const Visit& visit, const Desks& desks);
http::Response ShowRejections(const Visit& visit, const Desks& desks);
http::Response ActOnRejections(const Visit& visit, const Desks& desks);

http::Response ShowJobs(const Visit& visit, const Desks& desks);
http::Response ShowJob(const Visit& visit, const Desks& desks);
http::Response StartJob(const Visit& visit, const Desks& desks);
http::Response StopJob(const Visit& visit, const Desks& desks);

// One report, by "{key}".
http::Response ShowReport(const Visit& visit, const Desks& desks);
http::Response ActOnReport(const Visit& visit, const Desks& desks);
// Answers with the page itself: the CPR number is in this one answer, and in no
// address, cookie or memory of ours.
http::Response RevealOnReport(const Visit& visit, const Desks& desks);

// Only with the right to deliver for all municipalities.
http::Response ShowDeliveries(const Visit& visit, const Desks& desks);
http::Response PauseDestination(const Visit& visit, const Desks& desks);
http::Response ResumeDestination(const Visit& visit, const Desks& desks);
http::Response ShowReplayForm(const Visit& visit, const Desks& desks);
http::Response StartReplay(const Visit& visit, const Desks& desks);
http::Response ShowReplay(const Visit& visit, const Desks& desks);
http::Response ContinueReplay(const Visit& visit, const Desks& desks);

http::Response ShowMunicipalities(const Visit& visit, const Desks& desks);
http::Response ShowMunicipality(const Visit& visit, const Desks& desks);

// Everybody's; needs no session.
http::Response ShowStandard(const Visit& visit, const StandardBook& standard);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_PAGES_H_
