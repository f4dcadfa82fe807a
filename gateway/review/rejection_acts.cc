#include "gateway/review/rejection_acts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/journal/journal.h"
#include "gateway/review/cpr_mask.h"
#include "gateway/review/rejection_rows.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"
#include "gateway/store/transaction.h"

namespace trivsel::gateway::review {
namespace {

using v1::ReviewEvent;
using v1::ReviewRejectionsRequest;

constexpr int kMostRejections = 200;
constexpr int kMostTries = 4;
constexpr size_t kLongestActor = 200;

// Characters of a text in UTF-8.
int LengthOf(const std::string& text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

absl::Status CheckRefs(const ReviewRejectionsRequest& request) {
  std::set<int64_t> ids;
  for (const v1::RejectionRef& ref : request.rejections()) {
    if (ref.rejection_id() <= 0 || !ids.insert(ref.rejection_id()).second) {
      return absl::InvalidArgumentError(
          "hver afvisning nævnes én gang / each rejection is named once");
    }
  }
  if (!ids.empty() && ids.size() <= kMostRejections) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "der skal være 1-200 afvisninger / there must be 1-200 rejections");
}

}  // namespace

absl::Status CheckText(const std::string& text, int least, int most) {
  const int length = LengthOf(text);
  if (length < least || length > most ||
      std::any_of(text.begin(), text.end(), IsControl)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "teksten skal have ", least, "-", most, " tegn / the text must have ",
        least, "-", most, " characters"));
  }
  if (!MayHoldCpr(text)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "teksten indeholder noget, der ligner et CPR-nummer; fjern det / the "
      "text holds what may be a CPR number; take it out");
}

struct RejectionActs::Act {
  ReviewEvent::Kind kind = ReviewEvent::KIND_UNSPECIFIED;
  const char* name = "";  // in the journal
  std::string text = {};
  // Not set: as it is.
  std::optional<v1::ReviewState> state = {};
  std::optional<std::string> assignee = {};
  std::optional<std::string> message = {};
  std::vector<int> from = {};  // states that it is allowed in
};

struct RejectionActs::Outcome {
  std::map<int64_t, int32_t> wanted;  // the version that was seen
  std::set<int64_t> done;
  std::map<int64_t, v1::Rejection> now;
  std::map<int64_t, LastEvent> last;

  std::vector<int64_t> ids() const {
    std::vector<int64_t> all;
    for (const auto& [id, unused] : wanted) all.push_back(id);
    return all;
  }
};

absl::StatusOr<RejectionActs::Act> RejectionActs::ActOf(
    const access::Operator& who, const ReviewRejectionsRequest& request) {
  const std::vector<int> unfinished = {v1::REVIEW_STATE_OPEN,
                                       v1::REVIEW_STATE_IN_REVIEW,
                                       v1::REVIEW_STATE_RETURNED};
  absl::Status fits;
  Act act;
  act.from = unfinished;
  switch (request.act_case()) {
    case ReviewRejectionsRequest::kAssign:
      act.kind = ReviewEvent::KIND_ASSIGNED;
      act.name = "assigned";
      act.text = request.assign();
      act.state = v1::REVIEW_STATE_IN_REVIEW;
      act.assignee = act.text.empty() ? who.actor : act.text;
      fits = CheckText(act.text, 0, kLongestActor);
      break;
    case ReviewRejectionsRequest::kComment:
      act.kind = ReviewEvent::KIND_COMMENTED;
      act.name = "commented";
      act.text = request.comment();
      act.from = {1, 2, 3, 4, 5};
      fits = CheckText(act.text, 1);
      break;
    case ReviewRejectionsRequest::kReturnMessage:
      act.kind = ReviewEvent::KIND_RETURNED;
      act.name = "returned";
      act.text = request.return_message();
      act.state = v1::REVIEW_STATE_RETURNED;
      act.assignee = "";
      act.message = act.text;
      fits = CheckText(act.text, 5);
      break;
    case ReviewRejectionsRequest::kDismissReason:
      act.kind = ReviewEvent::KIND_DISMISSED;
      act.name = "dismissed";
      act.text = request.dismiss_reason();
      act.state = v1::REVIEW_STATE_DISMISSED;
      fits = CheckText(act.text, 5);
      break;
    case ReviewRejectionsRequest::kRelease:
      act.kind = ReviewEvent::KIND_RELEASED;
      act.name = "released";
      act.state = v1::REVIEW_STATE_OPEN;
      act.assignee = "";
      act.from = {v1::REVIEW_STATE_IN_REVIEW};
      break;
    default:
      fits = absl::InvalidArgumentError(
          "det skal siges, hvad der skal ske / it must be said what to do");
  }
  if (!fits.ok()) return fits;
  return act;
}

absl::Status RejectionActs::Do(store::Connection& connection,
                               const access::Operator& who, const Act& act,
                               const std::vector<int64_t>& ids) {
  if (ids.empty()) return absl::OkStatus();
  store::Params params;
  params.Int64Array(ids)
      .Int16(static_cast<int16_t>(act.kind))
      .Text(who.actor)
      .Text(who.name.size() <= kLongestActor ? who.name : std::string())
      .Text(act.text);
  act.state ? params.Int16(static_cast<int16_t>(*act.state)) : params.Null();
  act.assignee ? params.Text(*act.assignee) : params.Null();
  act.message ? params.Text(*act.message) : params.Null();
  auto done = connection.Execute(store::kActOnRejections, params);
  if (!done.ok()) return done.status();
  // Last, as all wait for it.
  return connection
      .Execute(store::kJournalAppend,
               store::Params()
                   .Int16(static_cast<int16_t>(journal::Kind::kReviewed))
                   .Text(who.actor)
                   .Bytes(absl::StrCat(act.name, ": rejection ",
                                       absl::StrJoin(ids, " "))))
      .status();
}

