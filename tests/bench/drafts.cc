#include "tests/bench/drafts.h"

#include <google/protobuf/message.h>

#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <variant>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gateway/access/caller.h"
#include "gateway/ingest/judge.h"
#include "gateway/kle/rule_table.h"
#include "gateway/queue/lane_queue.h"
#include "tests/bench/require.h"
#include "tests/support/report_factory.h"
#include "validator/fhir/fhir_writer.h"
#include "validator/terminology.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;
using gateway::queue::Draft;

constexpr int kTemplates = 64;

gateway::ingest::RuleBook Rules() {
  std::array<uint8_t, gateway::ingest::CitizenKey::kBytes> key{};
  key.fill(42);
  return {Require(validator::Validator::Create(
              Require(validator::Terminology::BuiltIn()))),
          Require(validator::fhir::FhirMapping::Create()),
          gateway::kle::KleTagger(
              Require(gateway::kle::ParseRules(gateway::kle::BuiltInRules()))),
          gateway::ingest::CitizenKey(key)};
}

gateway::access::Caller Caller() {
  auto municipality = std::make_shared<gateway::access::Municipality>();
  *municipality = {1, "29189447", "Holbæk Kommune", {testing::kFactorySor}};
  gateway::access::Caller caller;
  caller.submitter_id = 1;
  caller.submitter = "bench";
  caller.municipalities.push_back(std::move(municipality));
  return caller;
}

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls look() with each field of `message`, and of those in it, left out in
// turn. `message` is as it was afterwards.
void WithoutEach(Message* message, const std::function<void()>& look) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  const std::unique_ptr<Message> whole(message->New());
  whole->CopyFrom(*message);
  for (const FieldDescriptor* field : fields) {
    reflection->ClearField(message, field);
    look();
    message->CopyFrom(*whole);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      WithoutEach(reflection->MutableMessage(message, field), look);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      WithoutEach(reflection->MutableRepeatedMessage(message, field, i), look);
    }
  }
}

// One of the children of a lane. There are as many children in all as stand
// behind a year's reports: with a few only, their index would be the same few
// pages for ever.
gateway::queue::CitizenRef ChildOf(int16_t lane, uint64_t mixed) {
  constexpr uint64_t kChildrenOfALane = 200'000 / gateway::queue::kLanes;
  const uint64_t child = (mixed >> 20) % kChildrenOfALane;
  const uint64_t words[] = {(child + 1) * 0x9E3779B97F4A7C15,
                            (child + 1) * 0xC2B2AE3D27D4EB4F};
  gateway::queue::CitizenRef citizen;
  static_assert(sizeof words == sizeof citizen);
  std::memcpy(citizen.data(), words, sizeof words);
  citizen[0] = static_cast<uint8_t>(lane);
  return citizen;
}

}  // namespace

std::vector<Draft> RejectedDrafts(size_t most) {
  const gateway::ingest::RuleBook rules = Rules();
  const gateway::access::Caller caller = Caller();
  gateway::ingest::Judge judge(rules);
  std::map<std::vector<std::string>, Draft> drafts;
  const auto run = [&](v1::Submission submission) {
    auto judged = judge.Run(&submission, caller, absl::Now(),
                            validator::Strictness::kProfile);
    auto* stored = std::get_if<gateway::ingest::Judged>(&judged);
    if (stored == nullptr || drafts.size() == most) return;
    if (stored->draft.verdict != gateway::queue::Verdict::kRejected) return;
    const std::vector<std::string> codes = stored->draft.error_codes;
    drafts.emplace(codes, std::move(stored->draft));
  };
  v1::Submission torn;
  torn.set_fhir_json("{\"resourceType\": \"Bundle\", \"id\": ");
  run(torn);
  ltt::v1::DeliveryReport report = testing::ReportFactory(1).Next();
  bool as_json = false;
  WithoutEach(&report, [&] {
    v1::Submission submission;
    if (as_json) {
      validator::fhir::AppendFhirJson(*rules.mapping, report,
                                      submission.mutable_fhir_json());
    } else {
      submission.set_report_binary(report.SerializeAsString());
    }
    as_json = !as_json;
    run(std::move(submission));
  });
  std::vector<Draft> out;
  for (auto& [codes, draft] : drafts) out.push_back(std::move(draft));
  return out;
}

DraftSupply::DraftSupply(uint64_t seed) : seed_(seed) {
  const gateway::ingest::RuleBook rules = Rules();
  const gateway::access::Caller caller = Caller();
  gateway::ingest::Judge judge(rules);
  testing::ReportFactory factory(seed);
  for (int i = 0; i < kTemplates; ++i) {
    v1::Submission submission;
    submission.set_report_binary(factory.Next().SerializeAsString());
    auto judged = judge.Run(&submission, caller, absl::Now(),
                            validator::Strictness::kProfile);
    if (!std::holds_alternative<gateway::ingest::Judged>(judged)) {
      Die("a report was refused");
    }
    templates_.push_back(
        std::get<gateway::ingest::Judged>(std::move(judged)).draft);
  }
}

Draft DraftSupply::Next() {
  const uint64_t number = next_++;
  Draft draft = templates_[number % templates_.size()];
  // Spread like the UUIDs that submitters choose.
  const uint64_t mixed = (number ^ seed_) * 0x9E3779B97F4A7C15;
  const std::string old_id = std::move(draft.report_id);
  draft.report_id = absl::StrFormat(
      "%08x-%04x-4%03x-8%03x-%012x", static_cast<uint32_t>(mixed >> 32),
      static_cast<uint32_t>(mixed >> 16) & 0xFFFF,
      static_cast<uint32_t>(mixed) & 0xFFF,
      static_cast<uint32_t>(seed_) & 0xFFF, number & 0xFFFFFFFFFFFF);
  // The content names it too, and a receiver answers for what is named there.
  draft.content.replace(draft.content.find(old_id), old_id.size(),
                        draft.report_id);
  std::memcpy(draft.digest.data(), &mixed, sizeof mixed);
  draft.lane = static_cast<int16_t>(number % gateway::queue::kLanes);
  draft.citizen = ChildOf(draft.lane, mixed);
  return draft;
}

std::vector<Draft> DraftSupply::Take(int count) {
  std::vector<Draft> drafts;
  drafts.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) drafts.push_back(Next());
  return drafts;
}

}  // namespace trivsel::bench
