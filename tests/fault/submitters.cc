#include "tests/fault/submitters.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/report_factory.h"

namespace trivsel::fault {

namespace v1 = trivsel::gateway::v1;
using testing::ReportFactory;

namespace {

constexpr int kConnections = 2;  // to each gateway
constexpr auto kDeadline = std::chrono::milliseconds(2500);
constexpr auto kLongestRest = milliseconds(200);

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::string ReasonOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return {};
}

// Says that the outcome is not known, or to come again: no answer yet.
bool IsTransient(int code) {
  return code == grpc::StatusCode::UNAVAILABLE ||
         code == grpc::StatusCode::DEADLINE_EXCEEDED ||
         code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         code == grpc::StatusCode::CANCELLED;
}

}  // namespace

// Reports that go out in one request, and whether somebody was told.
struct Submitters::Wave {
  std::vector<int> reports;
  int under_way = 0;  // copies; guarded by mutex_
};

struct Submitters::Call {
  std::shared_ptr<Wave> wave;  // null: a stray, nobody waits
  std::vector<int> reports;
  bool reused = false;
  grpc::ClientContext context;
  v1::SubmitReportRequest one;
  v1::SubmitReportResponse one_answer;
  v1::SubmitReportsRequest many;
  v1::SubmitReportsResponse many_answer;
};

Submitters::Submitters(const Plan& plan, const std::string& certificates,
                       const std::vector<std::string>& doors)
    : plan_(plan) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(certificates + "/ca.pem");
  tls.pem_cert_chain = ReadFile(certificates + "/fagsystem.pem");
  tls.pem_private_key = ReadFile(certificates + "/fagsystem-key.pem");
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 500);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  for (const std::string& door : doors) {
    for (int i = 0; i < kConnections; ++i) {
      stubs_.push_back(v1::ReportService::NewStub(grpc::CreateCustomChannel(
          door, grpc::SslCredentials(tls), arguments)));
    }
  }
  MakeReports(Draw(plan.seed).For("reports"));
}

Submitters::~Submitters() { Stop(); }

void Submitters::MakeReports(Draw draw) {
  ReportFactory factory(plan_.seed);
  children_.resize(static_cast<size_t>(ReportFactory::children()));
  for (int i = 0; i < plan_.reports; ++i) {
    Item item;
    ltt::v1::DeliveryReport report = factory.Next();
    item.facts.child = ReportFactory::ChildOf(i);
    item.facts.id = report.id();
    secrets_.insert(report.entry(0).citizen().identifier().value());
    if (draw.Chance(plan_.invalid_percent) && i != plan_.poison) {
      // A care plan must say its status.
      report.mutable_entry(1)->mutable_care_plan()->clear_status();
      item.facts.expected = kRejected;
    }
    *item.submission.mutable_report() = std::move(report);
    children_[static_cast<size_t>(item.facts.child)].push_back(i);
    reports_.push_back(std::move(item));
  }
  acked_.resize(reports_.size());
}

void Submitters::Start() {
  for (int i = 0; i < plan_.submitters; ++i) {
    threads_.emplace_back([this, i] {
      Run(i, Draw(plan_.seed).For("submitter " + std::to_string(i)));
    });
  }
}

void Submitters::Stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  for (auto& [call, owned] : calls_) call->context.TryCancel();
  changed_.notify_all();
  lock.unlock();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  lock.lock();
  changed_.wait(lock, [this] { return calls_.empty(); });
}

void Submitters::Rest(milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return stopping_; });
}

bool Submitters::Acknowledged(int report) const {
  std::lock_guard lock(mutex_);
  return acked_[static_cast<size_t>(report)];
}

void Submitters::Run(int submitter, Draw draw) {
  std::vector<std::deque<int>> mine;
  for (size_t child = 0; child < children_.size(); ++child) {
    if (static_cast<int>(child) % plan_.submitters != submitter) continue;
    mine.emplace_back(children_[child].begin(), children_[child].end());
  }
  int failures = 0;
  while (true) {
    for (auto& child : mine) {
      while (!child.empty() && Acknowledged(child.front())) child.pop_front();
    }
    std::erase_if(mine, [](const auto& left) { return left.empty(); });
    {
      std::lock_guard lock(mutex_);
      if (stopping_ || mine.empty()) return;
    }
    // The next report of each of some children, in an order of chance.
    const int last = static_cast<int>(mine.size()) - 1;
    for (int i = last; i > 0; --i) {
      std::swap(mine[static_cast<size_t>(i)],
                mine[static_cast<size_t>(draw.Between(0, i))]);
    }
    std::vector<int> wave;
    const int count = draw.Between(1, std::min(plan_.batch, last + 1));
    for (int i = 0; i < count; ++i) {
      wave.push_back(mine[static_cast<size_t>(i)].front());
    }
    const bool went = SendWave(wave, &draw);
    failures = went ? 0 : std::min(failures + 1, 5);
    if (draw.Chance(plan_.stray_percent)) SendStray(&draw);
    if (draw.Chance(plan_.reuse_percent)) SendReused(wave.front(), &draw);
    // Short of what the gateway asks for: so that a schedule is short too.
    if (!went) Rest(std::min(milliseconds(5 << failures), kLongestRest));
    if (plan_.pace.count() > 0) {
      Rest(milliseconds(
          draw.Between(0, static_cast<int>(2 * plan_.pace.count()))));
    }
  }
}

