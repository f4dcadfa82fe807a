// How the gateway is operated: it is stopped, loses its database, is killed,
// and says how it is doing.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gateway/store/embedded_cluster.h"
#include "tests/integration/load.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

class OperationTest : public ::testing::Test {
 protected:
  void Begin(const std::string& database = "") {
    ASSERT_TRUE(world_.StartReceiver());
    ASSERT_TRUE(world_.StartGateway(database));
    ASSERT_TRUE(world_.Register());
    ASSERT_TRUE(Submitter(world_, world_.gateway_address()).AwaitKnown());
  }
  pid_t Postmaster() const {
    pid_t process = 0;
    std::ifstream(world_.folder() + "/gateway/postgres/postmaster.pid") >>
        process;
    return process;
  }
  // Processes of PostgreSQL that work in the gateway's data folder.
  int Servers() const {
    int servers = 0;
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator("/proc", error)) {
      const auto cwd =
          std::filesystem::read_symlink(entry.path() / "cwd", error);
      if (error || cwd != world_.folder() + "/gateway/postgres") continue;
      std::ifstream stat(entry.path() / "stat");
      std::string words, parent;
      std::getline(stat, words);
      // The fourth word is the parent: only a postmaster's is no postmaster.
      const size_t after = words.rfind(')') + 4;
      parent = words.substr(after, words.find(' ', after) - after);
      const auto above =
          std::filesystem::read_symlink("/proc/" + parent + "/cwd", error);
      if (error || above != cwd) ++servers;
    }
    return servers;
  }

  World world_;
};

// A submitter at full speed, which keeps what it got a receipt for.
struct Sender {
  void Run(const World& world, uint64_t seed, const std::atomic<bool>& over) {
    const Submitter submitter(world, world.gateway_address());
    ReportFactory factory(seed);
    while (!over) {
      v1::SubmitReportRequest request;
      *request.mutable_submission()->mutable_report() = factory.Next();
      v1::SubmitReportResponse response;
      const grpc::Status status = submitter.Submit(request, &response);
      if (status.ok()) {
        acknowledged.push_back(std::move(request));
        ++count;
        continue;
      }
      refusals.push_back(status);
      return;
    }
  }
  std::vector<v1::SubmitReportRequest> acknowledged;
  std::atomic<int64_t> count{0};
  std::vector<grpc::Status> refusals;
};

// A call that the gateway had taken is answered; one that it had not taken may
// find the door closed, but never breaks off in the middle.
bool IsAnswer(const grpc::Status& status) {
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return false;
  if (!status.error_details().empty()) return true;
  return status.error_message().find("failed to connect") !=
             std::string::npos ||
         status.error_message().find("Connection refused") != std::string::npos;
}

