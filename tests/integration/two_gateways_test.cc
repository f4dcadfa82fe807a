// Two gateways on one database: both take reports, lanes are shared, and one
// that is killed is not missed.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/store/connection.h"
#include "gateway/store/embedded_cluster.h"
#include "gateway/store/result.h"
#include "tests/integration/load.h"
#include "tests/integration/world.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

class TwoGatewaysTest : public ::testing::Test {
 protected:
  TwoGatewaysTest() {
    gateway::store::EmbeddedCluster::Options options;
    options.data_folder = folder_;
    database_ =
        gateway::store::EmbeddedCluster::Start(std::move(options)).value();
  }
  ~TwoGatewaysTest() override {
    world_ = nullptr;
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Lanes by owner; owners whose lease has run out do not count.
  std::vector<int64_t> Shares() {
    auto connection = gateway::store::Connection::Open(
        {database_->connection_string(), "test"});
    constexpr gateway::store::Statement kShares{
        "shares",
        "select count(*) from lane where lease_until > now() group by owner "
        "order by 1"};
    std::vector<int64_t> shares;
    auto rows = (*connection)->Execute(kShares, gateway::store::Params());
    for (int row = 0; rows.ok() && row < rows->rows(); ++row) {
      shares.push_back(rows->Int64(row, 0));
    }
    return shares;
  }

  std::string folder_ = NewTemporaryFolder();
  std::unique_ptr<gateway::store::EmbeddedCluster> database_;
  std::unique_ptr<World> world_ = std::make_unique<World>();
};

TEST_F(TwoGatewaysTest, ShareTheLanesAndTakeOverFromOneThatIsKilled) {
  constexpr int kReports = 15'000;
  ASSERT_TRUE(world_->StartReceiver());
  ASSERT_TRUE(world_->StartGateway(database_->connection_string()));
  ASSERT_TRUE(world_->Register());
  ASSERT_TRUE(world_->StartSecondGateway());
  EXPECT_TRUE(WaitFor(
      [&] {
        return Shares() == std::vector<int64_t>{32, 32};
      },
      seconds(30)))
      << ::testing::PrintToString(Shares());
  // Enough that there is still something to send when one is killed.
  Load load(*world_, /*seed=*/71, kReports);
  load.Start();
  for (int i : {0, 1}) {
    EXPECT_TRUE(WaitFor(
        [&] {
          return world_->Metric("trivsel_delivery_reports_total", i) > 0 &&
                 world_->Metric("trivsel_reports_received_total", i) > 0;
        },
        seconds(30)))
        << "gateway " << i << " has nothing to do";
  }
  ASSERT_LT(load.tally().acknowledged, kReports);
  world_->gateway(1).Kill();
  const auto killed = steady_clock::now();
  EXPECT_TRUE(WaitFor([&] { return Shares() == std::vector<int64_t>{64}; },
                      seconds(40)));
  const auto taken_over = steady_clock::now() - killed;
  // The lease is 15 s, looked at twice a second.
  EXPECT_LT(taken_over, seconds(16));
  ASSERT_TRUE(load.Finish(seconds(60)));
  EXPECT_TRUE(
      WaitFor([&] { return world_->Stat("reports") == kReports; }, seconds(60)))
      << world_->Control("/stats");
  EXPECT_EQ(load.CheckArrivals(*world_), "");
  const LoadTally tally = load.tally();
  EXPECT_TRUE(tally.wrong.empty()) << ::testing::PrintToString(tally.wrong);
  EXPECT_GT(tally.connection_failures, 0);
  std::printf("taken over after %.1f s\n%s\n",
              std::chrono::duration<double>(taken_over).count(),
              world_->Control("/stats").c_str());
}

// With another key one child would be in two lanes.
TEST_F(TwoGatewaysTest, ASecondOneNeedsTheFirstOnesCitizenKey) {
  ASSERT_TRUE(world_->StartReceiver());
  ASSERT_TRUE(world_->StartGateway(database_->connection_string()));
  World other;
  ASSERT_TRUE(other.StartReceiver());
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(other.StartGateway(database_->connection_string()));
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("copy citizen.key from"), std::string::npos) << said;
}

}  // namespace
}  // namespace trivsel::testing
