// A year's reports handed in by `trivsel submit`, with everything real, while
// the gateway and the command itself are killed.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/integration/load.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;

constexpr uint64_t kSeed = 77;
constexpr int kReports = 6'000;

class BackloadTest : public ::testing::Test {
 protected:
  // The reports that a Load of the same seed and size would send.
  void WriteReports(const std::string& path) {
    ReportFactory factory(kSeed);
    std::ofstream file(path, std::ios::binary);
    for (int i = 0; i < kReports; ++i) {
      std::string json;
      ASSERT_TRUE(
          google::protobuf::util::MessageToJsonString(factory.Next(), &json)
              .ok());
      file << json << "\n";
    }
  }

  std::unique_ptr<ChildProcess> StartSubmit(const std::string& path) {
    return ChildProcess::Start(
        {std::string(TRIVSEL_BIN_DIR) + "/trivsel", "submit", "--gateway",
         world_.gateway_address(), "--cert",
         world_.Certificate("fagsystem.pem"), "--key",
         world_.Certificate("fagsystem-key.pem"), "--ca",
         world_.Certificate("ca.pem"), path},
        world_.folder() + "/trivsel.log");
  }

  // So many have come to the gateway since it was started.
  bool AwaitReceived(double count) {
    return WaitFor(
        [&] {
          return world_.Metric("trivsel_reports_received_total") >= count;
        },
        seconds(120));
  }

  World world_;
};

TEST_F(BackloadTest, NothingIsLostAndNoChildsReportsChangePlaces) {
  ASSERT_TRUE(world_.StartReceiver());
  ASSERT_TRUE(world_.StartGateway());
  ASSERT_TRUE(world_.Register());
  const std::string path = world_.folder() + "/2025.ndjson";
  ASSERT_NO_FATAL_FAILURE(WriteReports(path));

  auto submit = StartSubmit(path);
  ASSERT_NE(submit, nullptr);
  ASSERT_TRUE(AwaitReceived(800));
  world_.gateway().Kill();
  ASSERT_TRUE(world_.StartGateway());
  ASSERT_TRUE(AwaitReceived(800));
  ASSERT_TRUE(submit->running()) << "too fast to be interrupted";
  EXPECT_EQ(submit->Stop(), 130);

  submit = StartSubmit(path);
  ASSERT_TRUE(AwaitReceived(1600));
  ASSERT_TRUE(submit->running()) << "too fast to be killed";
  submit->Kill();

  submit = StartSubmit(path);
  EXPECT_EQ(submit->Wait(), 0);
  EXPECT_TRUE(
      WaitFor([&] { return world_.Stat("reports") == kReports; }, seconds(180)))
      << world_.Control("/stats");
  const Load all(world_, kSeed, kReports);
  EXPECT_EQ(all.CheckArrivals(world_), "");
}

}  // namespace
}  // namespace trivsel::testing
