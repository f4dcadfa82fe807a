// Forms for acts on rejections, how they are read, and what came of them.
#ifndef TRIVSEL_GATEWAY_CONSOLE_ACT_FORM_H_
#define TRIVSEL_GATEWAY_CONSOLE_ACT_FORM_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "gateway/console/form.h"
#include "gateway/console/notice.h"
#include "gateway/console/page.h"
#include "trivsel/gateway/v1/review_service.pb.h"

namespace trivsel::gateway::console {

// What to do and the words for it, with a button; within a form. `id` tells
// two of them on a page apart.
struct ActFields {
  std::string id;
  // Only what a job can do: no note, no giving free.
  bool job = false;
  T button = T::kDoIt;
  // Who have such cases already, to choose from; others can be written too.
  std::set<std::string> people = {};
};
void WriteActFields(const ActFields& fields, Page* page);

// A rejection for the field "valgt", as it was seen: "17:3".
std::string RefText(const trivsel::gateway::v1::Rejection& rejection);

// The act and the ticked rejections. INVALID_ARGUMENT: nothing is ticked, no
// act is chosen, or it is given to nobody.
absl::Status ReadActs(const Form& form,
                      trivsel::gateway::v1::ReviewRejectionsRequest* request);

// A job's kind and text. INVALID_ARGUMENT: no act is chosen, or it is given to
// nobody.
absl::Status ReadJob(const Form& form, const std::string& actor,
                     trivsel::gateway::v1::StartReviewJobRequest* request);

// "12 er taget. 2 blev ikke ændret: …"
Notice NoticeOfActs(
    Language language,
    const trivsel::gateway::v1::ReviewRejectionsRequest& request,
    const trivsel::gateway::v1::ReviewRejectionsResponse& response);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_ACT_FORM_H_
