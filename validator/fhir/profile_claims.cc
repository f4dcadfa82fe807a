#include "validator/fhir/profile_claims.h"

#include <algorithm>

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;

// Edition of the guide whose profiles the standard states.
constexpr std::string_view kVersion = "1.0.1";
constexpr std::string_view kCodesOfReferrals =
    "http://fhir.kl.dk/term/CodeSystem/LTT";
constexpr std::string_view kBaseProfiles =
    "http://hl7.org/fhir/StructureDefinition/";
// Profiles that LTT stands on or beside, and the resource that each is for.
constexpr std::pair<std::string_view, std::string_view> kOtherProfiles[] = {
    {"http://hl7.dk/fhir/core/StructureDefinition/dk-core-patient", "Patient"},
    {"http://fhir.kl.dk/ltt/StructureDefinition/"
     "klgateway-ltt-incremental-delivery",
     "IncrementalDelivery"},
};

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// Without "|1.0.1"; other versions are other profiles.
std::string_view WithoutVersion(std::string_view url) {
  const size_t bar = url.find('|');
  return bar != url.npos && url.substr(bar + 1) == kVersion ? url.substr(0, bar)
                                                            : url;
}

// The first `key` of an object.
bool Get(dom::element value, std::string_view key, dom::element* found) {
  dom::object object;
  return value.get(object) == simdjson::SUCCESS &&
         object.at_key(key).get(*found) == simdjson::SUCCESS;
}

bool GetFirst(dom::element value, std::string_view key, dom::element* found) {
  dom::element list;
  dom::array array;
  return Get(value, key, &list) && list.get(array) == simdjson::SUCCESS &&
         array.at(0).get(*found) == simdjson::SUCCESS;
}

// The list meta.profile, if it is one.
bool GetProfiles(dom::object resource, dom::array* profiles) {
  dom::element meta, list;
  return resource.at_key("meta").get(meta) == simdjson::SUCCESS &&
         Get(meta, "profile", &list) &&
         list.get(*profiles) == simdjson::SUCCESS;
}

bool Claims(dom::array profiles, std::string_view profile) {
  for (dom::element item : profiles) {
    std::string_view url;
    if (item.get(url) == simdjson::SUCCESS && WithoutVersion(url) == profile) {
      return true;
    }
  }
  return false;
}

// Whether it looks like a referral, whatever it claims.
bool LooksReferred(dom::object resource) {
  dom::element value;
  if (resource.at_key("basedOn").get(value) == simdjson::SUCCESS) return true;
  dom::element activity, detail, code, coding, system;
  std::string_view url;
  return resource.at_key("activity").get(value) == simdjson::SUCCESS &&
         value.get_array().at(0).get(activity) == simdjson::SUCCESS &&
         Get(activity, "detail", &detail) && Get(detail, "code", &code) &&
         GetFirst(code, "coding", &coding) && Get(coding, "system", &system) &&
         system.get(url) == simdjson::SUCCESS && url == kCodesOfReferrals;
}

}  // namespace

std::string_view ResourceType(dom::object resource) {
  std::string_view type;
  if (resource.at_key("resourceType").get(type) != simdjson::SUCCESS) return {};
  return type;
}

RecordChoice ChooseRecord(const FhirMapping::Impl& mapping,
                          dom::object resource) {
  RecordChoice choice;
  const std::string_view type = ResourceType(resource);
  const RecordPlan* first = nullptr;
  const RecordPlan* claimed = nullptr;
  int candidates = 0, claims = 0;
  for (const RecordPlan& record : mapping.records) {
    if (record.resource_type != type) continue;
    if (candidates++ == 0) first = &record;
    choice.record = &record;
  }
  choice.known_type = candidates > 0 || mapping.types->IsResource(type);
  if (candidates < 2) return choice;
  dom::array profiles;
  if (GetProfiles(resource, &profiles)) {
    for (const RecordPlan& record : mapping.records) {
      if (record.resource_type == type && Claims(profiles, record.profile)) {
        claimed = &record;
        ++claims;
      }
    }
  }
  if (claims == 1) {
    choice.record = claimed;
  } else if (!LooksReferred(resource)) {
    choice.record = first;
  }
  return choice;
}

std::optional<Fault> JudgeClaim(const FhirMapping::Impl& mapping,
                                std::string_view resource_type,
                                std::string_view profile,
                                std::string_view url) {
  if (url.empty()) return Fault::kEmptyString;
  const std::string_view plain = WithoutVersion(url);
  if (plain == profile) return std::nullopt;
  for (const RecordPlan& record : mapping.records) {
    if (plain != record.profile) continue;
    return record.resource_type == resource_type ? Fault::kProfileBoth
                                                 : Fault::kProfileForeign;
  }
  if (plain == mapping.report->standard->message_rule->profile() ||
      std::find(mapping.extension_urls.begin(), mapping.extension_urls.end(),
                plain) != mapping.extension_urls.end()) {
    return Fault::kProfileForeign;
  }
  for (const auto& [known, type] : kOtherProfiles) {
    if (plain != known) continue;
    if (type == resource_type) return std::nullopt;
    return Fault::kProfileForeign;
  }
  if (StartsWith(plain, kBaseProfiles)) {
    const std::string_view type = plain.substr(kBaseProfiles.size());
    if (type == resource_type || type == "Resource" ||
        (type == "DomainResource" && resource_type != "Bundle")) {
      return std::nullopt;
    }
    if (type == "DomainResource" || mapping.types->IsResource(type)) {
      return Fault::kProfileForeign;
    }
  }
  if (!HasForm(Primitive::kCanonical, plain)) return Fault::kProfileRelative;
  for (std::string_view example :
       {"example.org", "example.com", "acme.com", "acme.org"}) {
    if (plain.find(example) != plain.npos) return Fault::kProfileExample;
  }
  return Fault::kProfileUnknown;
}

}  // namespace trivsel::validator::fhir
