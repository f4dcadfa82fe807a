// The promises under fault, with everything real: what has a receipt arrives,
// once in effect, each child's reports in order.
//
// TRIVSEL_FULL_FAULTS=1 takes the faults as long as the promise says (20 s
// without a database, a minute without a receiver); without it a quarter or
// less. TRIVSEL_KEEP=1 keeps the folders with the logs.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "gateway/store/embedded_cluster.h"
#include "tests/integration/load.h"
#include "tests/integration/world.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;

bool Full() { return std::getenv("TRIVSEL_FULL_FAULTS") != nullptr; }

std::string Print(const LoadTally& tally) {
  std::string text = "acknowledged " + std::to_string(tally.acknowledged) +
                     ", replayed " + std::to_string(tally.replayed) +
                     ", unavailable " + std::to_string(tally.unavailable) +
                     " (" + std::to_string(tally.without_retry_info) +
                     " without RetryInfo), no connection " +
                     std::to_string(tally.connection_failures);
  for (const std::string& wrong : tally.wrong) text += "\n  " + wrong;
  return text;
}

class FaultTest : public ::testing::Test {
 protected:
  void Begin(const std::string& database = "") {
    ASSERT_TRUE(world_.StartReceiver());
    ASSERT_TRUE(world_.StartGateway(database));
    ASSERT_TRUE(world_.Register());
  }

  // Waits for the rest and checks all that is promised.
  void ExpectAllArrives(Load& load, int count) {
    ASSERT_TRUE(load.Finish(seconds(180))) << Print(load.tally());
    EXPECT_TRUE(
        WaitFor([&] { return world_.Stat("reports") == count; }, seconds(180)))
        << world_.Control("/stats");
    EXPECT_EQ(load.CheckArrivals(world_), "");
    const LoadTally tally = load.tally();
    EXPECT_TRUE(tally.wrong.empty()) << Print(tally);
    std::printf("%s\n%s\n", Print(tally).c_str(),
                world_.Control("/stats").c_str());
  }

  World world_;
};

TEST_F(FaultTest, KilledInTheMiddleOfTenThousandReports) {
  constexpr int kReports = 10'000;
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load(world_, /*seed=*/1, kReports);
  load.Start();
  for (const int at : {kReports / 5, kReports / 2}) {
    ASSERT_TRUE(
        WaitFor([&] { return load.tally().acknowledged >= at; }, seconds(180)))
        << Print(load.tally());
    ASSERT_LT(load.tally().acknowledged, kReports);
    world_.gateway().Kill();
    ASSERT_TRUE(world_.StartGateway());
  }
  ExpectAllArrives(load, kReports);
  EXPECT_GT(load.tally().connection_failures, 0);
}

TEST_F(FaultTest, DatabaseAwayUnderLoad) {
  const seconds away(Full() ? 20 : 5);
  const int reports = Full() ? 20'000 : 6'000;
  const std::string folder = NewTemporaryFolder();
  const auto start = [&folder] {
    gateway::store::EmbeddedCluster::Options options;
    options.data_folder = folder;
    return gateway::store::EmbeddedCluster::Start(std::move(options)).value();
  };
  auto database = start();
  const std::string address = database->connection_string();
  ASSERT_NO_FATAL_FAILURE(Begin(address));
  Load load(world_, /*seed=*/2, reports);
  load.Start();
  ASSERT_TRUE(
      WaitFor([&] { return load.tally().acknowledged >= 500; }, seconds(120)));
  database.reset();
  const int64_t before = load.tally().acknowledged;
  const auto until = std::chrono::steady_clock::now() + away;
  std::this_thread::sleep_until(until);  // the fault itself, not a wait
  EXPECT_GT(load.tally().unavailable, 0);
  EXPECT_LE(load.tally().acknowledged, before + ReportFactory::children());
  ASSERT_LT(load.tally().acknowledged, reports);
  EXPECT_TRUE(world_.gateway().running());
  database = start();
  ASSERT_EQ(database->connection_string(), address);
  ExpectAllArrives(load, reports);
  EXPECT_EQ(load.tally().without_retry_info, 0);
  world_.gateway().Stop();
  database.reset();
  std::filesystem::remove_all(folder);
}

TEST_F(FaultTest, ReceiverAwayUnderLoad) {
  const seconds away(Full() ? 60 : 10);
  constexpr int kReports = 4'000;
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load(world_, /*seed=*/3, kReports);
  load.Start();
  ASSERT_TRUE(
      WaitFor([&] { return world_.Stat("reports") >= 100; }, seconds(60)));
  world_.receiver().Kill();
  const auto until = std::chrono::steady_clock::now() + away;
  // Accepted all the while, and to the end.
  EXPECT_TRUE(load.Finish(seconds(120))) << Print(load.tally());
  std::this_thread::sleep_until(until);  // the fault itself, not a wait
  EXPECT_EQ(load.tally().unavailable, 0) << Print(load.tally());
  EXPECT_EQ(load.tally().connection_failures, 0);
  ASSERT_TRUE(world_.StartReceiver());
  EXPECT_LT(world_.Stat("reports"), kReports);
  ExpectAllArrives(load, kReports);
}

TEST_F(FaultTest, AReceiverThatFailsIsSlowAndLosesAnswers) {
  constexpr int kReports = 1'000;
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_TRUE(world_.SetMode(R"({"mode":"lose-answer","probability":0.5})"));
  Load load(world_, /*seed=*/4, kReports);
  load.Start();
  ASSERT_TRUE(WaitFor([&] { return world_.Stat("repeated_batches") >= 3; },
                      seconds(120)))
      << world_.Control("/stats");
  ASSERT_TRUE(world_.SetMode(R"({"mode":"fail","probability":0.5})"));
  const int64_t before = world_.Stat("refused_batches");
  ASSERT_TRUE(load.Finish(seconds(120)));
  EXPECT_GE(world_.Stat("refused_batches"), before);
  ASSERT_TRUE(world_.SetMode(R"({"mode":"slow","delay_ms":100})"));
  ExpectAllArrives(load, kReports);
}

}  // namespace
}  // namespace trivsel::testing
