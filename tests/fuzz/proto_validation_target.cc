// Bytes -> DeliveryReport -> findings: what a fagsystem sends over gRPC.
#include <charconv>

#include "google/protobuf/descriptor.h"
#include "tests/fuzz/check.h"

namespace trivsel::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ltt::v1::DeliveryReport;
using validator::Findings;
using validator::Strictness;

// Index in "entry[12]"; -1 if there is none.
int IndexOf(std::string_view step) {
  const size_t bracket = step.find('[');
  if (bracket == step.npos) return -1;
  int index = -1;
  std::from_chars(step.data() + bracket + 1, step.data() + step.size(), index);
  return index;
}

// Follows "entry[1].care_plan.period.end" down the report: fields that there
// are, and items that there are. The last may be missing: that is said of it.
void CheckPlace(const DeliveryReport& report, std::string_view path) {
  const Descriptor* type = DeliveryReport::descriptor();
  const Message* message = &report;
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const std::string_view step = path.substr(0, dot);
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    Check(type != nullptr, "a path that goes on beneath a value");
    const FieldDescriptor* field =
        type->FindFieldByName(std::string(step.substr(0, step.find('['))));
    Check(field != nullptr, "a path through a field that there is not");
    type = field->message_type();
    const int index = IndexOf(step);
    Check(field->is_repeated() || index < 0, "an index of what is no list");
    if (message == nullptr) continue;
    const Reflection* reflection = message->GetReflection();
    if (field->is_repeated()) {
      Check(index < reflection->FieldSize(*message, field),
            "a path to an item that there is not");
    }
    if (type == nullptr) continue;
    if (!field->is_repeated()) {
      message = reflection->HasField(*message, field)
                    ? &reflection->GetMessage(*message, field)
                    : nullptr;
    } else if (index >= 0) {
      message = &reflection->GetRepeatedMessage(*message, field, index);
    } else {
      message = nullptr;
    }
  }
}

Findings Validate(const DeliveryReport& report, Strictness strictness,
                  const PersonNumbers& numbers) {
  Findings findings;
  TheValidator().Validate(report, At(strictness), &findings);
  findings.Settle();
  CheckFindings(findings, numbers);
  for (const auto& finding : findings.list()) CheckPlace(report, finding.path);
  return findings;
}

void Run(const uint8_t* data, size_t size) {
  DeliveryReport report;
  if (!report.ParseFromArray(data, static_cast<int>(size))) return;
  const PersonNumbers numbers({reinterpret_cast<const char*>(data), size});
  const Findings first = Validate(report, Strictness::kProfile, numbers);
  const DeliveryReport copy = report;
  const Findings second = Validate(copy, Strictness::kProfile, numbers);
  CheckEqual(Lines(first), Lines(second), "the same report, other findings");
  const Findings guide = Validate(report, Strictness::kGuide, numbers);
  Check(!first.has_error() || guide.has_error(),
        "the guide's prose takes what the profile refuses");
  CheckOnward(report, first);
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  trivsel::fuzz::Run(data, size);
  return 0;
}
