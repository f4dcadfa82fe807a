// Checklists as a file for the municipalities' own task tool.
#ifndef TRIVSEL_GATEWAY_REGISTRY_TASK_FILE_H_
#define TRIVSEL_GATEWAY_REGISTRY_TASK_FILE_H_

#include <string>
#include <vector>

#include "trivsel/gateway/v1/registry_onboarding.pb.h"

namespace trivsel::gateway::registry {

struct CsvForm {
  // What Danish spreadsheets want; the other is ','.
  char separator = ';';
  // By which spreadsheets recognise UTF-8.
  bool byte_order_mark = true;
};

// RFC 4180: a heading, CRLF, quotes where they are needed. A text that a
// spreadsheet would take for a formula gets an apostrophe in front: names are
// free text.
std::string TasksAsCsv(
    const std::vector<trivsel::gateway::v1::OnboardingTask>& tasks,
    const CsvForm& form);

// An array of OnboardingTask in protobuf's JSON form, with the proto's names.
std::string TasksAsJson(
    const std::vector<trivsel::gateway::v1::OnboardingTask>& tasks);

// A message as one line of JSON, with the proto's names.
std::string AsJson(const google::protobuf::Message& message);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_TASK_FILE_H_
