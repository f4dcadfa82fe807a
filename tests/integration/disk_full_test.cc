// A database without room: reports are refused, none that has a receipt is
// lost, and it goes on by itself when there is room again.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "gateway/store/connection.h"
#include "gateway/store/embedded_cluster.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using gateway::store::Connection;
using gateway::store::EmbeddedCluster;
using std::chrono::seconds;
using std::chrono::steady_clock;

class DiskFullTest : public ::testing::Test {
 protected:
  DiskFullTest() {
    EmbeddedCluster::Options options;
    options.data_folder = folder_ + "/cluster";
    cluster_ = EmbeddedCluster::Start(std::move(options)).value();
  }
  ~DiskFullTest() override {
    world_ = nullptr;
    cluster_.reset();
    if (mounted_) umount(small_.c_str());
    std::filesystem::remove_all(folder_);
  }

  // A file system of a few megabytes; false if we may not.
  bool MountSmall() {
    std::filesystem::create_directory(small_);
    mounted_ =
        mount("tmpfs", small_.c_str(), "tmpfs", 0, "size=40m,mode=0777") == 0;
    return mounted_;
  }
  bool Run(const std::string& database, const std::string& sql) {
    auto connection = Connection::Open({database, "test"});
    return connection.ok() && (*connection)->Run("test", sql).ok();
  }
  void Begin(const std::string& database) {
    ASSERT_TRUE(world_->StartReceiver());
    ASSERT_TRUE(world_->StartGateway(database));
    ASSERT_TRUE(world_->Register());
    submitter_ =
        std::make_unique<Submitter>(*world_, world_->gateway_address());
    ASSERT_TRUE(submitter_->AwaitKnown());
  }
  // Sends the next report; keeps it if it is acknowledged.
  grpc::Status SendNext() {
    ltt::v1::DeliveryReport report = factory_.Next();
    const grpc::Status status = submitter_->Submit(report);
    if (status.ok()) acknowledged_.push_back(std::move(report));
    return status;
  }
  void ExpectRefused(const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE)
        << status.error_message();
    EXPECT_EQ(Reason(status), "STORE_UNAVAILABLE");
    EXPECT_GT(RetryDelay(status).count(), 0);
  }
  // Sends until nothing has been taken for two seconds: until then one or
  // another page still has room.
  void FillToTheLast() {
    auto taken_at = steady_clock::now();
    while (steady_clock::now() - taken_at < seconds(2)) {
      const grpc::Status status = SendNext();
      if (status.ok()) taken_at = steady_clock::now();
      if (!status.ok()) ExpectRefused(status);
    }
  }
  // While full: refused, at once; after `free`: goes on, nothing lost.
  void ExpectRefusesUntil(const std::function<bool()>& free) {
    const auto begun = steady_clock::now();
    for (int i = 0; i < 50; ++i) ExpectRefused(SendNext());
    EXPECT_LT(steady_clock::now() - begun, seconds(5));
    EXPECT_EQ(world_->Metric("trivsel_store_full"), 1);
    ASSERT_TRUE(free());
    EXPECT_TRUE(WaitFor(
        [&] {
          SendNext();
          return world_->Metric("trivsel_store_full") == 0;
        },
        seconds(20)));
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(SendNext().ok());
    ExpectAllReplayed();
    const int64_t count = static_cast<int64_t>(acknowledged_.size());
    EXPECT_TRUE(
        WaitFor([&] { return world_->Stat("reports") == count; }, seconds(60)))
        << count << " " << world_->Control("/stats");
  }
  void ExpectAllReplayed() {
    for (const auto& report : acknowledged_) {
      trivsel::gateway::v1::SubmitReportRequest request;
      *request.mutable_submission()->mutable_report() = report;
      trivsel::gateway::v1::SubmitReportResponse response;
      ASSERT_TRUE(submitter_->Submit(request, &response).ok());
      ASSERT_TRUE(response.receipt().replayed());
    }
  }

  std::string folder_ = NewTemporaryFolder();
  std::string small_ = folder_ + "/small";
  bool mounted_ = false;
  std::unique_ptr<EmbeddedCluster> cluster_;
  std::unique_ptr<World> world_ = std::make_unique<World>();
  std::unique_ptr<Submitter> submitter_;
  ReportFactory factory_{9};
  std::vector<ltt::v1::DeliveryReport> acknowledged_;
};

TEST_F(DiskFullTest, ARealFileSystemFills) {
  if (!MountSmall()) GTEST_SKIP() << "no right to mount";
  const std::string postgres = cluster_->ConnectionStringTo("postgres");
  std::filesystem::create_directory(small_ + "/space");
  struct stat owner;
  ASSERT_EQ(stat((folder_ + "/cluster/postgres").c_str(), &owner), 0);
  ASSERT_EQ(chown((small_ + "/space").c_str(), owner.st_uid, owner.st_gid), 0);
  ASSERT_TRUE(
      Run(postgres, "create tablespace small location '" + small_ + "/space'"));
  ASSERT_TRUE(Run(postgres, "create database store tablespace small"));
  ASSERT_NO_FATAL_FAILURE(Begin(cluster_->ConnectionStringTo("store")));
  ASSERT_TRUE(SendNext().ok());
  {
    // Leaves half a megabyte.
    const auto room = std::filesystem::space(small_).available;
    ASSERT_GT(room, 1u << 20);
    std::ofstream ballast(small_ + "/ballast");
    ballast << std::string(room - (1 << 19), 'x');
  }
  FillToTheLast();
  ExpectRefusesUntil(
      [this] { return std::filesystem::remove(small_ + "/ballast"); });
}

// The same where nothing can be mounted: PostgreSQL's own words for it.
TEST_F(DiskFullTest, TheDatabaseSaysSo) {
  const std::string database = cluster_->connection_string();
  ASSERT_NO_FATAL_FAILURE(Begin(database));
  ASSERT_TRUE(SendNext().ok());
  ASSERT_TRUE(Run(database,
                  "create function full_disk() returns trigger language "
                  "plpgsql as $$ begin raise exception using errcode = "
                  "'53100'; end $$; create trigger full_disk before insert on "
                  "submission for each row execute function full_disk()"));
  ExpectRefused(SendNext());
  ExpectRefusesUntil(
      [&] { return Run(database, "drop trigger full_disk on submission"); });
}

}  // namespace
}  // namespace trivsel::testing
