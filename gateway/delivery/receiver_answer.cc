#include "gateway/delivery/receiver_answer.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/delivery/clean_text.h"
#include "gateway/delivery/refusal_findings.h"
#include "rapidjson/document.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::delivery {
namespace {

using rapidjson::Value;

constexpr size_t kMaxReference = 128;
constexpr size_t kMaxIssues = 20;

// A member that is a string; empty otherwise.
std::string_view StringMember(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return {};
  return {member->value.GetString(), member->value.GetStringLength()};
}

const Value* ArrayMember(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsArray()) return nullptr;
  return &member->value;
}

absl::Status Bad(const char* what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the receiver's answer ", what));
}

// The receiver's reasons as findings of ours. The code is ours and stable; the
// receiver's own code and text stand in the sentences.
std::string RefusalFindings(const Value& report) {
  trivsel::gateway::v1::Receipt receipt;
  const auto add = [&receipt](std::string_view code, std::string_view text) {
    std::string reason = CleanText(code);
    if (!text.empty()) {
      absl::StrAppend(&reason, reason.empty() ? "" : ": ", CleanText(text));
    }
    if (reason.empty()) reason.push_back('-');
    AddFinding(trivsel::gateway::v1::GATEWAY_FINDING_RECEIVER_REFUSED, reason,
               &receipt);
  };
  if (const Value* issues = ArrayMember(report, "issues")) {
    for (const Value& issue : issues->GetArray()) {
      if (receipt.findings_size() == static_cast<int>(kMaxIssues)) break;
      if (!issue.IsObject()) continue;
      add(StringMember(issue, "code"), StringMember(issue, "text"));
    }
  }
  if (receipt.findings_size() == 0) add({}, {});
  return receipt.SerializeAsString();
}

// False: the status is none that we know.
bool ReadOne(const Value& report, queue::ItemSettlement* settlement) {
  const std::string_view status = StringMember(report, "status");
  if (status == "accepted") {
    settlement->outcome = queue::ItemOutcome::kConfirmed;
  } else if (status == "rejected") {
    settlement->outcome = queue::ItemOutcome::kRefused;
    settlement->findings = RefusalFindings(report);
  } else {
    return false;
  }
  settlement->receiver_reference =
      CleanReference(StringMember(report, "reference"), kMaxReference);
  return true;
}

}  // namespace

absl::StatusOr<std::vector<queue::ItemSettlement>> ReadReceiverAnswer(
    std::string_view json, std::string_view batch_name,
    const queue::SealedBatch& batch) {
  rapidjson::Document answer;
  // Iterative: depth of nesting costs heap, bounded by the answer's size, and
  // never the stack. Nothing below walks into what we do not know.
  answer.Parse<rapidjson::kParseIterativeFlag |
               rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (answer.HasParseError() || !answer.IsObject()) {
    return Bad("is not a JSON object");
  }
  if (StringMember(answer, "batch") != batch_name) {
    return Bad("is not about this batch");
  }
  const Value* reports = ArrayMember(answer, "reports");
  if (reports == nullptr) return Bad("has no reports");

  std::map<std::string_view, int64_t> open;
  for (const queue::BatchItem& item : batch.items) {
    open[item.report_id] = item.report_key;
  }
  std::vector<queue::ItemSettlement> settlements;
  settlements.reserve(batch.items.size());
  for (const Value& report : reports->GetArray()) {
    if (!report.IsObject()) return Bad("has a report that is no object");
    const auto found = open.find(StringMember(report, "id"));
    if (found == open.end()) continue;
    if (found->second == 0) return Bad("answers twice for a report");
    queue::ItemSettlement settlement;
    settlement.report_key = found->second;
    if (!ReadOne(report, &settlement)) continue;
    found->second = 0;
    settlements.push_back(std::move(settlement));
  }
  return settlements;
}

}  // namespace trivsel::gateway::delivery
