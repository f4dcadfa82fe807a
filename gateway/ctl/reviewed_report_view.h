// One report with all that is known of it, for people.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEWED_REPORT_VIEW_H_
#define TRIVSEL_GATEWAY_CTL_REVIEWED_REPORT_VIEW_H_

#include <string>

#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::ctl {

// Whose it is, rejections, findings with the line of the record that they
// stand at, the way it went, acts, and the same child's reports. `record`: the
// record itself too, with numbered lines, those with a finding marked.
std::string ShowReport(const trivsel::gateway::v1::ReviewedReport& report,
                       bool record);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEWED_REPORT_VIEW_H_
