// What a receiver answers: foreign, and it may be anything.
#include <set>

#include "gateway/delivery/receiver_answer.h"
#include "tests/fuzz/check.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::fuzz {
namespace {

using gateway::delivery::ReadReceiverAnswer;
using gateway::queue::ItemOutcome;
using gateway::queue::ItemSettlement;
using gateway::queue::SealedBatch;

constexpr std::string_view kBatch = "batch-1";
constexpr size_t kMaxSentence = 600;

const SealedBatch& TheBatch() {
  static const auto* const batch = [] {
    auto* sealed = new SealedBatch();
    sealed->batch_id = 1;
    for (int64_t key = 1; key <= 4; ++key) {
      sealed->items.push_back({key, "r" + std::to_string(key), ""});
    }
    return sealed;
  }();
  return *batch;
}

void CheckVisible(std::string_view text) {
  for (const char c : text) {
    Check(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F,
          "a control character that was let through");
  }
}

void CheckSettlement(const ItemSettlement& settlement,
                     const PersonNumbers& numbers) {
  Check(settlement.receiver_reference.size() <= 128, "a reference too long");
  CheckVisible(settlement.receiver_reference);
  trivsel::gateway::v1::Receipt why;
  Check(why.ParseFromString(settlement.findings), "findings that are none");
  Check((why.findings_size() > 0) ==
            (settlement.outcome == ItemOutcome::kRefused),
        "refused without a reason, or a reason for what was accepted");
  for (const auto& finding : why.findings()) {
    Check(!finding.code().empty(), "a finding without a code");
    for (const std::string* text : {&finding.danish(), &finding.english()}) {
      Check(text->size() > 0 && text->size() <= kMaxSentence + 128,
            "a sentence too long or empty");
      CheckVisible(*text);
      numbers.CheckAbsent(*text);
    }
  }
}

bool operator==(const ItemSettlement& a, const ItemSettlement& b) {
  return a.report_key == b.report_key && a.outcome == b.outcome &&
         a.receiver_reference == b.receiver_reference &&
         a.findings == b.findings;
}

void Run(std::string_view json) {
  const PersonNumbers numbers(json);
  const auto read = ReadReceiverAnswer(json, kBatch, TheBatch());
  const auto again = ReadReceiverAnswer(json, kBatch, TheBatch());
  Check(read.status() == again.status(), "the same answer, another status");
  if (!read.ok()) {
    numbers.CheckAbsent(std::string(read.status().message()));
    Check(absl::IsInvalidArgument(read.status()), "another status");
    return;
  }
  Check(read->size() == again->size(), "the same answer, other settlements");
  std::set<int64_t> keys;
  for (size_t i = 0; i < read->size(); ++i) {
    const ItemSettlement& settlement = (*read)[i];
    Check(settlement == (*again)[i], "the same answer, another settlement");
    Check(settlement.report_key >= 1 && settlement.report_key <= 4 &&
              keys.insert(settlement.report_key).second,
          "a settlement for no report of the batch, or two for one");
    CheckSettlement(settlement, numbers);
  }
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
