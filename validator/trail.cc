#include "validator/trail.h"

#include "absl/strings/str_cat.h"
#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::validator {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using standard::v1::FieldRule;

void AppendFhirStep(const Trail& step, bool item, std::string* path) {
  const FieldRule& rule =
      step.field->options().GetExtension(standard::v1::field);
  if (!rule.extension_url().empty())
    absl::StrAppend(path, ".extension('", rule.extension_url(), "')");
  absl::StrAppend(path, ".", rule.fhir());
  if (step.field->is_repeated()) {
    if (step.index >= 0) absl::StrAppend(path, "[", step.index, "]");
  } else if (rule.fhir_array() && item) {
    *path += "[0]";
  }
}

void AppendFhir(const Trail& trail, bool item, std::string* path) {
  if (trail.field == nullptr) {
    *path = "Bundle";
    return;
  }
  AppendFhir(*trail.up, true, path);
  AppendFhirStep(trail, item, path);
}

void AppendProto(const Trail& trail, std::string* path) {
  if (trail.field == nullptr) return;
  AppendProto(*trail.up, path);
  if (!path->empty()) *path += '.';
  *path += trail.field->name();
  if (trail.index >= 0) absl::StrAppend(path, "[", trail.index, "]");
}

}  // namespace

std::string ProtoPath(const Trail& trail) {
  std::string path;
  AppendProto(trail, &path);
  return path;
}

std::string FhirPath(const Trail& trail, Aim aim) {
  std::string path;
  AppendFhir(trail, aim == Aim::kItem, &path);
  return path;
}

void FindingSink::Add(const CatalogueEntry& entry, const Trail& trail,
                      Aim aim) {
  findings_->Add(
      MakeFinding(entry, strictness_, ProtoPath(trail), FhirPath(trail, aim)));
}

void FindingSink::AddBelow(const CatalogueEntry& entry, const Trail& trail,
                           const Descriptor& message, std::string_view below) {
  if (below.empty()) return Add(entry, trail);
  const size_t dot = below.find('.');
  const FieldDescriptor* field =
      message.FindFieldByName(std::string(below.substr(0, dot)));
  // A name that is no field: the element above says where as well as can be.
  if (field == nullptr) return Add(entry, trail);
  const Trail step{&trail, field, -1};
  if (dot == std::string_view::npos) return Add(entry, step, Aim::kElement);
  AddBelow(entry, step, *field->message_type(), below.substr(dot + 1));
}

}  // namespace trivsel::validator
