#include "client-sdk/cli/backload/backload.h"

#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/hash/hash.h"
#include "client-sdk/cli/backload/housekeeping.h"
#include "client-sdk/cli/backload/interrupt.h"
#include "client-sdk/cli/backload/ledger.h"
#include "client-sdk/cli/backload/sender.h"
#include "client-sdk/cli/backload/starting_point.h"
#include "client-sdk/cli/backload/summary.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/local_judge.h"
#include "trivsel/client/client.h"

namespace trivsel::cli::backload {
namespace {

// Equal for equal children, 0 if nobody is named; as the gateway tells them
// apart, by the first citizen's CPR number.
uint64_t ChildOf(const ltt::v1::DeliveryReport& report) {
  for (const auto& entry : report.entry()) {
    if (!entry.has_citizen()) continue;
    const std::string& cpr = entry.citizen().identifier().value();
    return cpr.empty() ? 0 : absl::HashOf(cpr) | 1;
  }
  return 0;
}

class Backload {
 public:
  Backload(const SubmitArguments& arguments, const GatewayArguments& gateway,
           const ViewArguments& view, InputPlan plan)
      : arguments_(arguments),
        gateway_(gateway),
        view_(view),
        plan_(std::move(plan)) {}

  ExitCode Run();

 private:
  bool OpenLedger();
  void SendAll(ReportSource* source, Sender* sender);
  std::optional<Parcel> Prepare(RawReport* raw);
  Sender::End Send(std::shared_ptr<client::Connection> connection);
  void SetSender(Sender* sender);
  void OnInterrupt();
  ExitCode SumUp(Sender::End end);

