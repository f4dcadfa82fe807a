// What tests of ingest share: rules, a caller, and Josefine's reports.
#ifndef TRIVSEL_TESTS_GATEWAY_INGEST_INGEST_FIXTURE_H_
#define TRIVSEL_TESTS_GATEWAY_INGEST_INGEST_FIXTURE_H_

#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gateway/access/caller.h"
#include "gateway/ingest/rule_book.h"
#include "gateway/queue/report_sink.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// One for all tests; compiled once.
const RuleBook& TestRules();

// May report for Holbæk (SOR 451000016003), municipality 7.
access::Caller HolbaekCaller();

// deploy/quickstart-data/<name>.json
std::string FixtureJson(const std::string& name);
// The same, read; its canonical form.
ltt::v1::DeliveryReport FixtureReport(const std::string& name);

trivsel::gateway::v1::Submission JsonSubmission(std::string json,
                                                std::string id = "");
trivsel::gateway::v1::Submission ReportSubmission(
    ltt::v1::DeliveryReport report, std::string id = "");
trivsel::gateway::v1::Submission BinarySubmission(std::string bytes,
                                                  std::string id = "");

// After all of Josefine's story.
absl::Time TestNow();

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override { return TestNow(); }
};

class FixedRandom final : public Random {
 public:
  double Uniform() override { return 0.5; }
};

// Time that passes when it is told to.
class MovingClock final : public Clock {
 public:
  absl::Time Now() const override { return now_; }
  void Advance(absl::Duration by) { now_ += by; }

 private:
  absl::Time now_ = absl::FromUnixSeconds(1'780'000'000);
};

// The same draws for the same seed.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : engine_(seed) {}
  double Uniform() override {
    return std::uniform_real_distribution<double>(0, 1)(engine_);
  }
  // 0 <= x < count
  int Below(int count) { return static_cast<int>(Uniform() * count); }

 private:
  std::mt19937_64 engine_;
};

// Keeps drafts until it is told what became of them.
class HeldSink final : public queue::ReportSink {
 public:
  void Submit(queue::Draft draft, Done done) override {
    std::lock_guard lock(mutex_);
    held_.emplace_back(std::move(draft), std::move(done));
  }
  size_t size() const {
    std::lock_guard lock(mutex_);
    return held_.size();
  }
  const queue::Draft& draft(size_t i) const { return held_[i].first; }
  void Answer(size_t i, absl::StatusOr<queue::Committed> committed) {
    held_[i].second(std::move(committed));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<queue::Draft, Done>> held_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_TESTS_GATEWAY_INGEST_INGEST_FIXTURE_H_
