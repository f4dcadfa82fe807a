// What people read about rejections: enums in words, times, safe text.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_WORDS_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_WORDS_H_

#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::ctl {

// "åben / open".
std::string InWords(trivsel::gateway::v1::ReviewState state);
std::string InWords(trivsel::gateway::v1::RejectionOrigin origin);
std::string InWords(trivsel::gateway::v1::ReviewEvent::Kind kind);
std::string InWords(trivsel::gateway::v1::ReportStep::Kind kind);
std::string InWords(trivsel::gateway::v1::ReviewJob::Kind kind);
std::string InWords(trivsel::gateway::v1::ReviewJob::State state);
std::string InWords(trivsel::gateway::v1::Severity severity);

// Danish time, to the second; "-" when it is not set.
std::string When(const google::protobuf::Timestamp& time);

// Somebody by name, with the actor where it is more than that name: "Anne Holm
// (user:0c9a4a52@29189447)", "operator:Drift"; "-": nobody. Safe on a terminal.
std::string Who(const std::string& name, const std::string& actor);

// Safe on a terminal: control characters become '?'.
std::string Printable(std::string_view text);
// The same for text of several lines, each behind `indent`, with line ends.
std::string PrintableLines(std::string_view text, const std::string& indent);

// One JSON object, without line end: the message's fields by their names in
// the proto, numbers of 64 bits as strings, as proto JSON has them.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_WORDS_H_