absl::Status RejectionActs::Conclude(store::Connection& connection,
                                     const access::Scope& scope,
                                     Outcome* outcome) {
  auto rows = LoadRejections(connection, scope, outcome->ids(), false);
  if (!rows.ok()) return rows.status();
  absl::Status named = NameAssignees(connection, &*rows);
  if (!named.ok()) return named;
  for (RejectionRow& row : *rows) {
    const int64_t id = row.rejection.rejection_id();
    outcome->now[id] = std::move(row.rejection);
  }
  if (outcome->done.size() == outcome->wanted.size()) return absl::OkStatus();
  auto events = connection.Execute(store::kLastEvents,
                                   store::Params().Int64Array(outcome->ids()));
  if (!events.ok()) return events.status();
  for (int row = 0; row < events->rows(); ++row) {
    outcome->last[events->Int64(row, 0)] = {
        static_cast<ReviewEvent::Kind>(events->Int16(row, 4)),
        events->Time(row, 1),
        CallActor(events->Text(row, 2), events->Text(row, 3))};
  }
  return absl::OkStatus();
}

absl::Status RejectionActs::Try(const access::Operator& who,
                                const access::Scope& scope, const Act& act,
                                Outcome* outcome) {
  auto connection = pool_.Borrow();
  if (!connection.ok()) return connection.status();
  auto transaction = store::Transaction::Begin(&**connection);
  if (!transaction.ok()) return transaction.status();
  store::Params params;
  params.Int64Array(outcome->ids());
  AddScope(scope, &params);
  auto locked = (*connection)->Execute(store::kLockRejections, params);
  if (!locked.ok()) return locked.status();
  outcome->done.clear();
  for (int row = 0; row < locked->rows(); ++row) {
    const int64_t id = locked->Int64(row, 0);
    const bool seen = locked->Int32(row, 1) == outcome->wanted[id];
    const bool allowed = std::find(act.from.begin(), act.from.end(),
                                   locked->Int16(row, 2)) != act.from.end();
    if (seen && allowed) outcome->done.insert(id);
  }
  absl::Status status =
      Do(**connection, who, act, {outcome->done.begin(), outcome->done.end()});
  if (status.ok()) status = Conclude(**connection, scope, outcome);
  if (!status.ok()) return status;
  return transaction->Commit();
}

absl::Status RejectionActs::Revalidate(const access::Operator& who,
                                       const access::Scope& scope,
                                       const std::string& reason,
                                       Outcome* outcome) {
  if (revalidation_ == nullptr) {
    return absl::FailedPreconditionError(
        "her kan der ikke prøves igen / nothing is judged again here");
  }
  absl::Status fits = CheckText(reason, 0);
  if (!fits.ok()) return fits;
  // What is outside the scope must not even be tried.
  auto covered = LoadRejections(pool_, scope, outcome->ids(), false);
  if (!covered.ok()) return covered.status();
  std::vector<Candidate> candidates;
  for (const RejectionRow& row : *covered) {
    const int64_t id = row.rejection.rejection_id();
    if (outcome->wanted[id] == row.rejection.version() &&
        row.rejection.state() != v1::REVIEW_STATE_ACCEPTED &&
        row.rejection.state() != v1::REVIEW_STATE_DISMISSED) {
      candidates.push_back({id, outcome->wanted[id]});
    }
  }
  if (!candidates.empty()) {
    auto judged = revalidation_->Run(candidates, {who.actor, who.name, reason});
    if (!judged.ok()) return judged.status();
    for (const Revalidated& one : *judged) {
      if (one.outcome != Revalidated::Outcome::kChanged) {
        outcome->done.insert(one.rejection_id);
      }
    }
  }
  auto connection = pool_.Borrow();
  if (!connection.ok()) return connection.status();
  return Conclude(**connection, scope, outcome);
}

absl::Status RejectionActs::Review(const access::Operator& who,
                                   const access::Scope& scope,
                                   const ReviewRejectionsRequest& request,
                                   absl::Time now,
                                   v1::ReviewRejectionsResponse* response) {
  absl::Status status = CheckRefs(request);
  if (!status.ok()) return status;
  Outcome outcome;
  for (const v1::RejectionRef& ref : request.rejections()) {
    outcome.wanted[ref.rejection_id()] = ref.version();
  }
  if (request.act_case() == ReviewRejectionsRequest::kRevalidate) {
    status = Revalidate(who, scope, request.revalidate(), &outcome);
  } else {
    auto act = ActOf(who, request);
    if (!act.ok()) return act.status();
    // A lost race (a deadlock with what settles a replay) left nothing behind.
    for (int i = 0; i < kMostTries; ++i) {
      status = Try(who, scope, *act, &outcome);
      if (store::FaultOf(status) != store::Fault::kRetry) break;
    }
  }
  if (!status.ok()) return status;
  for (const v1::RejectionRef& ref : request.rejections()) {
    const int64_t id = ref.rejection_id();
    const auto known = outcome.now.find(id);
    if (known != outcome.now.end() && outcome.done.contains(id)) {
      *response->add_done() = known->second;
      continue;
    }
    v1::ReviewConflict* conflict = response->add_conflicts();
    conflict->set_rejection_id(id);
    bool seen = false;
    if (known != outcome.now.end()) {
      *conflict->mutable_now() = known->second;
      seen = known->second.version() == ref.version();
    }
    ExplainConflict(outcome.last[id], seen, now, conflict);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::review
