#include "tests/integration/load.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/report_factory.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// How long the status asks to wait; negative if it does not say.
std::chrono::milliseconds RetryDelay(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) {
    return std::chrono::milliseconds(-1);
  }
  for (const auto& detail : details.details()) {
    google::rpc::RetryInfo info;
    if (!detail.UnpackTo(&info)) continue;
    return std::chrono::milliseconds(info.retry_delay().seconds() * 1000 +
                                     info.retry_delay().nanos() / 1'000'000);
  }
  return std::chrono::milliseconds(-1);
}

}  // namespace

class Load::Channel {
 public:
  explicit Channel(const World& world) {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = ReadFile(world.Certificate("ca.pem"));
    tls.pem_cert_chain = ReadFile(world.Certificate("fagsystem.pem"));
    tls.pem_private_key = ReadFile(world.Certificate("fagsystem-key.pem"));
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    stub_ = v1::ReportService::NewStub(grpc::CreateCustomChannel(
        world.gateway_address(), grpc::SslCredentials(tls), arguments));
  }

  grpc::Status Submit(const std::string& content,
                      v1::SubmitReportResponse* response) {
    v1::SubmitReportRequest request;
    request.ParseFromString(content);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(10));
    // A call that waits keeps gRPC looking at its sockets; else a client that
    // fails at once between its tries hardly notices that the gateway is back.
    context.set_wait_for_ready(true);
    return stub_->SubmitReport(&context, request, response);
  }

  // Whether the gateway has heard of our registration.
  bool Known() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(5));
    v1::ListReportsResponse response;
    return stub_->ListReports(&context, v1::ListReportsRequest(), &response)
        .ok();
  }

 private:
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

Load::Load(const World& world, uint64_t seed, int count)
    : children_(ReportFactory::children()),
      count_(count),
      channel_(std::make_unique<Channel>(world)) {
  ReportFactory factory(seed);
  for (int number = 0; number < count; ++number) {
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() = factory.Next();
    children_[ReportFactory::ChildOf(number)].push_back(
        {request.submission().report().id(), request.SerializeAsString()});
  }
}

Load::~Load() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void Load::Start() {
  // A registration is known to the gateway within a second.
  EXPECT_TRUE(
      WaitFor([this] { return channel_->Known(); }, std::chrono::seconds(15)));
  for (size_t child = 0; child < children_.size(); ++child) {
    threads_.emplace_back(
        [this, child] { SendChild(static_cast<int>(child)); });
  }
}

void Load::SendChild(int child) {
  for (const Item& item : children_[child]) {
    bool acknowledged = false;
    while (!acknowledged && !stopping_) {
      v1::SubmitReportResponse response;
      const grpc::Status status = channel_->Submit(item.content, &response);
      auto wait = std::chrono::milliseconds(0);
      std::unique_lock lock(mutex_);
      if (status.ok() && response.receipt().verdict() == v1::VERDICT_ACCEPTED) {
        acknowledged = true;
        ++tally_.acknowledged;
        if (response.receipt().replayed()) ++tally_.replayed;
      } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE &&
                 !status.error_details().empty()) {
        ++tally_.unavailable;
        wait = RetryDelay(status);
        if (wait.count() < 0) ++tally_.without_retry_info;
        wait = std::clamp(wait, std::chrono::milliseconds(10),
                          std::chrono::milliseconds(1000));
      } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
        ++tally_.connection_failures;
        wait = std::chrono::milliseconds(100);
      } else {
        if (tally_.wrong.size() < 10) {
          tally_.wrong.push_back(status.ok()
                                     ? response.receipt().ShortDebugString()
                                     : std::to_string(status.error_code()) +
                                           " " + status.error_message());
        }
        // A rejected report stays rejected; anything else is tried again.
        if (status.ok()) return;
        wait = std::chrono::milliseconds(100);
      }
      lock.unlock();
      std::this_thread::sleep_for(wait);
    }
  }
}

LoadTally Load::tally() const {
  std::lock_guard lock(mutex_);
  return tally_;
}

bool Load::Finish(std::chrono::seconds patience) {
  return WaitFor([this] { return tally().acknowledged == count_; }, patience);
}

std::string Load::CheckArrivals(const World& world) const {
  std::map<std::string, std::pair<int, int>> expected;  // child, place
  for (size_t child = 0; child < children_.size(); ++child) {
    for (size_t place = 0; place < children_[child].size(); ++place) {
      expected[children_[child][place].id] = {static_cast<int>(child),
                                              static_cast<int>(place)};
    }
  }
  std::vector<int> next(children_.size(), 0);
  std::set<std::string> seen;
  for (const Arrival& arrival : world.Arrivals()) {
    const auto found = expected.find(arrival.id);
    if (found == expected.end()) return "an unknown report arrived";
    if (!seen.insert(arrival.id).second) return "a report is there twice";
    if (arrival.status != "accepted") return "a report was not accepted";
    const auto [child, place] = found->second;
    if (place != next[child]++) return "a child's reports are out of order";
  }
  if (seen.size() != expected.size()) {
    return std::to_string(expected.size() - seen.size()) + " reports missing";
  }
  const std::string violations = world.Control("/violations");
  return violations == R"({"violations":[]})" ? "" : violations;
}

}  // namespace trivsel::testing
