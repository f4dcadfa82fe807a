#include "client-sdk/cli/backload/ledger.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/report_view.h"
#include "client-sdk/cli/verdict_view.h"
#include "trivsel/client/error.h"

namespace trivsel::cli::backload {
namespace {

namespace v1 = trivsel::gateway::v1;
using validator::Finding;

// People read so many one by one; the file has them all.
constexpr size_t kLinesShown = 20;

std::vector<PositionSet> SettledOf(const ResumeState& state) {
  std::vector<PositionSet> settled;
  for (const InputState& input : state.inputs) settled.push_back(input.settled);
  return settled;
}

bool BelongsInFile(Fate fate) {
  return fate != Fate::kAccepted && fate != Fate::kReplayed &&
         fate != Fate::kNotSent;
}

// Where it came from and its id: all that is said about a report itself.
void BeginLine(const Parcel& parcel, Fate fate, JsonWriter* json) {
  json->BeginObject();
  json->Key("source").String(parcel.origin.source);
  if (!parcel.origin.entry.empty()) {
    json->Key("entry").String(parcel.origin.entry);
  }
  if (parcel.origin.line > 0) {
    json->Key("line").Number(static_cast<int64_t>(parcel.origin.line));
  }
  json->Key("report_id").String(parcel.report_id);
  json->Key("verdict").String(FateName(fate));
}

std::string FindingsLine(const Parcel& parcel, Fate fate,
                         const std::vector<Finding>& findings) {
  JsonWriter json;
  BeginLine(parcel, fate, &json);
  AppendFindings(findings, &json);
  json.EndObject();
  return json.text();
}

std::string ErrorLine(const Parcel& parcel, Fate fate,
                      const absl::Status& status) {
  JsonWriter json;
  BeginLine(parcel, fate, &json);
  AppendError(status, &json);
  json.EndObject();
  return json.text();
}

}  // namespace

Fate FateOf(const absl::StatusOr<v1::Receipt>& outcome) {
  if (outcome.ok()) {
    if (outcome->verdict() != v1::VERDICT_ACCEPTED) return Fate::kRejected;
    return outcome->replayed() ? Fate::kReplayed : Fate::kAccepted;
  }
  if (absl::IsAlreadyExists(outcome.status())) return Fate::kIdReused;
  if (absl::IsInvalidArgument(outcome.status())) return Fate::kRefused;
  // Larger than a request may be: no wait will help.
  if (absl::IsResourceExhausted(outcome.status())) return Fate::kRefused;
  return Fate::kNotSent;
}

Ledger::Ledger(ResumeState state, std::string resume_file, uint64_t total_bytes,
               const ViewArguments& view)
    : resume_file_(std::move(resume_file)),
      view_(view),
      state_(std::move(state)),
      settled_before_(SettledOf(state_)),
      rejected_(state_.rejected_file, state_.rejected_bytes),
      progress_(total_bytes, view) {}

bool Ledger::IsSettled(size_t input, uint64_t position) const {
  return settled_before_[input].Contains(position);
}

void Ledger::Settle(const Parcel& parcel, Fate fate) {
  ++run_[fate];
  offset_ = std::max(offset_, parcel.offset);
  if (fate == Fate::kNotSent) return;
  InputState& input = state_.inputs[parcel.input];
  input.settled.Add(parcel.position);
  ++input.tally[fate];
}

void Ledger::AddReason(const Parcel& parcel, Fate fate, const std::string& code,
                       const std::string& danish, const std::string& english) {
  Tally& tally =
      fate == Fate::kNotSent ? run_ : state_.inputs[parcel.input].tally;
  tally.AddReason(code, danish, english);
}

void Ledger::AddReasons(const Parcel& parcel, Fate fate,
                        const std::vector<Finding>& findings) {
  std::set<std::string> seen;  // a report counts once for each code
  for (const Finding& finding : findings) {
    if (finding.severity != validator::Severity::kError) continue;
    if (!seen.insert(finding.code).second) continue;
    AddReason(parcel, fate, finding.code, finding.danish, finding.english);
  }
}

bool Ledger::ShowsLine(Fate fate) {
  if (view_.output == Output::kJson) return true;
  if (fate == Fate::kAccepted || fate == Fate::kReplayed) return false;
  return lines_shown_++ < kLinesShown;
}

void Ledger::Answered(const Parcel& parcel,
                      const absl::StatusOr<v1::Receipt>& outcome) {
  const Fate fate = FateOf(outcome);
  std::lock_guard lock(mutex_);
  Settle(parcel, fate);
  if (fate == Fate::kRejected) {
    const std::vector<Finding> findings = FromProto(outcome->findings());
    AddReasons(parcel, fate, findings);
    rejected_.Append(FindingsLine(parcel, fate, findings));
  } else if (!outcome.ok()) {
    const absl::Status& status = outcome.status();
    std::string code = client::ErrorReasonNameOf(status);
    if (code.empty()) code = CodeName(status);
    const std::string english(status.message());
    const std::string danish = client::DanishMessageOf(status);
    AddReason(parcel, fate, code, danish.empty() ? english : danish, english);
    if (BelongsInFile(fate)) {
      rejected_.Append(ErrorLine(parcel, fate, status));
    }
  }
  if (!ShowsLine(fate)) return;
  progress_.Hide();
  ShowOutcome(OriginText(parcel.origin), parcel.report_id, outcome, view_);
}

void Ledger::NotSendable(const Parcel& parcel, Fate fate,
                         const validator::Findings& findings) {
  std::lock_guard lock(mutex_);
  Settle(parcel, fate);
  AddReasons(parcel, fate, findings.list());
  if (BelongsInFile(fate)) {
    rejected_.Append(FindingsLine(parcel, fate, findings.list()));
  }
  if (!ShowsLine(fate)) return;
  progress_.Hide();
  VerdictView(view_).Show(OriginText(parcel.origin),
                          fate == Fate::kHeldBack ? FileVerdict::kInvalid
                                                  : FileVerdict::kUnreadable,
                          findings);
}

absl::Status Ledger::Checkpoint() {
  std::unique_lock lock(mutex_);
  // First what was written about reports, then that they are settled.
  const absl::Status synced = rejected_.Sync();
  if (!synced.ok()) return synced;
  state_.rejected_bytes = rejected_.bytes();
  const ResumeState now = state_;
  lock.unlock();
  return SaveResumeFile(resume_file_, now);
}

void Ledger::RemoveResumeFile() { std::remove(resume_file_.c_str()); }

void Ledger::ShowProgress() {
  std::lock_guard lock(mutex_);
  progress_.Show(run_.settled() + run_[Fate::kNotSent], offset_);
}

void Ledger::HideProgress() {
  std::lock_guard lock(mutex_);
  progress_.Hide();
}

void Ledger::Tell(const std::string& danish, const std::string& english) {
  std::lock_guard lock(mutex_);
  progress_.Hide();
  Complain({danish, english}, view_.language);
}

Tally Ledger::Total() const {
  std::lock_guard lock(mutex_);
  Tally total;
  for (const InputState& input : state_.inputs) {
    for (size_t i = 0; i < kFates; ++i) {
      total.reports[i] += input.tally.reports[i];
    }
    total.AddReasons(input.tally);
  }
  // What may be otherwise the next time is of this run alone.
  total[Fate::kNotSent] = run_[Fate::kNotSent];
  total.AddReasons(run_);
  return total;
}

uint64_t Ledger::SettledNow() const {
  std::lock_guard lock(mutex_);
  return run_.settled();
}

bool Ledger::has_rejected() const {
  std::lock_guard lock(mutex_);
  return rejected_.bytes() > 0;
}

}  // namespace trivsel::cli::backload
