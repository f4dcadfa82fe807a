#include "validator/invariants_course.h"

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "validator/date_time.h"
#include "validator/identifiers.h"

namespace trivsel::validator {
namespace {

using ltt::v1::CarePlan;
using ltt::v1::Encounter;
using ltt::v1::Period;
using ltt::v1::Referral;

// The one contact type that must say who took part and how (published
// invariant; it looks at the code alone).
constexpr std::string_view kTreatment = "b7f9217c-2315-4d6f-bba5-5117e202302c";

// The target group of the offer, in years.
constexpr int kMinAge = 5;
constexpr int kMaxAge = 17;

void PeriodOrder(const Case& c) {
  const Period& period = c.As<Period>();
  if (period.start().empty() || period.end().empty()) return;
  const std::optional<DateTime> start = ParseDateTime(period.start());
  const std::optional<DateTime> end = ParseDateTime(period.end());
  if (!start.has_value() || !end.has_value()) return;
  const Order order = Compare(*start, *end);
  // Undecided breaks the rule too: "start <= end" is then not true.
  if (order == Order::kAfter || order == Order::kUndecided) c.Broken("");
}

void CarePlanEndTime(const Case& c) {
  const CarePlan& plan = c.As<CarePlan>();
  if (plan.status() == ltt::v1::REQUEST_STATUS_COMPLETED &&
      plan.period().end().empty()) {
    c.Broken("period.end");
  }
}

void CarePlanStatusNamed(const Case& c) {
  switch (c.As<CarePlan>().status()) {
    case ltt::v1::REQUEST_STATUS_DRAFT:
    case ltt::v1::REQUEST_STATUS_ON_HOLD:
    case ltt::v1::REQUEST_STATUS_REVOKED:
    case ltt::v1::REQUEST_STATUS_UNKNOWN:
      return c.Broken("status");
    default:
      return;
  }
}

void CarePlanActivityStatusNamed(const Case& c) {
  switch (c.As<CarePlan>().activity().detail().status()) {
    case ltt::v1::ACTIVITY_STATUS_NOT_STARTED:
    case ltt::v1::ACTIVITY_STATUS_SCHEDULED:
    case ltt::v1::ACTIVITY_STATUS_ON_HOLD:
    case ltt::v1::ACTIVITY_STATUS_CANCELLED:
    case ltt::v1::ACTIVITY_STATUS_STOPPED:
    case ltt::v1::ACTIVITY_STATUS_UNKNOWN:
      return c.Broken("activity.detail.status");
    default:
      return;
  }
}

// The activity's status that goes with a care plan's; 0 where the guide names
// none.
int AlignedStatus(ltt::v1::RequestStatus status) {
  switch (status) {
    case ltt::v1::REQUEST_STATUS_ACTIVE:
      return ltt::v1::ACTIVITY_STATUS_IN_PROGRESS;
    case ltt::v1::REQUEST_STATUS_COMPLETED:
      return ltt::v1::ACTIVITY_STATUS_COMPLETED;
    case ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR:
      return ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR;
    default:
      return 0;
  }
}

void CarePlanStatusAligned(const Case& c) {
  const CarePlan& plan = c.As<CarePlan>();
  const int aligned = AlignedStatus(plan.status());
  const int activity = plan.activity().detail().status();
  const bool named = activity == ltt::v1::ACTIVITY_STATUS_IN_PROGRESS ||
                     activity == ltt::v1::ACTIVITY_STATUS_COMPLETED ||
                     activity == ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR;
  if (aligned != 0 && named && aligned != activity)
    c.Broken("activity.detail.status");
}

void CarePlanEndNotCompleted(const Case& c) {
  const CarePlan& plan = c.As<CarePlan>();
  // A withdrawn course keeps the end that it had.
  if (!plan.period().end().empty() &&
      plan.status() != ltt::v1::REQUEST_STATUS_COMPLETED &&
      plan.status() != ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR) {
    c.Broken("period.end");
  }
}

void CarePlanEndFuture(const Case& c) {
  if (IsFuture(c.As<CarePlan>().period().end(), c.scene.context))
    c.Broken("period.end");
}

template <typename Record>
void StartFuture(const Case& c) {
  if (IsFuture(c.As<Record>().period().start(), c.scene.context))
    c.Broken("period.start");
}

void CarePlanThemeDuplicate(const Case& c) {
  const auto& themes = c.As<CarePlan>().activity().detail().reason_code();
  if (themes.size() < 2) return;
  std::array<std::pair<std::string_view, std::string_view>, 16> few;
  std::set<std::pair<std::string_view, std::string_view>> many;
  size_t n = 0;
  for (const auto& theme : themes) {
    if (theme.coding_size() == 0) continue;
    const std::pair<std::string_view, std::string_view> key(
        theme.coding(0).system(), theme.coding(0).code());
    bool seen = false;
    for (size_t i = 0; i < n; ++i) seen |= few[i] == key;
    // There are eight themes: only a faulty report comes this far.
    if (n == few.size()) seen |= !many.insert(key).second;
    if (n < few.size() && !seen) few[n++] = key;
    if (seen) return c.Broken("activity.detail.reason_code");
  }
}

bool IsTreatment(const Encounter& encounter) {
  const auto& codings = encounter.type().coding();
  return codings.size() == 1 && codings[0].code() == kTreatment;
}

void EncounterParticipants(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (IsTreatment(encounter) &&
      encounter.participant().type().coding().empty()) {
    c.Broken("participant");
  }
}

void EncounterDeliveryType(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (IsTreatment(encounter) && encounter.delivery_type().coding().empty())
    c.Broken("delivery_type");
}

void EncounterStatusNamed(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (encounter.status() > 0 &&
      ltt::v1::EncounterStatus_IsValid(encounter.status()) &&
      encounter.status() != ltt::v1::ENCOUNTER_STATUS_FINISHED &&
      encounter.status() != ltt::v1::ENCOUNTER_STATUS_ENTERED_IN_ERROR) {
    c.Broken("status");
  }
}

void EncounterSubjectOne(const Case& c) {
  if (!c.As<Encounter>().has_subject()) c.Broken("subject");
}

void EncounterDeliveryTypeOneCoding(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (encounter.has_delivery_type() &&
      encounter.delivery_type().coding_size() != 1) {
    c.Broken("delivery_type");
  }
}

void EncounterParticipantOneCoding(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (encounter.participant().has_type() &&
      encounter.participant().type().coding_size() > 1) {
    c.Broken("participant.type");
  }
}

// Whether `start` is before the start of the care plan that `reference` means,
// whatever the two left open.
bool IsBeforeCarePlan(const Case& c, std::string_view reference,
                      std::string_view start) {
  const int index = c.scene.references.Resolve(reference, c.record);
  if (index < 0 || !c.scene.report.entry(index).has_care_plan()) return false;
  const CarePlan& plan = c.scene.report.entry(index).care_plan();
  const std::optional<DateTime> own = ParseDateTime(start);
  const std::optional<DateTime> course = ParseDateTime(plan.period().start());
  return own.has_value() && course.has_value() &&
         Latest(*own) < Earliest(*course);
}

void EncounterBeforeCarePlan(const Case& c) {
  const Encounter& encounter = c.As<Encounter>();
  if (IsBeforeCarePlan(c, encounter.based_on_care_plan().reference(),
                       encounter.period().start())) {
    c.Broken("period.start");
  }
}

void EncounterAge(const Case& c) {
  const int citizen = c.scene.references.citizen();
  const std::optional<DateTime> start =
      ParseDateTime(c.As<Encounter>().period().start());
  if (citizen < 0 || !start.has_value()) return;
  const std::optional<Date> birth =
      BirthDate(c.scene.report.entry(citizen).citizen().identifier().value());
  if (!birth.has_value()) return;
  constexpr int64_t kDay = 86400;
  // Seconds since 1970 are negative before; such a contact is no child's.
  if (Earliest(*start) < 0) return c.Broken("period.start");
  const int youngest = AgeOn(*birth, CivilFromDays(Earliest(*start) / kDay));
  const int oldest = AgeOn(*birth, CivilFromDays(Latest(*start) / kDay));
  if (oldest < kMinAge || youngest > kMaxAge) c.Broken("period.start");
}

void ReferralStatusNamed(const Case& c) {
  const Referral& referral = c.As<Referral>();
  if (referral.status() > 0 &&
      ltt::v1::RequestStatus_IsValid(referral.status()) &&
      referral.status() != ltt::v1::REQUEST_STATUS_COMPLETED &&
      referral.status() != ltt::v1::REQUEST_STATUS_ENTERED_IN_ERROR) {
    c.Broken("status");
  }
}

void ReferralBeforeCarePlan(const Case& c) {
  const Referral& referral = c.As<Referral>();
  if (IsBeforeCarePlan(c, referral.based_on().reference(),
                       referral.period().start())) {
    c.Broken("period.start");
  }
}

constexpr auto kPredicates = std::to_array<NamedPredicate>({
    {"per-1", PeriodOrder},
    {"klgateway-ltt-careplan-endtime", CarePlanEndTime},
    {"trivsel-careplan-status-named", CarePlanStatusNamed},
    {"trivsel-careplan-activity-status-named", CarePlanActivityStatusNamed},
    {"trivsel-careplan-status-aligned", CarePlanStatusAligned},
    {"trivsel-careplan-end-not-completed", CarePlanEndNotCompleted},
    {"trivsel-careplan-end-future", CarePlanEndFuture},
    {"trivsel-careplan-start-future", StartFuture<CarePlan>},
    {"trivsel-careplan-theme-duplicate", CarePlanThemeDuplicate},
    {"klgateway-ltt-encounter-participants", EncounterParticipants},
    {"klgateway-ltt-encounter-delivery-type", EncounterDeliveryType},
    {"trivsel-encounter-status-named", EncounterStatusNamed},
    {"trivsel-encounter-subject-one", EncounterSubjectOne},
    {"trivsel-encounter-delivery-type-one-coding",
     EncounterDeliveryTypeOneCoding},
    {"trivsel-encounter-participant-one-coding", EncounterParticipantOneCoding},
    {"trivsel-encounter-start-future", StartFuture<Encounter>},
    {"trivsel-encounter-before-careplan", EncounterBeforeCarePlan},
    {"trivsel-encounter-age", EncounterAge},
    {"trivsel-referral-status-named", ReferralStatusNamed},
    {"trivsel-referral-start-future", StartFuture<Referral>},
    {"trivsel-referral-before-careplan", ReferralBeforeCarePlan},
});

}  // namespace

std::span<const NamedPredicate> CoursePredicates() { return kPredicates; }

}  // namespace trivsel::validator
