#include "tests/gateway/console/fake_review.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;
using access::Operator;
using access::Right;

constexpr int kCases = 240;

absl::Status NotThere() {
  return absl::NotFoundError("findes ikke / there is no such thing");
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

bool IsOpen(v1::ReviewState state) {
  return state == v1::REVIEW_STATE_OPEN || state == v1::REVIEW_STATE_IN_REVIEW;
}

const char* SentenceOf(const std::string& code) {
  if (code == "LTT-CAREPLAN-PERIOD-START-MISSING") {
    return "Forløb: starttidspunktet (period.start) mangler.";
  }
  if (code == "LTT-ENCOUNTER-DELIVERYTYPE-NOT-IN-VALUESET") {
    return "Kontakt: kontaktLeveringstype er ikke en af de koder, der må "
           "bruges her.";
  }
  if (code.starts_with("LTT")) return "Oplysningen mangler eller er forkert.";
  return "";
}

constexpr const char* kCodes[] = {"LTT-CAREPLAN-PERIOD-START-MISSING",
                                  "LTT-ENCOUNTER-DELIVERYTYPE-NOT-IN-VALUESET",
                                  "FHIR-JSON-SYNTAX",
                                  "LTT-CITIZEN-IDENTIFIER-MISSING"};

}  // namespace

FakeReview::FakeReview(absl::Time now, std::string record)
    : now_(now), record_(std::move(record)) {
  MakeCases();
}

void FakeReview::MakeCases() {
  for (int64_t id = 1; id <= kCases; ++id) {
    Case one;
    const FakeMunicipality& where = kFakeMunicipalities[id * id % 4];
    one.municipality_id = where.id;
    v1::Rejection& rejection = one.rejection;
    rejection.set_rejection_id(id);
    rejection.set_report_key(id * 10);
    rejection.set_report_id(
        absl::StrFormat("59e8c3a7-2b40-4f91-a6d2-%012x", id * 7919));
    SetTime(now_ - absl::Minutes(83) * (kCases - id),
            rejection.mutable_receive_time());
    rejection.set_submitter(kFakeSubmitters[id % 3]);
    rejection.set_municipality_cvr(where.cvr);
    rejection.set_municipality(where.name);
    rejection.set_version(1);
    rejection.set_state(v1::REVIEW_STATE_OPEN);
    *rejection.mutable_update_time() = rejection.receive_time();
    rejection.set_origin(v1::REJECTION_ORIGIN_VALIDATOR);
    rejection.add_codes(kCodes[id % 4]);
    if (id % 11 == 0) {
      rejection.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
      rejection.set_destination("national");
      rejection.clear_codes();
      rejection.add_codes("GW-RECEIVER-REFUSED");
    }
    if (id == kCases - 1) {
      rejection.set_report_id(kHostile);
      rejection.set_submitter(kHostile);
      rejection.set_municipality(kHostile);
      rejection.add_codes(kHostile);
    }
    cases_.emplace(id, std::move(one));
  }
}

FakeReview::Case* FakeReview::FindReport(const Operator& who, int64_t key,
                                         int64_t id) {
  for (auto& [number, one] : cases_) {
    if (one.rejection.report_key() != key && number != id) continue;
    return who.ScopeOf(Right::kRead).Covers(one.municipality_id) ? &one
                                                                 : nullptr;
  }
  return nullptr;
}

std::vector<FakeReview::Case*> FakeReview::Matching(
    const Operator& who, Right right, const v1::RejectionFilter& filter) {
  std::vector<Case*> found;
  const access::Scope scope = who.ScopeOf(right);
  for (auto i = cases_.rbegin(); i != cases_.rend(); ++i) {
    const v1::Rejection& one = i->second.rejection;
    const auto& states = filter.states();
    const bool state = states.empty() ? IsOpen(one.state())
                                      : std::find(states.begin(), states.end(),
                                                  one.state()) != states.end();
    const bool code = filter.code().empty() ||
                      std::find(one.codes().begin(), one.codes().end(),
                                filter.code()) != one.codes().end();
    std::string words;
    for (const std::string& each : one.codes()) {
      absl::StrAppend(&words, each, " ", SentenceOf(each), " ");
    }
    if (!scope.Covers(i->second.municipality_id) || !state || !code ||
        (!filter.submitter().empty() &&
         filter.submitter() != one.submitter()) ||
        (!filter.municipality_cvr().empty() &&
         filter.municipality_cvr() != one.municipality_cvr()) ||
        (!filter.assignee().empty() && filter.assignee() != one.assignee()) ||
        (filter.origin() != 0 && filter.origin() != one.origin()) ||
        (filter.has_received_from() &&
         one.receive_time().seconds() < filter.received_from().seconds()) ||
        (filter.has_received_before() &&
         one.receive_time().seconds() >= filter.received_before().seconds()) ||
        words.find(filter.text()) == std::string::npos) {
      continue;
    }
    found.push_back(&i->second);
  }
  return found;
}

