#include "client-sdk/internal/record_check.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "client-sdk/internal/invalid_report.h"
#include "trivsel/client/check.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;
using ltt::v1::DeliveryReport;
using ltt::v1::Entry;

constexpr char kBase[] = "https://record.invalid/";
constexpr char kCitizenId[] = "citizen";

// "CarePlan/{id}" that the record is based on; empty if it names none.
std::string BasedOn(const Entry& entry) {
  if (entry.has_encounter()) {
    return entry.encounter().based_on_care_plan().reference();
  }
  return entry.referral().based_on().reference();
}

template <typename Record>
void PointAtCitizen(Record* record) {
  if (record->has_subject()) return;
  record->mutable_subject()->set_reference(CitizenReference(kCitizenId));
}

void FillSubject(Entry* entry) {
  if (entry->has_care_plan()) PointAtCitizen(entry->mutable_care_plan());
  if (entry->has_encounter()) PointAtCitizen(entry->mutable_encounter());
  if (entry->has_referral()) PointAtCitizen(entry->mutable_referral());
}

// What is said about entry[0], with paths that begin at the record.
void KeepOwn(std::vector<v1::Finding>* findings) {
  constexpr std::string_view kOwn = "entry[0].";
  constexpr std::string_view kOwnFhir = "Bundle.entry[0].resource.";
  std::vector<v1::Finding> own;
  for (v1::Finding& finding : *findings) {
    const std::string& path = finding.path();
    const size_t record_end = path.find('.', kOwn.size());
    if (path.rfind(kOwn, 0) != 0 || record_end == std::string::npos) continue;
    finding.set_path(path.substr(record_end + 1));
    if (finding.fhir_path().rfind(kOwnFhir, 0) == 0) {
      finding.set_fhir_path(finding.fhir_path().substr(kOwnFhir.size()));
    }
    own.push_back(std::move(finding));
  }
  *findings = std::move(own);
}

}  // namespace

std::string CitizenReference(const std::string& id) { return "Patient/" + id; }

std::string CarePlanReference(const std::string& id) {
  return "CarePlan/" + id;
}

absl::Status CheckRecord(Entry entry) {
  DeliveryReport report;
  FillSubject(&entry);
  entry.set_full_url(std::string(kBase) + "Record/record");
  const std::string based_on = BasedOn(entry);
  *report.add_entry() = std::move(entry);
  Entry* citizen = report.add_entry();
  citizen->set_full_url(kBase + CitizenReference(kCitizenId));
  citizen->mutable_citizen()->set_id(kCitizenId);
  if (!based_on.empty()) {
    Entry* plan = report.add_entry();
    plan->set_full_url(kBase + based_on);
    plan->mutable_care_plan()->set_id(based_on.substr(based_on.find('/') + 1));
  }
  std::vector<v1::Finding> findings = CheckReport(report, absl::Now());
  KeepOwn(&findings);
  return HasError(findings) ? InvalidReport(findings) : absl::OkStatus();
}

}  // namespace trivsel::client::internal
