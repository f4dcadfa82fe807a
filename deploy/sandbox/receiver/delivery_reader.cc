#include "deploy/sandbox/receiver/delivery_reader.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "deploy/sandbox/receiver/digest.h"
#include "deploy/sandbox/receiver/json.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/finding.h"
#include "validator/terminology.h"

namespace trivsel::sandbox {
namespace {

constexpr std::string_view kProfile =
    "http://fhir.kl.dk/ltt/StructureDefinition/"
    "klgateway-ltt-incremental-delivery";

absl::Status Bad(const char* what) { return absl::InvalidArgumentError(what); }

// Whether the object has these members, once each, and no others.
bool HasExactly(const JsonValue& object,
                std::initializer_list<std::string_view> names) {
  if (!object.IsObject() || object.MemberCount() != names.size()) return false;
  std::set<std::string_view> open(names);
  for (const auto& member : object.GetObject()) {
    if (open.erase({member.name.GetString(), member.name.GetStringLength()}) ==
        0) {
      return false;
    }
  }
  return true;
}

absl::Status CheckFrame(const JsonValue& bundle) {
  if (!HasExactly(bundle, {"resourceType", "id", "meta", "type", "timestamp",
                           "entry"})) {
    return Bad("the delivery has other elements than its profile");
  }
  if (StringMember(bundle, "resourceType") != "Bundle" ||
      StringMember(bundle, "type") != "collection" ||
      StringMember(bundle, "timestamp").empty() ||
      StringMember(bundle, "id").empty()) {
    return Bad("the delivery is no collection with an id and a timestamp");
  }
  const JsonValue& meta = bundle["meta"];
  const JsonValue* profiles =
      meta.IsObject() ? ArrayMember(meta, "profile") : nullptr;
  if (profiles == nullptr || profiles->Size() != 1 ||
      !(*profiles)[0].IsString() || (*profiles)[0].GetString() != kProfile) {
    return Bad("the delivery does not state its profile");
  }
  const JsonValue* entries = ArrayMember(bundle, "entry");
  if (entries == nullptr || entries->Empty()) {
    return Bad("the delivery has no entries");
  }
  return absl::OkStatus();
}

std::string_view CprOf(const ltt::v1::DeliveryReport& report) {
  for (const auto& entry : report.entry()) {
    if (entry.has_citizen()) return entry.citizen().identifier().value();
  }
  return {};
}

}  // namespace

absl::StatusOr<std::unique_ptr<const DeliveryReader>> DeliveryReader::Create(
    std::string salt) {
  auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  auto validator = validator::Validator::Create(*terminology);
  if (!validator.ok()) return validator.status();
  auto mapping = validator::fhir::FhirMapping::Create();
  if (!mapping.ok()) return mapping.status();
  auto reader = std::unique_ptr<DeliveryReader>(new DeliveryReader());
  reader->salt_ = std::move(salt);
  reader->validator_ = *std::move(validator);
  reader->mapping_ = *std::move(mapping);
  return reader;
}

absl::StatusOr<ReceivedDelivery> DeliveryReader::Read(
    std::string_view body, int64_t now_seconds) const {
  rapidjson::Document bundle;
  if (!ParseJson(body, &bundle)) return Bad("the delivery is not JSON");
  if (absl::Status frame = CheckFrame(bundle); !frame.ok()) return frame;

  validator::fhir::FhirReader fhir(*mapping_);
  const validator::Context context = {.now_seconds = now_seconds};
  ltt::v1::DeliveryReport report;
  validator::Findings findings;
  std::set<std::string> ids;
  ReceivedDelivery delivery;
  delivery.id = std::string(StringMember(bundle, "id"));
  for (const JsonValue& entry : bundle["entry"].GetArray()) {
    if (!HasExactly(entry, {"fullUrl", "resource"}) ||
        StringMember(entry, "fullUrl").empty() ||
        !entry["resource"].IsObject()) {
      return Bad("an entry is not a fullUrl with a resource");
    }
    ReceivedReport received;
    received.id = std::string(StringMember(entry["resource"], "id"));
    if (received.id.empty() || !ids.insert(received.id).second) {
      return Bad("a report has no id, or one that another report has");
    }
    const std::string json = ToJson(entry["resource"]);
    received.digest = Sha256Hex(json);
    const auto readability =
        JudgeFhirJson(fhir, *validator_, json, context, &report, &findings);
    if (readability == validator::fhir::Readability::kReadable) {
      received.citizen = CitizenHash(salt_, CprOf(report));
    }
    for (const validator::Finding& finding : findings.list()) {
      if (finding.severity != validator::Severity::kError) continue;
      received.issues.push_back({finding.code, finding.english});
    }
    delivery.reports.push_back(std::move(received));
  }
  return delivery;
}

}  // namespace trivsel::sandbox