bool Submitters::SendWave(const std::vector<int>& reports, Draw* draw) {
  auto wave = std::make_shared<Wave>();
  wave->reports = reports;
  SendCopies(wave, draw);
  const auto acked = [this](int report) {
    return acked_[static_cast<size_t>(report)];
  };
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return stopping_ || wave->under_way == 0 ||
           std::all_of(reports.begin(), reports.end(), acked);
  });
  return std::any_of(reports.begin(), reports.end(), acked);
}

void Submitters::SendCopies(const std::shared_ptr<Wave>& wave, Draw* draw) {
  const int copies = draw->Between(1, plan_.copies);
  {
    std::lock_guard lock(mutex_);
    wave->under_way = copies;
  }
  for (int i = 0; i < copies; ++i) {
    auto call = std::make_unique<Call>();
    call->wave = wave;
    call->reports = wave->reports;
    Send(std::move(call), draw);
  }
}

void Submitters::SendStray(Draw* draw) {
  auto call = std::make_unique<Call>();
  {
    std::lock_guard lock(mutex_);
    if (acks_.empty()) return;
    call->reports = {acks_[static_cast<size_t>(draw->Between(
                               0, static_cast<int>(acks_.size()) - 1))]
                         .report};
  }
  Send(std::move(call), draw);
}

void Submitters::SendReused(int report, Draw* draw) {
  if (!Acknowledged(report)) return;
  auto call = std::make_unique<Call>();
  call->reports = {report};
  call->reused = true;
  Send(std::move(call), draw);
}

void Submitters::Send(std::unique_ptr<Call> owned, Draw* draw) {
  Call* call = owned.get();
  v1::ReportService::Stub& stub = *stubs_[static_cast<size_t>(
      draw->Between(0, static_cast<int>(stubs_.size()) - 1))];
  call->context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  const bool batch = call->reports.size() > 1 || draw->Chance(10);
  for (const int report : call->reports) {
    v1::Submission* submission =
        batch ? call->many.add_submissions() : call->one.mutable_submission();
    *submission = reports_[static_cast<size_t>(report)].submission;
    if (call->reused) {
      submission->mutable_report()->set_timestamp("2025-12-31T23:59:59Z");
    }
  }
  {
    std::lock_guard lock(mutex_);
    calls_[call] = std::move(owned);
    if (stopping_) call->context.TryCancel();
  }
  const auto on_done = [this, call](const grpc::Status& status) {
    OnDone(call, status);
  };
  if (batch) {
    stub.async()->SubmitReports(&call->context, &call->many, &call->many_answer,
                                on_done);
  } else {
    stub.async()->SubmitReport(&call->context, &call->one, &call->one_answer,
                               on_done);
  }
}

void Submitters::OnDone(Call* call, const grpc::Status& status) {
  std::lock_guard lock(mutex_);
  const bool batch = call->many.submissions_size() > 0;
  if (call->reused) {
    const bool taken =
        status.ok() &&
        (!batch || (call->many_answer.outcomes_size() > 0 &&
                    call->many_answer.outcomes(0).has_receipt()));
    if (taken) wrong_.push_back("an id was taken again with other content");
  } else if (!status.ok()) {
    google::rpc::Status details;
    const bool ours = details.ParseFromString(status.error_details()) &&
                      details.details_size() > 0;
    // Without details it is the transport that speaks, of what befell it.
    if (ours) {
      for (const int report : call->reports) {
        OnError(report, status.error_code(), ReasonOf(details));
      }
    }
  } else if (!batch) {
    OnReceipt(call->reports[0], call->one_answer.receipt());
  } else {
    for (int i = 0; i < call->many_answer.outcomes_size(); ++i) {
      const v1::ReportOutcome& outcome = call->many_answer.outcomes(i);
      const int report = call->reports[static_cast<size_t>(i)];
      if (outcome.has_receipt()) {
        OnReceipt(report, outcome.receipt());
      } else {
        OnError(report, outcome.error().code(), ReasonOf(outcome.error()));
      }
    }
  }
  if (call->wave != nullptr) --call->wave->under_way;
  calls_.erase(call);
  changed_.notify_all();
}

void Submitters::OnReceipt(int report, const v1::Receipt& receipt) {
  const int verdict =
      receipt.verdict() == v1::VERDICT_ACCEPTED ? kAccepted : kRejected;
  acks_.push_back({report, verdict, receipt.replayed()});
  if (receipt.report_id() != IdOf(report)) {
    wrong_.push_back("a receipt for another report than " + IdOf(report));
  }
  if (acked_[static_cast<size_t>(report)]) return;
  acked_[static_cast<size_t>(report)] = true;
  ++acknowledged_;
}

void Submitters::OnError(int report, int code, const std::string& reason) {
  if (IsTransient(code)) return;
  if (report == plan_.poison && code == grpc::StatusCode::INTERNAL) return;
  if (wrong_.size() > 20) return;
  wrong_.push_back("report " + IdOf(report) + " was answered " + reason + " (" +
                   std::to_string(code) + ")");
}

void Submitters::Tell(History* history) const {
  std::lock_guard lock(mutex_);
  for (const Item& item : reports_) history->reports.push_back(item.facts);
  history->acks = acks_;
  history->wrong_answers = wrong_;
}

}  // namespace trivsel::fault
