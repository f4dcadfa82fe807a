// Reads the CodeSystem and ValueSet resources that KL publishes.
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "simdjson.h"
#include "validator/terminology.h"
#include "validator/terminology_impl.h"

namespace trivsel::validator {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using standard::v1::CodeSystem;
using standard::v1::Include;
using standard::v1::TerminologyFile;
using standard::v1::ValueSet;

constexpr int kMaxDepth = 32;

// A string member; empty if it is not there or not a string.
std::string Text(const element& object, const char* key) {
  std::string_view text;
  if (object[key].get_string().get(text) != simdjson::SUCCESS) return "";
  return std::string(text);
}

absl::Status Unsupported(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("terminology: ", what));
}

absl::Status ReadConcepts(const array& concepts, const std::string& parent,
                          int depth, CodeSystem* system) {
  if (depth > kMaxDepth) return Unsupported("a hierarchy that is too deep");
  for (const element& item : concepts) {
    auto* added = system->add_concepts();
    added->set_code(Text(item, "code"));
    added->set_display(Text(item, "display"));
    added->set_parent(parent);
    array children;
    if (item["concept"].get_array().get(children) != simdjson::SUCCESS)
      continue;
    absl::Status status =
        ReadConcepts(children, Text(item, "code"), depth + 1, system);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadCodeSystem(const element& resource, CodeSystem* system) {
  system->set_url(Text(resource, "url"));
  system->set_version(Text(resource, "version"));
  system->set_fragment(Text(resource, "content") != "complete");
  array concepts;
  if (resource["concept"].get_array().get(concepts) != simdjson::SUCCESS)
    return Unsupported("a CodeSystem without concepts");
  return ReadConcepts(concepts, "", 0, system);
}

absl::Status ReadInclude(const element& item, Include* include) {
  include->set_system(Text(item, "system"));
  array values;
  if (item["valueSet"].get_array().get(values) == simdjson::SUCCESS)
    return Unsupported("a ValueSet that includes another");
  const bool listed =
      item["concept"].get_array().get(values) == simdjson::SUCCESS;
  if (listed)
    for (const element& c : values) include->add_code(Text(c, "code"));
  if (item["filter"].get_array().get(values) != simdjson::SUCCESS) {
    return listed ? absl::OkStatus()
                  : Unsupported("a ValueSet that includes a whole system");
  }
  for (const element& filter : values) {
    if (Text(filter, "property") != "concept" ||
        Text(filter, "op") != "descendent-of" ||
        !include->descendent_of().empty() || listed) {
      return Unsupported("a filter other than one concept descendent-of");
    }
    include->set_descendent_of(Text(filter, "value"));
  }
  return absl::OkStatus();
}

absl::Status ReadValueSet(const element& resource, ValueSet* set) {
  set->set_url(Text(resource, "url"));
  set->set_title(Text(resource, "title"));
  const auto compose = resource["compose"];
  array includes;
  if (compose["exclude"].get_array().get(includes) == simdjson::SUCCESS)
    return Unsupported("a ValueSet that excludes codes");
  if (compose["include"].get_array().get(includes) != simdjson::SUCCESS)
    return Unsupported("a ValueSet without compose.include");
  for (const element& item : includes) {
    absl::Status status = ReadInclude(item, set->add_include());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Terminology::Builder::AddFhirJson(std::string_view json) {
  simdjson::dom::parser parser;
  element resource;
  if (parser.parse(json.data(), json.size()).get(resource) !=
      simdjson::SUCCESS) {
    return Unsupported("not JSON");
  }
  TerminologyFile file;
  const std::string type = Text(resource, "resourceType");
  absl::Status status;
  if (type == "CodeSystem") {
    status = ReadCodeSystem(resource, file.add_code_system());
  } else if (type == "ValueSet") {
    status = ReadValueSet(resource, file.add_value_set());
  } else {
    status = Unsupported("neither a CodeSystem nor a ValueSet");
  }
  if (!status.ok()) return status;
  return AddFile(&file);
}

}  // namespace trivsel::validator
