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

std::string PostgresCluster::NewDatabase() {
  gateway::store::ConnectOptions connect;
  connect.database = server_->connection_string();
  auto connection =
      Must(gateway::store::Connection::Open(connect), "connection");
  const std::string name = absl::StrCat("test_", ++databases_);
  Must<int>(connection->Run("create database", "create database " + name).ok()
                ? absl::StatusOr<int>(0)
                : absl::InternalError("failed"),
            "create database");
  return server_->ConnectionStringTo(name);
}

std::string PostgresCluster::NewStore() {
  gateway::store::ConnectOptions connect;
  connect.database = NewDatabase();
  auto connection =
      Must(gateway::store::Connection::Open(connect), "connection");
  Must(gateway::store::Migrate(*connection), "migrations");
  return connect.database;
}

std::unique_ptr<gateway::store::Pool> NewPool(const std::string& database) {
  gateway::store::Pool::Options options;
  options.connect.database = database;
  options.connections = 4;
  return std::make_unique<gateway::store::Pool>(options);
}

}  // namespace trivsel::testing
