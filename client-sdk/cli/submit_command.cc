// trivsel submit: hands reports in, in the order given.
#include <deque>
#include <future>

#include "client-sdk/cli/backload/backload.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/local_judge.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/progress.h"
#include "client-sdk/cli/report_source.h"
#include "client-sdk/cli/report_view.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

// So many files are read ahead of the answers; bounds the memory.
constexpr size_t kAhead = 1000;

// Submits file after file and shows the outcomes in the same order.
class Submitter {
 public:
  Submitter(const SubmitArguments& arguments, const ViewArguments& view,
            LocalJudge* judge, client::Client* client, uint64_t total_bytes)
      : arguments_(arguments),
        view_(view),
        judge_(judge),
        client_(client),
        held_back_(view),
        progress_(total_bytes, view) {}

  void Submit(RawReport* raw);
  // Waits for the outcomes of all but the `ahead` latest.
  void Settle(size_t ahead);
  ExitCode exit_code() const { return exit_; }
  const std::vector<std::string>& accepted() const { return accepted_; }

 private:
  struct Sent {
    std::string file;
    uint64_t offset;
    std::string report_id;
    std::future<absl::StatusOr<v1::Receipt>> outcome;
  };

  // Not sent: it cannot be read, or --check holds it back.
  bool HoldsBack(const std::string& file, FileVerdict verdict);

  const SubmitArguments& arguments_;
  const ViewArguments& view_;
  LocalJudge* const judge_;
  client::Client* const client_;
  VerdictView held_back_;
  Progress progress_;
  std::deque<Sent> sent_;
  std::vector<std::string> accepted_;
  size_t done_ = 0;
  ExitCode exit_ = kAllWell;
};

bool Submitter::HoldsBack(const std::string& file, FileVerdict verdict) {
  const bool held = verdict == FileVerdict::kUnreadable ||
                    (arguments_.check && verdict == FileVerdict::kInvalid);
  if (!held) return false;
  Settle(0);  // what came before is shown before
  progress_.Hide();
  held_back_.Show(file, verdict, judge_->findings());
  exit_ =
      Worse(exit_, verdict == FileVerdict::kUnreadable ? kUsage : kSomeInvalid);
  ++done_;
  return true;
}

void Submitter::Submit(RawReport* raw) {
  const std::string file = OriginText(raw->origin);
  const FileVerdict verdict = judge_->Judge(raw, arguments_.input.form);
  if (HoldsBack(file, verdict)) return;
  const std::string& id = judge_->report().id();
  // FHIR goes as it came, byte for byte: that is what the gateway keeps.
  v1::Submission submission =
      judge_->reader().form() == ReportForm::kFhirJson
          ? client::SubmissionOfFhirJson(judge_->reader().TakeBytes(), id)
          : client::SubmissionOf(judge_->report());
  sent_.push_back(
      {file, raw->offset, id, client_->SubmitAsync(std::move(submission))});
  Settle(kAhead);
}

void Submitter::Settle(size_t ahead) {
  while (sent_.size() > ahead) {
    Sent& next = sent_.front();
    const absl::StatusOr<v1::Receipt> outcome = next.outcome.get();
    progress_.Hide();
    ShowOutcome(next.file, next.report_id, outcome, view_);
    progress_.Show(++done_, next.offset);
    if (!outcome.ok()) {
      exit_ = Worse(exit_, ExitOf(outcome.status()));
    } else if (outcome->verdict() == v1::VERDICT_ACCEPTED) {
      accepted_.push_back(outcome->report_id());
    } else {
      exit_ = Worse(exit_, kSomeInvalid);
    }
    sent_.pop_front();
  }
}

ExitCode AwaitReceivers(const std::vector<std::string>& ids,
                        const GatewayArguments& gateway, client::Client* client,
                        const ViewArguments& view) {
  const auto reports = client->AwaitConfirmed(
      ids, absl::Now() + absl::Seconds(gateway.timeout_seconds));
  if (!reports.ok()) {
    ComplainAbout(reports.status(), view.language);
    return ExitOf(reports.status());
  }
  ExitCode exit = kAllWell;
  for (const v1::Report& report : *reports) {
    ShowReport(report, view);
    if (!client::IsConfirmed(report)) exit = kSomeInvalid;
  }
  return exit;
}

}  // namespace

ExitCode RunSubmit(const SubmitArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view) {
  InputPlan plan = PlanInputs(arguments.input);
  if (plan.files == 0) return ComplainAboutNothing(view.language);
  if (backload::IsBackload(arguments, plan)) {
    return backload::RunBackload(arguments, gateway, view, std::move(plan));
  }
  auto judge = LocalJudge::Create(arguments.strict);
  if (!judge.ok()) return kUsage;
  ExitCode exit = kAllWell;
  auto client = Reach(gateway, view.language, &exit);
  if (!client.has_value()) return exit;
  Submitter submitter(arguments, view, judge->get(), &*client, plan.bytes);
  ReportSource source(&plan);
  RawReport raw;
  while (source.Next(&raw)) submitter.Submit(&raw);
  submitter.Settle(0);
  exit = submitter.exit_code();
  if (arguments.wait && !submitter.accepted().empty()) {
    exit = Worse(exit,
                 AwaitReceivers(submitter.accepted(), gateway, &*client, view));
  }
  return exit;
}

}  // namespace trivsel::cli