TEST_F(OperationTest, SigtermUnderFullLoadLosesNothing) {
  constexpr int kSenders = 48;
  ASSERT_NO_FATAL_FAILURE(Begin());
  std::atomic<bool> over{false};
  std::vector<Sender> senders(kSenders);
  std::vector<std::thread> threads;
  for (int i = 0; i < kSenders; ++i) {
    threads.emplace_back([&, i] { senders[i].Run(world_, 600 + i, over); });
  }
  const auto acknowledged = [&] {
    int64_t sum = 0;
    for (const Sender& sender : senders) sum += sender.count;
    return sum;
  };
  EXPECT_TRUE(WaitFor([&] { return acknowledged() >= 2'000; }, seconds(60)));
  const auto begun = steady_clock::now();
  EXPECT_EQ(world_.gateway().Stop(), 0);
  const auto took = steady_clock::now() - begun;
  EXPECT_LT(took, seconds(30));
  over = true;
  for (std::thread& thread : threads) thread.join();
  for (const Sender& sender : senders) {
    for (const grpc::Status& status : sender.refusals) {
      EXPECT_TRUE(IsAnswer(status))
          << status.error_code() << " " << status.error_message();
    }
  }
  ASSERT_TRUE(world_.StartGateway());
  const Submitter submitter(world_, world_.gateway_address());
  for (const Sender& sender : senders) {
    // Each one's last few: what was under way at the signal.
    const size_t size = sender.acknowledged.size();
    for (size_t i = size > 5 ? size - 5 : 0; i < size; ++i) {
      v1::SubmitReportResponse response;
      ASSERT_TRUE(submitter.Submit(sender.acknowledged[i], &response).ok());
      EXPECT_TRUE(response.receipt().replayed());
    }
  }
  EXPECT_TRUE(WaitFor([&] { return world_.Stat("reports") >= acknowledged(); },
                      seconds(60)));
  std::printf("%ld acknowledged; stopped in %.2f s\n",
              static_cast<long>(acknowledged()),
              std::chrono::duration<double>(took).count());
}

TEST_F(OperationTest, SaysThatItsDatabaseIsDown) {
  const std::string folder = NewTemporaryFolder();
  const auto start = [&folder] {
    gateway::store::EmbeddedCluster::Options options;
    options.data_folder = folder;
    return gateway::store::EmbeddedCluster::Start(std::move(options)).value();
  };
  auto database = start();
  ASSERT_NO_FATAL_FAILURE(Begin(database->connection_string()));
  const Submitter submitter(world_, world_.gateway_address());
  ReportFactory factory(4);
  ASSERT_TRUE(submitter.Submit(factory.Next()).ok());
  EXPECT_EQ(submitter.Health(), "SERVING");
  EXPECT_EQ(world_.Metric("trivsel_store_up"), 1);
  EXPECT_EQ(world_.Metric("trivsel_serving"), 1);

  database.reset();
  for (int i = 0; i < 20; ++i) {
    const auto begun = steady_clock::now();
    const grpc::Status status = submitter.Submit(factory.Next());
    EXPECT_LT(steady_clock::now() - begun, milliseconds(1000));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(Reason(status), "STORE_UNAVAILABLE");
    EXPECT_GT(RetryDelay(status).count(), 0);
  }
  EXPECT_TRUE(WaitFor([&] { return submitter.Health() == "NOT_SERVING"; },
                      seconds(15)));
  EXPECT_EQ(world_.Metric("trivsel_store_up"), 0);
  EXPECT_EQ(world_.Metric("trivsel_serving"), 0);

  database = start();
  EXPECT_TRUE(
      WaitFor([&] { return submitter.Health() == "SERVING"; }, seconds(15)));
  EXPECT_TRUE(WaitFor([&] { return submitter.Submit(factory.Next()).ok(); },
                      seconds(15)));
  EXPECT_EQ(world_.Metric("trivsel_store_up"), 1);
  world_.gateway().Stop();
  database.reset();
  std::filesystem::remove_all(folder);
}

TEST_F(OperationTest, ItsKilledDatabaseComesBackAndNothingIsLost) {
  constexpr int kReports = 3'000;
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load(world_, /*seed=*/8, kReports);
  load.Start();
  for (const int at : {500, 1'500}) {
    ASSERT_TRUE(
        WaitFor([&] { return load.tally().acknowledged >= at; }, seconds(60)));
    const pid_t server = Postmaster();
    ASSERT_GT(server, 0);
    ASSERT_EQ(kill(server, SIGKILL), 0);
    EXPECT_TRUE(
        WaitFor([&] { return Postmaster() != server && Postmaster() > 0; },
                seconds(30)));
  }
  ASSERT_TRUE(load.Finish(seconds(90)));
  EXPECT_TRUE(
      WaitFor([&] { return world_.Stat("reports") == kReports; }, seconds(60)));
  EXPECT_EQ(load.CheckArrivals(world_), "");
  EXPECT_EQ(load.tally().connection_failures, 0) << "the gateway stayed";
  EXPECT_EQ(load.tally().without_retry_info, 0);
  EXPECT_TRUE(load.tally().wrong.empty())
      << ::testing::PrintToString(load.tally().wrong);
  EXPECT_EQ(Servers(), 1);
}

TEST_F(OperationTest, KilledItLeavesNoDatabaseBehind) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const pid_t first = Postmaster();
  ASSERT_EQ(Servers(), 1);
  world_.gateway().Kill();
  ASSERT_TRUE(world_.StartGateway());
  EXPECT_NE(Postmaster(), first);
  EXPECT_EQ(Servers(), 1);
  world_.gateway().Kill();
  EXPECT_TRUE(WaitFor([&] { return Servers() == 0; }, seconds(15)))
      << "it ends without a restart too";
}

TEST_F(OperationTest, ASecondOneOnTheSameDataIsRefused) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string log = world_.folder() + "/second.log";
  const int code = RunProgram(
      {std::string(TRIVSEL_BIN_DIR) + "/trivsel-gateway", "--data",
       world_.folder() + "/gateway", "--listen", "127.0.0.1:0", "--insecure",
       "--insecure-submitter", "demo-fagsystem", "--metrics-listen", ""},
      log);
  EXPECT_EQ(code, 1);
  std::ostringstream said;
  said << std::ifstream(log).rdbuf();
  EXPECT_NE(said.str().find("is in use by another gateway"), std::string::npos)
      << said.str();
  ReportFactory factory(5);
  EXPECT_TRUE(
      Submitter(world_, world_.gateway_address()).Submit(factory.Next()).ok())
      << "the first one is not disturbed";
}

TEST_F(OperationTest, MetricsTellHowDeliveryGoes) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const Submitter submitter(world_, world_.gateway_address());
  ReportFactory factory(6);
  const auto metric = [&](const std::string& name) {
    return world_.Metric("trivsel_delivery_" + name);
  };
  ASSERT_TRUE(world_.SetMode(R"({"mode":"fail"})"));
  for (int i = 0; i < 3 * ReportFactory::children(); ++i) {
    ASSERT_TRUE(submitter.Submit(factory.Next()).ok());
  }
  const std::string national = "{destination=\"national\"";
  EXPECT_TRUE(WaitFor(
      [&] {
        return metric("circuit_open" + national) == 1 &&
               metric("lag_seconds" + national) > 3;
      },
      seconds(30)))
      << world_.Metrics();
  EXPECT_GT(metric("batches_total" + national + ",outcome=\"transient\""), 0);
  EXPECT_EQ(metric("lanes_held" + national), 64);
  ASSERT_TRUE(world_.SetMode(R"({"mode":"reject","probability":0.5})"));
  EXPECT_TRUE(WaitFor(
      [&] {
        return metric("circuit_open" + national) == 0 &&
               metric("lag_seconds" + national) == 0;
      },
      seconds(60)))
      << world_.Metrics();
  const double confirmed =
      metric("reports_total" + national + ",outcome=\"confirmed\"");
  const double refused =
      metric("reports_total" + national + ",outcome=\"refused\"");
  EXPECT_GT(refused, 0);
  EXPECT_EQ(confirmed + refused, 3 * ReportFactory::children());
  EXPECT_GT(metric("batches_total" + national + ",outcome=\"settled\""), 0);
}

}  // namespace
}  // namespace trivsel::testing
