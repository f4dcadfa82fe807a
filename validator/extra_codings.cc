#include "validator/extra_codings.h"

#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::validator {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ltt::v1::CodeableConcept;

int KeepOne(const Terminology& terminology, int value_set,
            CodeableConcept* concept_) {
  auto* codings = concept_->mutable_coding();
  if (codings->size() < 2) return 0;
  int keep = 0;
  for (int i = 0; i < codings->size(); ++i) {
    if (terminology.Contains(value_set, codings->Get(i).system(),
                             codings->Get(i).code())) {
      keep = i;
      break;
    }
  }
  const int dropped = codings->size() - 1;
  codings->SwapElements(0, keep);
  codings->DeleteSubrange(1, dropped);
  return dropped;
}

int Walk(const Terminology& terminology, Message* message);

int WalkField(const Terminology& terminology, const FieldDescriptor& field,
              Message* child) {
  if (child->GetDescriptor() != CodeableConcept::descriptor()) {
    return Walk(terminology, child);
  }
  const standard::v1::FieldRule& rule =
      field.options().GetExtension(standard::v1::field);
  if (!rule.has_binding()) return 0;
  return KeepOne(terminology,
                 terminology.FindValueSet(rule.binding().value_set()),
                 static_cast<CodeableConcept*>(child));
}

int Walk(const Terminology& terminology, Message* message) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  int dropped = 0;
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      dropped += WalkField(terminology, *field,
                           reflection->MutableMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      dropped +=
          WalkField(terminology, *field,
                    reflection->MutableRepeatedMessage(message, field, i));
    }
  }
  return dropped;
}

}  // namespace

int DropExtraCodings(const Terminology& terminology,
                     ltt::v1::DeliveryReport* report) {
  return Walk(terminology, report);
}

}  // namespace trivsel::validator
