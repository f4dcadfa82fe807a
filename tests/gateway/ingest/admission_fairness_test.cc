// Under load the gateway is shared fairly: a gateway in time that is told, with
// some who send little and some who flood.
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <vector>

#include "gateway/ingest/admission.h"
#include "tests/gateway/ingest/ingest_fixture.h"

namespace trivsel::gateway::ingest {
namespace {

using Admitted = std::variant<Admission::Ticket, Refusal>;

constexpr AdmissionLimits kLimits{64 << 20, 20'000};

// One who sends.
struct Sender {
  Share share;
  double reports_per_second = 0;
  int batch = 1;
  bool flood = false;
  double due = 0;
  int64_t offered = 0, taken = 0, refused = 0;
};

// A gateway that stores so many reports a second, first come, first served.
class Line {
 public:
  Line(double per_second, std::vector<Sender> senders, uint64_t seed)
      : per_second_(per_second), senders_(std::move(senders)), random_(seed) {}

  void Run(absl::Duration time) {
    for (; time > absl::ZeroDuration(); time -= kStep) {
      clock_.Advance(kStep);
      Store();
      // Nobody is always the first.
      const size_t first =
          static_cast<size_t>(random_.Below(static_cast<int>(senders_.size())));
      for (size_t i = 0; i < senders_.size(); ++i) {
        Send(&senders_[(first + i) % senders_.size()]);
      }
      ASSERT_LE(admission_.reports(), kLimits.reports);
      ASSERT_LE(admission_.bytes(), kLimits.bytes);
    }
  }
  // So that what is counted is the steady state.
  void Forget() {
    stored_ = 0;
    for (Sender& sender : senders_) {
      sender.offered = sender.taken = sender.refused = 0;
    }
  }
  const std::vector<Sender>& senders() const { return senders_; }
  int64_t stored() const { return stored_; }
  const Admission& admission() const { return admission_; }

 private:
  static constexpr absl::Duration kStep = absl::Milliseconds(1);

  struct Call {
    Admission::Ticket ticket;
    int left;
  };

  void Store() {
    may_store_ += per_second_ * absl::ToDoubleSeconds(kStep);
    while (may_store_ >= 1 && !waiting_.empty()) {
      Call& call = waiting_.front();
      const int now = std::min(call.left, static_cast<int>(may_store_));
      may_store_ -= now;
      stored_ += now;
      call.left -= now;
      if (call.left == 0) waiting_.pop_front();
    }
    if (waiting_.empty()) may_store_ = 0;
  }

  void Send(Sender* sender) {
    sender->due += sender->reports_per_second * absl::ToDoubleSeconds(kStep) *
                   2 * random_.Uniform();
    for (; sender->due >= sender->batch; sender->due -= sender->batch) {
      sender->offered += sender->batch;
      Admitted admitted = admission_.Admit(
          sender->share, sender->batch * int64_t{2000}, sender->batch);
      if (std::holds_alternative<Refusal>(admitted)) {
        sender->refused += sender->batch;
        continue;
      }
      sender->taken += sender->batch;
      waiting_.push_back(
          {std::get<Admission::Ticket>(std::move(admitted)), sender->batch});
    }
  }

  const double per_second_;
  std::vector<Sender> senders_;
  SeededRandom random_;
  MovingClock clock_;
  Admission admission_{kLimits, random_, clock_};
  std::deque<Call> waiting_;
  double may_store_ = 0;
  int64_t stored_ = 0;
};

TEST(AdmissionFairness, AFloodOfOneMunicipalityDoesNotTouchAnother) {
  Line line(10'000,
            {{{1, 1}, 100'000, 100, true},
             {{1, 2}, 50, 1},
             {{1, 3}, 500, 10},
             {{2, 1}, 500, 100}},
            1);
  line.Run(absl::Seconds(30));
  for (const Sender& sender : line.senders()) {
    if (sender.flood) continue;
    EXPECT_EQ(sender.refused, 0)
        << sender.share.submitter << "/" << sender.share.municipality;
    EXPECT_GT(sender.taken, 0);
  }
  EXPECT_GT(line.senders()[0].refused, 0);
  EXPECT_GE(line.stored(), 10'000 * 30 * 0.98) << "the gateway is kept busy";
}

// The night's burst: everybody at once, and all of it fits.
TEST(AdmissionFairness, EqualPartsAreLetInToTheBrim) {
  FixedRandom random;
  MovingClock clock;
  Admission admission(kLimits, random, clock);
  std::vector<Admitted> held;
  for (int i = 0; i < 196; ++i) {
    held.push_back(admission.Admit({i % 8 + 1}, 200'000, 100));
    ASSERT_TRUE(std::holds_alternative<Admission::Ticket>(held.back())) << i;
  }
  EXPECT_EQ(admission.reports(), 19'600);
}

TEST(AdmissionFairness, AloneOneLeavesHalfAndIsServedInFull) {
  Line line(10'000, {{{1, 1}, 50'000, 100, true}}, 1);
  line.Run(absl::Seconds(10));
  EXPECT_LE(line.admission().reports(), kLimits.reports / 2 + 100);
  EXPECT_GE(line.stored(), 10'000 * 10 * 0.99);
}

// Whatever comes: the gateway is kept busy, who sends less than an equal part
// is never refused, and those who flood get equal parts of the rest.
TEST(AdmissionFairnessProperty, NobodyIsStarved) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SeededRandom random(seed);
    const double capacity = 5'000 + random.Below(30'000);
    std::vector<Sender> senders;
    const int count = 2 + random.Below(20);
    int floods = 0;
    double quiet = 0;
    for (int i = 0; i < count; ++i) {
      Sender sender{{1 + random.Below(4), i + 1}};
      sender.flood = i == 0 || random.Uniform() < 0.3;
      if (sender.flood) {
        ++floods;
        sender.reports_per_second = capacity * (2 + 3 * random.Uniform());
        sender.batch = 1 + random.Below(100);
      } else {
        sender.reports_per_second = capacity / count / 3 * random.Uniform();
        sender.batch = 1 + random.Below(20);
        quiet += sender.reports_per_second;
      }
      senders.push_back(sender);
    }
    Line line(capacity, std::move(senders), seed);
    line.Run(absl::Seconds(5));
    line.Forget();
    constexpr int kSeconds = 20;
    line.Run(absl::Seconds(kSeconds));
    const double part = (capacity - quiet) / floods;
    for (const Sender& sender : line.senders()) {
      if (sender.flood) {
        EXPECT_NEAR(static_cast<double>(sender.taken) / kSeconds, part,
                    part * 0.15)
            << "seed " << seed << ", one of " << floods;
      } else {
        EXPECT_EQ(sender.refused, 0) << "seed " << seed;
      }
    }
    EXPECT_GE(static_cast<double>(line.stored()), capacity * kSeconds * 0.98)
        << "seed " << seed;
  }
}

// More than there is room for at once: a hundred municipalities with batches of
// a thousand. Even then who comes with little finds a place, but for moments.
TEST(AdmissionFairness, WhenEverybodyFloodsLittleStillGetsIn) {
  std::vector<Sender> senders{{{1, 1}, 20, 1}};
  for (int i = 2; i <= 100; ++i) {
    senders.push_back({{1, i}, 3'000, 1000, true});
  }
  Line line(10'000, std::move(senders), 1);
  line.Run(absl::Seconds(300));
  const Sender& quiet = line.senders()[0];
  EXPECT_GE(static_cast<double>(quiet.taken),
            static_cast<double>(quiet.offered) * 0.9);
  EXPECT_GE(line.stored(), 10'000 * 300 * 0.95);
  // Chance decides which thousand fits; nobody is left out.
  for (const Sender& sender : line.senders()) {
    if (!sender.flood) continue;
    EXPECT_GE(sender.taken, 10'000 * 300 / 99 / 4);
  }
}

TEST(AdmissionFairness, KeepsNothingOfThoseThatAreDone) {
  FixedRandom random;
  MovingClock clock;
  Admission admission(kLimits, random, clock);
  size_t most = 0;
  std::deque<Admitted> held;
  for (int i = 0; i < 100'000; ++i) {
    held.push_back(admission.Admit({i / 98 + 1, i % 98 + 1}, 2000, 1));
    if (held.size() > 5'000) held.pop_front();
    most = std::max(most, admission.shares());
  }
  EXPECT_LE(most, 5'001u);
  EXPECT_GE(most, 5'000u);
  held.clear();
  EXPECT_EQ(admission.shares(), 0u);
  EXPECT_EQ(admission.bytes(), 0);
}

}  // namespace
}  // namespace trivsel::gateway::ingest