  const SubmitArguments& arguments_;
  const GatewayArguments& gateway_;
  const ViewArguments& view_;
  InputPlan plan_;
  std::mutex sender_mutex_;
  Sender* sender_ = nullptr;
  Interrupt interrupt_;
  std::unique_ptr<RunLock> lock_;
  std::unique_ptr<LocalJudge> judge_;
  std::unique_ptr<Ledger> ledger_;
  absl::Status last_error_;
  uint64_t passed_over_ = 0;
  uint64_t unanswered_ = 0;
  bool read_all_ = false;
};

bool Backload::OpenLedger() {
  auto start = FindStart(arguments_, gateway_.endpoint, plan_, view_.language);
  if (!start.has_value()) return false;
  lock_ = std::move(start->lock);
  ledger_ = std::make_unique<Ledger>(std::move(start->state),
                                     start->resume_file, plan_.bytes, view_);
  // Better known now than after an hour.
  const absl::Status saved = ledger_->Checkpoint();
  if (saved.ok()) return true;
  const std::string why = ForTerminal(std::string(saved.message()));
  Complain({"--resume=FIL eller --rejected=FIL: kan ikke skrives: " + why,
            "--resume=FILE or --rejected=FILE cannot be written: " + why},
           view_.language);
  return false;
}

std::optional<Parcel> Backload::Prepare(RawReport* raw) {
  Parcel parcel;
  parcel.input = raw->input;
  parcel.position = raw->position;
  parcel.offset = raw->offset;
  parcel.origin = raw->origin;
  const bool was_read = raw->status.ok();
  const ReportForm form = arguments_.input.form;
  const FileVerdict verdict =
      arguments_.check ? judge_->Judge(raw, form) : judge_->Read(raw, form);
  if (verdict == FileVerdict::kUnreadable) {
    ledger_->NotSendable(parcel, was_read ? Fate::kUnreadable : Fate::kNotSent,
                         judge_->findings());
    return std::nullopt;
  }
  const ltt::v1::DeliveryReport& report = judge_->report();
  parcel.report_id = report.id();
  if (verdict == FileVerdict::kInvalid) {
    ledger_->NotSendable(parcel, Fate::kHeldBack, judge_->findings());
    return std::nullopt;
  }
  parcel.child = ChildOf(report);
  // FHIR goes as it came, byte for byte: that is what the gateway keeps.
  parcel.submission = judge_->reader().form() == ReportForm::kFhirJson
                          ? client::SubmissionOfFhirJson(
                                judge_->reader().TakeBytes(), parcel.report_id)
                          : client::SubmissionOf(report);
  parcel.bytes = parcel.submission.ByteSizeLong();
  return parcel;
}

// Reads and hands over until the end, or until sending has ended.
void Backload::SendAll(ReportSource* source, Sender* sender) {
  RawReport raw;
  while (source->Next(&raw) && !sender->stopped()) {
    std::optional<Parcel> parcel = Prepare(&raw);
    if (parcel.has_value() && !sender->Add(*std::move(parcel))) return;
  }
  read_all_ = source->complete() && !sender->stopped();
}

Sender::End Backload::Send(std::shared_ptr<client::Connection> connection) {
  const auto tell = [this](const std::string& danish,
                           const std::string& english) {
    ledger_->Tell(danish, english);
  };
  LinkWatch link(arguments_.give_up_after_seconds > 0
                     ? absl::Seconds(arguments_.give_up_after_seconds)
                     : absl::InfiniteDuration(),
                 tell);
  SenderOptions options;
  options.in_flight = arguments_.in_flight;
  options.deadline = absl::Seconds(gateway_.timeout_seconds);
  Sender sender(options, std::move(connection), &link,
                [this](const Parcel& parcel, const auto& outcome) {
                  ledger_->Answered(parcel, outcome);
                });
  // Once sending has ended, the next report ends reading, settled or not.
  ReportSource source(&plan_, [&](size_t input, uint64_t position) {
    return ledger_->IsSettled(input, position) && !sender.stopped();
  });
  SetSender(&sender);
  Sender::End end = Sender::End::kDone;
  {
    Housekeeping housekeeping(ledger_.get());
    SendAll(&source, &sender);
    end = sender.Finish();
  }
  SetSender(nullptr);
  passed_over_ = source.passed_over();
  unanswered_ = sender.unanswered();
  last_error_ = sender.last_error();
  return end;
}

void Backload::SetSender(Sender* sender) {
  std::lock_guard lock(sender_mutex_);
  sender_ = sender;
}

void Backload::OnInterrupt() {
  std::lock_guard lock(sender_mutex_);
  // Nothing is on its way yet, or no more.
  if (sender_ == nullptr) _exit(kInterrupted);
  ledger_->Tell(
      "stopper: venter på svar på det, der er undervejs; Ctrl-C igen "
      "slutter straks",
      "stopping: waiting for the answers to what is on its way; "
      "Ctrl-C again ends at once");
  sender_->Stop();
}

ExitCode Backload::SumUp(Sender::End end) {
  ledger_->HideProgress();
  const absl::Status saved = ledger_->Checkpoint();
  Summary summary;
  summary.total = ledger_->Total();
  summary.total[Fate::kNotSent] += unanswered_;
  summary.settled_now = ledger_->SettledNow();
  summary.passed_over = passed_over_;
  summary.complete = read_all_ && end == Sender::End::kDone &&
                     summary.total[Fate::kNotSent] == 0;
  if (ledger_->has_rejected()) summary.rejected_file = ledger_->rejected_file();
  if (summary.complete) {
    ledger_->RemoveResumeFile();
  } else {
    summary.resume_file = ledger_->resume_file();
  }
  const std::string text = view_.output == Output::kJson
                               ? SummaryJson(summary) + "\n"
                               : SummaryText(summary, view_);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  if (!last_error_.ok()) ComplainAbout(last_error_, view_.language);
  ExitCode exit = summary.total.exit_code();
  if (summary.total[Fate::kNotSent] > 0) exit = Worse(exit, kUsage);
  if (end == Sender::End::kGaveUp) exit = Worse(exit, kUnreachable);
  if (end == Sender::End::kRefused) exit = Worse(exit, kUsage);
  if (end == Sender::End::kInterrupted) exit = Worse(exit, kInterrupted);
  if (!saved.ok()) {
    const std::string why = ForTerminal(std::string(saved.message()));
    Complain({why, why}, view_.language);
    exit = Worse(exit, kUsage);
  }
  return exit;
}

ExitCode Backload::Run() {
  interrupt_.OnFirst([this] { OnInterrupt(); });
  plan_.stop_fd = interrupt_.stop_fd();
  auto judge = LocalJudge::Create(arguments_.strict);
  if (!judge.ok()) return kUsage;
  judge_ = *std::move(judge);
  ExitCode exit = kAllWell;
  auto connection = ReachForOneAttempt(gateway_, view_.language, &exit);
  if (connection == nullptr) return exit;
  if (!OpenLedger()) return kUsage;
  const Sender::End end = Send(std::move(connection));
  const Tally total = ledger_->Total();
  if (end == Sender::End::kDone && read_all_ &&
      total.settled() + total[Fate::kNotSent] == 0) {
    ledger_->RemoveResumeFile();
    return ComplainAboutNothing(view_.language);
  }
  return SumUp(end);
}

}  // namespace

bool IsBackload(const SubmitArguments& arguments, const InputPlan& plan) {
  return plan.IsLarge() || !arguments.resume_file.empty() ||
         !arguments.rejected_file.empty() ||
         arguments.give_up_after_seconds > 0;
}

ExitCode RunBackload(const SubmitArguments& arguments,
                     const GatewayArguments& gateway, const ViewArguments& view,
                     InputPlan plan) {
  if (arguments.wait) {
    Complain({"--wait er til få rapporter; brug trivsel status bagefter",
              "--wait is for few reports; use trivsel status afterwards"},
             view.language);
    return kUsage;
  }
  return Backload(arguments, gateway, view, std::move(plan)).Run();
}

}  // namespace trivsel::cli::backload
