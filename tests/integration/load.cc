#include "tests/integration/load.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/report_factory.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::testing {

namespace v1 = trivsel::gateway::v1;

namespace {

std::vector<std::unique_ptr<Submitter>> MakeChannels(const World& world) {
  std::vector<std::unique_ptr<Submitter>> channels;
  for (const std::string& address : world.gateway_addresses()) {
    channels.push_back(std::make_unique<Submitter>(world, address));
  }
  return channels;
}

}  // namespace

Load::Load(const World& world, uint64_t seed, int count)
    : children_(ReportFactory::children()),
      count_(count),
      channels_(MakeChannels(world)) {
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
  for (const auto& channel : channels_) EXPECT_TRUE(channel->AwaitKnown());
  for (size_t child = 0; child < children_.size(); ++child) {
    threads_.emplace_back(
        [this, child] { SendChild(static_cast<int>(child)); });
  }
}

void Load::SendChild(int child) {
  size_t at = static_cast<size_t>(child) % channels_.size();
  for (const Item& item : children_[child]) {
    bool acknowledged = false;
    while (!acknowledged && !stopping_) {
      v1::SubmitReportRequest request;
      request.ParseFromString(item.content);
      v1::SubmitReportResponse response;
      const grpc::Status status = channels_[at]->Submit(
          request, &response, /*wait_for_ready=*/channels_.size() == 1);
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
        at = (at + 1) % channels_.size();
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
