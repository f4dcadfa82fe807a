// How rejections, groups and today's numbers are shown to people.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_VIEW_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_VIEW_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/ctl/table.h"
#include "google/protobuf/repeated_field.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::ctl {

// Columns of a list; the number stands as acts take it, "4711@3".
Table RejectionTable();
void AddRow(const trivsel::gateway::v1::Rejection& rejection, Table* table);

// With the last 14 days as a line of bars, and the code's sentence.
std::string ShowGroups(const google::protobuf::RepeatedPtrField<
                       trivsel::gateway::v1::RejectionGroup>& groups);

std::string ShowOverview(const trivsel::gateway::v1::Overview& overview,
                         absl::Time now);

// "▁▁▃█": a bar for each number, the highest the largest.
std::string Bars(const google::protobuf::RepeatedField<int64_t>& numbers);

Table JobTable();
void AddRow(const trivsel::gateway::v1::ReviewJob& job, Table* table);
// A block of lines about one job.
std::string ShowJob(const trivsel::gateway::v1::ReviewJob& job);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_VIEW_H_
