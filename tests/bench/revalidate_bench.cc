// Judging rejected reports again in the background, beside batched intake of
// the same run: how fast alone, and what is left of intake's rate beside it.
//
//   trivsel_bench_revalidate [--rejected=100000] [--rounds=3] [gateway options
//   …]
#include <grpcpp/client_context.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gateway/store/pool.h"
#include "gateway/store/rule_editions.h"
#include "gateway/system/steady_clock.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/load.h"
#include "tests/bench/require.h"
#include "tests/bench/spread.h"
#include "tests/bench/supply.h"
#include "tests/support/older_terminology.h"
#include "trivsel/gateway/v1/review_service.grpc.pb.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;
using gateway::SteadyNow;

constexpr int kChannels = 4, kInFlight = 8, kPerCall = 100;
constexpr int kIntake = 60'000;
// Gateways look twice a second for other rules.
constexpr absl::Duration kUntilRulesAreInUse = absl::Seconds(2);
// More than a gateway waits for one more call before it takes intake for over.
constexpr absl::Duration kUntilIntakeIsOver = absl::Seconds(1);

struct Settings {
  int rejected = 100'000;
  int rounds = 3;
  std::vector<std::string> gateway;
};

// Processor time a report, in microseconds, of the gateway and PostgreSQL.
class Cost {
 public:
  void Begin(pid_t gateway) {
    gateway_ = gateway;
    begun_ = {CpuSecondsOf(gateway), CpuSecondsBelow(gateway)};
  }
  void End(int reports) {
    own_.Add(1e6 * (CpuSecondsOf(gateway_) - begun_.first) / reports);
    database_.Add(1e6 * (CpuSecondsBelow(gateway_) - begun_.second) / reports);
  }
  void Print() const {
    std::printf(
        "%-34s   processor time a report: gateway %.0f us, database "
        "%.0f us\n",
        "", own_.Median(), database_.Median());
  }

 private:
  pid_t gateway_ = 0;
  std::pair<double, double> begun_;
  Spread own_, database_;
};

class RevalidateBench {
 public:
  explicit RevalidateBench(Settings settings)
      : settings_(std::move(settings)), gateway_(settings_.gateway) {
    review_ = v1::ReviewService::NewStub(
        gateway_.Channels(1, gateway_.AddOperator("operator"))[0]);
    gateway_.AwaitRegistry();
  }

  bool Run() {
    Intake(2000);
    bool good = true;
    for (int round = 1; round <= settings_.rounds; ++round) {
      std::fprintf(stderr, "round %d of %d\n", round, settings_.rounds);
      // Alone before and after: the more is stored, the slower it becomes, and
      // that is no job's doing. Nor is what many rejected leave to tidy up.
      Reject();
      intake_cost_.Begin(gateway_.process());
      alone_.Add(Intake(kIntake));
      intake_cost_.End(kIntake);
      absl::SleepFor(kUntilIntakeIsOver);
      job_cost_.Begin(gateway_.process());
      const absl::Time begun = SteadyNow();
      good = Await(Begin()) && good;
      job_.Add(settings_.rejected / absl::ToDoubleSeconds(SteadyNow() - begun));
      job_cost_.End(settings_.rejected);
      Reject();
      std::vector<v1::Submission> reports = supply_.Take(kIntake, Form::kProto);
      const int64_t job = Begin();
      beside_.Add(Send(std::move(reports)));
      done_beside_.Add(static_cast<double>(Job(job).done()));
      good = Await(job) && good;
      alone_.Add(Intake(kIntake));
    }
    std::printf("%-34s %s\n", "batched intake alone", alone_.Text().c_str());
    intake_cost_.Print();
    std::printf("%-34s %s  %.2fx intake (aim 1.00)\n", "judged again, alone",
                job_.Text().c_str(), job_.Median() / alone_.Median());
    job_cost_.Print();
    std::printf("%-34s %s  %.2fx alone; meanwhile judged again: %.0f of %d\n",
                "batched intake beside a job", beside_.Text().c_str(),
                beside_.Median() / alone_.Median(), done_beside_.Median(),
                settings_.rejected);
    return good;
  }

 private:
  double Intake(int reports) {
    return Send(supply_.Take(reports, Form::kProto));
  }
  double Send(std::vector<v1::Submission> reports) {
    return RunLoad(gateway_.Channels(kChannels), std::move(reports), kInFlight,
                   kPerCall)
        .PerSecond();
  }
  void Use(const std::string& text) {
    Require(editions_.Take("bench", "bench", {{"codes.textproto", text}}, {}));
    absl::SleepFor(kUntilRulesAreInUse);
  }
  // So many rejected reports that the rules would let through by now.
  void Reject() {
    Use(testing::OlderTerminology());
    Intake(settings_.rejected);
    Use(testing::NewerTerminology());
  }
  // As an operator does it.
  int64_t Begin() {
    v1::StartReviewJobRequest request;
    request.set_kind(v1::ReviewJob::KIND_REVALIDATE);
    v1::StartReviewJobResponse response;
    grpc::ClientContext context;
    const grpc::Status status =
        review_->StartReviewJob(&context, request, &response);
    if (!status.ok()) Die(status.error_message());
    return response.job().job_id();
  }
  v1::ReviewJob Job(int64_t id) {
    v1::GetReviewJobRequest request;
    request.set_job_id(id);
    v1::GetReviewJobResponse response;
    grpc::ClientContext context;
    const grpc::Status status =
        review_->GetReviewJob(&context, request, &response);
    if (!status.ok()) Die(status.error_message());
    return response.job();
  }
  bool Await(int64_t id) {
    v1::ReviewJob job = Job(id);
    while (job.state() == v1::ReviewJob::STATE_RUNNING) {
      absl::SleepFor(absl::Milliseconds(20));
      job = Job(id);
    }
    if (job.state() == v1::ReviewJob::STATE_DONE &&
        job.done() == settings_.rejected) {
      return true;
    }
    std::printf("  a job went wrong: %s\n", job.ShortDebugString().c_str());
    return false;
  }

  const Settings settings_;
  BenchGateway gateway_;
  Supply supply_;
  gateway::store::Pool pool_{{{gateway_.database(), "bench"}, 1}};
  gateway::store::RuleEditions editions_{&pool_};
  std::unique_ptr<v1::ReviewService::Stub> review_;
  Spread alone_, job_, beside_, done_beside_;
  Cost intake_cost_, job_cost_;
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--rejected=")) {
      (void)absl::SimpleAtoi(argument, &settings.rejected);
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      (void)absl::SimpleAtoi(argument, &settings.rounds);
    } else {
      settings.gateway.emplace_back(argv[i]);
    }
  }
  return RevalidateBench(std::move(settings)).Run() ? 0 : 1;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return trivsel::bench::Main(argc, argv);
}
