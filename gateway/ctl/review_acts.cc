#include "gateway/ctl/review_acts.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "gateway/ctl/review_jobs.h"
#include "gateway/ctl/review_view.h"
#include "gateway/ctl/review_words.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

// As many as one call takes, and one page holds.
constexpr int kMaxAtOnce = 200;
// Where counting stops before a question is asked.
constexpr int64_t kMostCounted = 10'000;

// The job that does it to all that match; nothing: there is none.
std::optional<v1::ReviewJob::Kind> JobOf(Act act) {
  switch (act) {
    case Act::kAssign:
      return v1::ReviewJob::KIND_ASSIGN;
    case Act::kReturn:
      return v1::ReviewJob::KIND_RETURN;
    case Act::kDismiss:
      return v1::ReviewJob::KIND_DISMISS;
    case Act::kRevalidate:
      return v1::ReviewJob::KIND_REVALIDATE;
    default:
      return std::nullopt;
  }
}

std::string Question(Act act) {
  switch (act) {
    case Act::kAssign:
      return "Tag dem? / Assign them?";
    case Act::kRelease:
      return "Giv dem fri? / Release them?";
    case Act::kComment:
      return "Skriv noten? / Add the note?";
    case Act::kReturn:
      return "Send dem tilbage? / Return them?";
    case Act::kDismiss:
      return "Luk dem? / Dismiss them?";
    case Act::kRevalidate:
      return "Prøv dem igen? / Judge them again?";
  }
  return "?";
}

void SetAct(const ActArguments& arguments,
            v1::ReviewRejectionsRequest* request) {
  switch (arguments.act) {
    case Act::kAssign:
      request->set_assign(arguments.text);
      break;
    case Act::kRelease:
      request->set_release(true);
      break;
    case Act::kComment:
      request->set_comment(arguments.text);
      break;
    case Act::kReturn:
      request->set_return_message(arguments.text);
      break;
    case Act::kDismiss:
      request->set_dismiss_reason(arguments.text);
      break;
    case Act::kRevalidate:
      request->set_revalidate(arguments.text);
      break;
  }
}

// As it is now.
absl::StatusOr<v1::Rejection> Load(ReviewSession& session, int64_t id) {
  v1::GetReviewedReportRequest request;
  request.set_rejection_id(id);
  v1::GetReviewedReportResponse response;
  absl::Status got =
      session.operations.GetReviewedReport(session.who, request, &response);
  if (!got.ok()) {
    return absl::Status(got.code(),
                        absl::StrCat(id, ": ", std::string(got.message())));
  }
  for (const v1::Rejection& rejection : response.report().rejections()) {
    if (rejection.rejection_id() == id) return rejection;
  }
  return absl::NotFoundError(absl::StrCat(id, ": findes ikke / is not there"));
}

// For somebody who did not say what they saw.
absl::Status FillVersion(ReviewSession& session, v1::RejectionRef* ref) {
  if (ref->version() != 0) return absl::OkStatus();
  auto now = Load(session, ref->rejection_id());
  if (now.ok()) ref->set_version(now->version());
  return now.status();
}

absl::Status NotAll(size_t conflicts) {
  if (conflicts == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(conflicts, " blev ikke gjort / were not done"));
}

void Tell(ReviewSession& session, const v1::ReviewRejectionsResponse& answer) {
  if (session.output == Output::kJson) {
    session.terminal.out << ToJson(answer) << "\n";
    return;
  }
  if (answer.done_size() > 0) {
    Table table = RejectionTable();
    for (const v1::Rejection& done : answer.done()) AddRow(done, &table);
    session.terminal.out << table.Format(Output::kText);
  }
  for (const v1::ReviewConflict& conflict : answer.conflicts()) {
    session.terminal.err << conflict.rejection_id() << ": "
                         << Printable(conflict.danish()) << " / "
                         << Printable(conflict.english()) << "\n";
  }
}

absl::Status StartJob(ReviewSession& session,
                      const v1::StartReviewJobRequest& request, bool wait) {
  v1::StartReviewJobResponse response;
  absl::Status started =
      session.operations.StartReviewJob(session.who, request, &response);
  if (!started.ok()) return started;
  if (wait) return WaitForJob(session, response.job().job_id());
  ShowOne(session, response.job());
  return absl::OkStatus();
}

absl::Status ActOnSome(ReviewSession& session, const ActArguments& arguments) {
  std::vector<v1::RejectionRef> refs;
  for (const std::string& word : arguments.rejections) {
    auto ref = ParseRejection(word);
    if (!ref.ok()) return ref.status();
    absl::Status filled = FillVersion(session, &*ref);
    if (!filled.ok()) return filled;
    refs.push_back(*std::move(ref));
  }
  size_t conflicts = 0;
  for (size_t begin = 0; begin < refs.size(); begin += kMaxAtOnce) {
    v1::ReviewRejectionsRequest request;
    SetAct(arguments, &request);
    const size_t end = std::min(refs.size(), begin + kMaxAtOnce);
    for (size_t i = begin; i < end; ++i) *request.add_rejections() = refs[i];
    v1::ReviewRejectionsResponse answer;
    absl::Status acted =
        session.operations.ReviewRejections(session.who, request, &answer);
    if (!acted.ok()) return acted;
    Tell(session, answer);
    conflicts += static_cast<size_t>(answer.conflicts_size());
  }
  return NotAll(conflicts);
}

