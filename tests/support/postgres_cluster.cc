#include "tests/support/postgres_cluster.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gateway/store/migrator.h"

namespace trivsel::testing {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s: %s\n", what,
                 std::string(value.status().message()).c_str());
    std::exit(1);
  }
  return *std::move(value);
}

constexpr char kTemplate[] = "migrated";

PostgresCluster* running = nullptr;

}  // namespace

std::string NewTemporaryFolder() {
  std::string name =
      (std::filesystem::temp_directory_path() / "trivsel-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    std::perror("mkdtemp");
    std::exit(1);
  }
  chmod(name.c_str(), 0711);
  return name;
}

PostgresCluster& PostgresCluster::Get() {
  if (running == nullptr) {
    running = new PostgresCluster();
    std::atexit(Remove);
  }
  return *running;
}

void PostgresCluster::Remove() { delete running; }

PostgresCluster::PostgresCluster() : folder_(NewTemporaryFolder()) {
  gateway::store::EmbeddedCluster::Options options;
  options.data_folder = folder_;
  server_ = Must(gateway::store::EmbeddedCluster::Start(std::move(options)),
                 "PostgreSQL for tests");
}

PostgresCluster::~PostgresCluster() {
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string PostgresCluster::Create(const std::string& name,
                                    const std::string& how) {
  gateway::store::ConnectOptions connect;
  connect.database = server_->connection_string();
  auto connection =
      Must(gateway::store::Connection::Open(connect), "connection");
  const absl::Status created =
      connection->Run("create database", "create database " + name + how);
  Must(created.ok() ? absl::StatusOr<int>(0) : created, "create database");
  return server_->ConnectionStringTo(name);
}

std::string PostgresCluster::NewDatabase() {
  return Create(absl::StrCat("test_", ++databases_), "");
}

std::string PostgresCluster::NewStore() {
  if (!migrated_) {
    gateway::store::ConnectOptions connect;
    connect.database = Create(kTemplate, "");
    auto connection =
        Must(gateway::store::Connection::Open(connect), "connection");
    Must(gateway::store::Migrate(*connection), "migrations");
    migrated_ = true;
  }
  return Create(absl::StrCat("test_", ++databases_),
                absl::StrCat(" template ", kTemplate));
}

std::unique_ptr<gateway::store::Pool> NewPool(const std::string& database) {
  gateway::store::Pool::Options options;
  options.connect.database = database;
  options.connections = 4;
  return std::make_unique<gateway::store::Pool>(options);
}

}  // namespace trivsel::testing
