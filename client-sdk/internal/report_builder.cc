// The builder of a report.
#include <random>
#include <utility>

#include "absl/time/clock.h"
#include "client-sdk/internal/invalid_report.h"
#include "client-sdk/internal/record_check.h"
#include "client-sdk/internal/record_parts.h"
#include "trivsel/client/builders.h"
#include "trivsel/client/check.h"

namespace trivsel::client {
namespace {

using ltt::v1::Entry;

// RFC 4122, version 4. Drawn from the machine's own source: an id that is used
// twice in the country is a report that is lost.
std::string RandomUuid() {
  std::random_device machine;
  std::string out;
  for (int i = 0; i < 32; ++i) {
    unsigned digit = machine() & 0xf;
    if (i == 12) digit = 4;
    if (i == 16) digit = 8 | (digit & 3);
    if (i == 8 || i == 12 || i == 16 || i == 20) out.push_back('-');
    out.push_back("0123456789abcdef"[digit]);
  }
  return out;
}

template <typename Record>
void PointAt(const std::string& citizen_id, Record* record) {
  if (record->has_subject() || citizen_id.empty()) return;
  record->mutable_subject()->set_reference(
      internal::CitizenReference(citizen_id));
}

std::string CitizenId(const ltt::v1::DeliveryReport& report) {
  for (const Entry& entry : report.entry()) {
    if (entry.has_citizen()) return entry.citizen().id();
  }
  return "";
}

}  // namespace

DeliveryReportBuilder::DeliveryReportBuilder(std::string base_url)
    : base_url_(std::move(base_url)) {
  report_.set_type(ltt::v1::BUNDLE_TYPE_COLLECTION);
}

DeliveryReportBuilder& DeliveryReportBuilder::Id(std::string id) {
  report_.set_id(std::move(id));
  return *this;
}

DeliveryReportBuilder& DeliveryReportBuilder::Timestamp(absl::Time time) {
  report_.set_timestamp(internal::Instant(time));
  return *this;
}

Entry* DeliveryReportBuilder::AddEntry(const char* type,
                                       const std::string& id) {
  Entry* entry = report_.add_entry();
  entry->set_full_url(base_url_ + "/" + type + "/" + id);
  return entry;
}

DeliveryReportBuilder& DeliveryReportBuilder::Citizen(
    ltt::v1::Citizen citizen) {
  Entry* entry = AddEntry("Patient", citizen.id());
  *entry->mutable_citizen() = std::move(citizen);
  return *this;
}

DeliveryReportBuilder& DeliveryReportBuilder::Add(ltt::v1::CarePlan plan) {
  Entry* entry = AddEntry("CarePlan", plan.id());
  *entry->mutable_care_plan() = std::move(plan);
  return *this;
}

DeliveryReportBuilder& DeliveryReportBuilder::Add(
    ltt::v1::Encounter encounter) {
  Entry* entry = AddEntry("Encounter", encounter.id());
  *entry->mutable_encounter() = std::move(encounter);
  return *this;
}

DeliveryReportBuilder& DeliveryReportBuilder::Add(ltt::v1::Referral referral) {
  Entry* entry = AddEntry("CarePlan", referral.id());
  *entry->mutable_referral() = std::move(referral);
  return *this;
}

absl::StatusOr<ltt::v1::DeliveryReport> DeliveryReportBuilder::Build() const {
  ltt::v1::DeliveryReport report = report_;
  if (report.id().empty()) report.set_id(RandomUuid());
  const std::string citizen = CitizenId(report);
  for (Entry& entry : *report.mutable_entry()) {
    if (entry.has_care_plan()) PointAt(citizen, entry.mutable_care_plan());
    if (entry.has_encounter()) PointAt(citizen, entry.mutable_encounter());
    if (entry.has_referral()) PointAt(citizen, entry.mutable_referral());
  }
  const auto findings = CheckReport(report, absl::Now());
  if (HasError(findings)) return internal::InvalidReport(findings);
  return report;
}

}  // namespace trivsel::client