// Judging again: only gateways know the rules, so each row of numbers is a job
// of theirs. What was seen is compared before; a job takes what is there.
absl::Status RevalidateSome(ReviewSession& session,
                            const ActArguments& arguments) {
  std::set<int64_t> numbers;
  size_t conflicts = 0;
  for (const std::string& word : arguments.rejections) {
    const auto ref = ParseRejection(word);
    if (!ref.ok()) return ref.status();
    const auto now = Load(session, ref->rejection_id());
    if (!now.ok()) return now.status();
    const bool seen = ref->version() == 0 || ref->version() == now->version();
    const bool over = now->state() == v1::REVIEW_STATE_ACCEPTED ||
                      now->state() == v1::REVIEW_STATE_DISMISSED;
    if (seen && !over) {
      numbers.insert(ref->rejection_id());
      continue;
    }
    ++conflicts;
    session.terminal.err << ref->rejection_id() << ": "
                         << (over ? InWords(now->state())
                                  : "ændret siden; se den igen / changed "
                                    "since; look at it again")
                         << "\n";
  }
  v1::StartReviewJobRequest request;
  request.set_kind(v1::ReviewJob::KIND_REVALIDATE);
  request.set_text(arguments.text);
  for (const auto state : {v1::REVIEW_STATE_OPEN, v1::REVIEW_STATE_IN_REVIEW,
                           v1::REVIEW_STATE_RETURNED}) {
    request.mutable_filter()->add_states(state);
  }
  for (auto next = numbers.begin(); next != numbers.end();) {
    request.mutable_filter()->set_first_number(*next);
    int64_t last = *next;
    while (++next != numbers.end() && *next == last + 1) ++last;
    request.mutable_filter()->set_last_number(last);
    absl::Status done = StartJob(session, request, arguments.wait);
    if (!done.ok()) return done;
  }
  return NotAll(conflicts);
}

// How many match; kMostCounted: at least so many.
absl::StatusOr<int64_t> Count(ReviewSession& session,
                              const v1::RejectionFilter& filter) {
  v1::ListRejectionsRequest request;
  *request.mutable_filter() = filter;
  request.set_page_size(kMaxAtOnce);
  int64_t count = 0;
  do {
    v1::ListRejectionsResponse page;
    absl::Status listed =
        session.operations.ListRejections(session.who, request, &page);
    if (!listed.ok()) return listed;
    count += page.rejections_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && count < kMostCounted);
  return std::min(count, kMostCounted);
}

absl::Status ActOnAll(ReviewSession& session, const ActArguments& arguments) {
  const auto kind = JobOf(arguments.act);
  if (!kind) {
    return absl::InvalidArgumentError(
        "giv numrene: det kan ikke gøres efter filter / give the numbers: this "
        "cannot be done by a filter");
  }
  auto filter = ToFilter(arguments.filter, session.now);
  if (!filter.ok()) return filter.status();
  if (!arguments.yes) {
    auto count = Count(session, *filter);
    if (!count.ok()) return count.status();
    const std::string most = *count == kMostCounted ? "mindst / at least " : "";
    session.terminal.err << most << *count << " afvisninger / rejections\n";
    if (*count == 0) return absl::OkStatus();
    if (!session.terminal.Confirmed(Question(arguments.act))) {
      return absl::FailedPreconditionError(
          "ikke bekræftet, intet er gjort: brug --yes / not confirmed, nothing "
          "was done: use --yes");
    }
  }
  v1::StartReviewJobRequest request;
  request.set_kind(*kind);
  *request.mutable_filter() = *std::move(filter);
  request.set_text(arguments.text);
  return StartJob(session, request, arguments.wait);
}

}  // namespace

absl::Status DoAct(ReviewSession& session, const ActArguments& arguments) {
  const bool some = !arguments.rejections.empty();
  if (some != arguments.filter.empty()) {
    return absl::InvalidArgumentError(
        some ? "numre eller et filter, ikke begge / numbers or a filter, not "
               "both"
             : "sig hvilke: numre, et filter eller --all / say which: numbers, "
               "a filter or --all");
  }
  if (some && arguments.act == Act::kRevalidate) {
    return RevalidateSome(session, arguments);
  }
  return some ? ActOnSome(session, arguments) : ActOnAll(session, arguments);
}

}  // namespace trivsel::gateway::ctl