absl::Status FakeReview::ListRejections(
    const Operator& who, const v1::ListRejectionsRequest& request,
    v1::ListRejectionsResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  int64_t before = INT64_MAX;
  if (!request.page_token().empty()) {
    char* end = nullptr;
    before = std::strtoll(request.page_token().c_str(), &end, 10);
    if (*end != 0 || before <= 0) return absl::OutOfRangeError("");
  }
  for (const Case* one : Matching(who, Right::kRead, request.filter())) {
    if (one->rejection.rejection_id() >= before) continue;
    if (response->rejections_size() == 50) {
      response->set_next_page_token(
          absl::StrCat(response->rejections(49).rejection_id()));
      break;
    }
    *response->add_rejections() = one->rejection;
  }
  return absl::OkStatus();
}

absl::Status FakeReview::ListRejectionGroups(
    const Operator& who, const v1::ListRejectionGroupsRequest& /*request*/,
    v1::ListRejectionGroupsResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  std::map<std::pair<std::string, std::string>, v1::RejectionGroup> groups;
  for (const Case* one : Matching(who, Right::kRead, v1::RejectionFilter())) {
    for (const std::string& code : one->rejection.codes()) {
      v1::RejectionGroup& group = groups[{code, one->rejection.submitter()}];
      group.set_code(code);
      group.set_submitter(one->rejection.submitter());
      group.set_danish(SentenceOf(code));
      group.set_open(group.open() + 1);
      group.set_not_taken(group.not_taken() +
                          one->rejection.assignee().empty());
      while (group.by_day_size() < 14) group.add_by_day(0);
      const int64_t days = (absl::ToUnixSeconds(now_) -
                            one->rejection.receive_time().seconds()) /
                           86400;
      if (days < 14) {
        const int at = static_cast<int>(13 - days);
        group.set_by_day(at, group.by_day(at) + 1);
      }
    }
  }
  for (auto& [key, group] : groups) *response->add_groups() = group;
  std::sort(response->mutable_groups()->begin(),
            response->mutable_groups()->end(),
            [](const auto& a, const auto& b) { return a.open() > b.open(); });
  return absl::OkStatus();
}

absl::Status FakeReview::RevealCitizen(const Operator& who,
                                       const v1::RevealCitizenRequest& request,
                                       v1::RevealCitizenResponse* response) {
  if (!who.Has(Right::kOperate)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  if (FindReport(who, request.report_key(), 0) == nullptr) return NotThere();
  if (request.reason().size() < 5) {
    return absl::InvalidArgumentError(
        "Begrundelsen skal være på mindst 5 tegn. / The reason must have at "
        "least 5 characters.");
  }
  revealed_.push_back(absl::StrCat(who.actor, ": ", request.reason()));
  response->set_cpr("0505149996");
  return absl::OkStatus();
}

std::vector<std::string> FakeReview::revealed() const {
  std::lock_guard lock(mutex_);
  return revealed_;
}

absl::Status FakeReview::GetReviewedReport(
    const Operator& who, const v1::GetReviewedReportRequest& request,
    v1::GetReviewedReportResponse* response) {
  if (!who.Has(Right::kRead)) return absl::PermissionDeniedError("");
  std::lock_guard lock(mutex_);
  const Case* one =
      FindReport(who, request.report_key(), request.rejection_id());
  if (one == nullptr) return NotThere();
  FillReport(*one, response->mutable_report());
  return absl::OkStatus();
}

absl::Status FakeReview::ReviewRejections(
    const Operator& who, const v1::ReviewRejectionsRequest& request,
    v1::ReviewRejectionsResponse* response) {
  if (!who.Has(Right::kOperate)) return absl::PermissionDeniedError("");
  if ((request.has_return_message() && request.return_message().size() < 5) ||
      (request.has_dismiss_reason() && request.dismiss_reason().size() < 5) ||
      (request.has_comment() && request.comment().empty())) {
    return absl::InvalidArgumentError(
        "Skriv mindst 5 tegn. / Write at least 5 characters.");
  }
  std::lock_guard lock(mutex_);
  const access::Scope scope = who.ScopeOf(Right::kOperate);
  for (const v1::RejectionRef& ref : request.rejections()) {
    const auto found = cases_.find(ref.rejection_id());
    v1::ReviewConflict conflict;
    conflict.set_rejection_id(ref.rejection_id());
    if (found == cases_.end() || !scope.Covers(found->second.municipality_id)) {
      conflict.set_danish("Den findes ikke.");
      conflict.set_english("There is no such thing.");
    } else if (found->second.rejection.version() != ref.version()) {
      *conflict.mutable_now() = found->second.rejection;
      const std::string by = found->second.events.empty()
                                 ? "En anden"
                                 : found->second.events.back().actor();
      conflict.set_danish(absl::StrCat(by, " kom først."));
      conflict.set_english(absl::StrCat(by, " was quicker."));
    } else {
      Act(who, request, &found->second);
      *response->add_done() = found->second.rejection;
      continue;
    }
    *response->add_conflicts() = conflict;
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::console
