#include "client-sdk/internal/record_parts.h"

#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::client::internal {

std::string Instant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

void SetConcept(const Code& code, ltt::v1::CodeableConcept* concept_) {
  concept_->Clear();
  ltt::v1::Coding* coding = concept_->add_coding();
  coding->set_system(code.system);
  coding->set_code(code.code);
  coding->set_display(code.display);
}

std::string FixedElement(const google::protobuf::Descriptor* message,
                         const char* field, const char* path) {
  const auto* descriptor = message->FindFieldByName(field);
  if (descriptor == nullptr) return "";
  for (const auto& rule :
       descriptor->options().GetExtension(standard::v1::field).element()) {
    if (rule.path() == path) return rule.fixed();
  }
  return "";
}

}  // namespace trivsel::client::internal
