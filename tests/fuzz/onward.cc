// What must hold for a report that is written as FHIR.
#include <algorithm>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/check.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ltt::v1::DeliveryReport;
using validator::Finding;
using validator::Findings;
using validator::Severity;
using validator::Strictness;
namespace fhir = validator::fhir;

bool IsEmpty(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields.empty();
}

// Whether FHIR writes it even when it holds nothing: a record says what it is.
bool IsRecord(const FieldDescriptor& field) {
  return field.containing_oneof() != nullptr;
}

void PruneList(const FieldDescriptor* field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  int kept = 0;
  const int size = reflection->FieldSize(*message, field);
  for (int i = 0; i < size; ++i) {
    Message* item = reflection->MutableRepeatedMessage(message, field, i);
    Prune(item);
    if (IsEmpty(*item)) continue;
    if (kept != i) reflection->SwapElements(message, field, kept, i);
    ++kept;
  }
  for (int i = size; i > kept; --i) reflection->RemoveLast(message, field);
}

// Whether the submitter was told that this very element, or what it consists
// of, is not carried onward: a primitive with an extension instead of a value.
bool IsForetold(const Finding& onward, const Findings& judged) {
  return std::any_of(judged.list().begin(), judged.list().end(),
                     [&](const Finding& finding) {
                       return finding.code == "FHIR-NOT-CARRIED" &&
                              finding.path.starts_with(onward.path);
                     });
}

std::string Write(const DeliveryReport& report) {
  std::string json;
  fhir::AppendFhirJson(TheMapping(), report, &json);
  return json;
}

}  // namespace

void Prune(Message* message) {
  const Reflection* reflection = message->GetReflection();
  reflection->MutableUnknownFields(message)->Clear();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = reflection->GetEnumValue(*message, field);
      if (field->enum_type()->FindValueByNumber(number) == nullptr) {
        reflection->ClearField(message, field);
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        PruneList(field, message);
        continue;
      }
      Message* inner = reflection->MutableMessage(message, field);
      Prune(inner);
      if (IsEmpty(*inner) && !IsRecord(*field)) {
        reflection->ClearField(message, field);
      }
    }
  }
}

void CheckOnward(const DeliveryReport& report, const Findings& judged) {
  static auto* const reader = new fhir::FhirReader(TheMapping());
  const std::string written = Write(report);
  DeliveryReport again;
  Findings findings;
  const auto readability =
      fhir::JudgeFhirJson(*reader, TheValidator(), written,
                          At(Strictness::kProfile), &again, &findings);
  Check(readability == fhir::Readability::kReadable,
        "what was written cannot be read");
  CheckEqual(written, Write(again), "the second writing differs");
  // What the standard forbids is not written: then it comes back without.
  if (judged.has_error()) return;
  for (const Finding& finding : findings.list()) {
    Check(finding.severity != Severity::kError || IsForetold(finding, judged),
          "accepted, and faulty as it goes onward: " + finding.code + " " +
              finding.path);
  }
  DeliveryReport pruned = report;
  Prune(&pruned);
  CheckEqual(pruned.Utf8DebugString(), again.Utf8DebugString(),
             "what was read back is not what was written");
  CheckEqual(Bytes(pruned), Bytes(again), "the same, in its bytes");
}

}  // namespace trivsel::fuzz
