#include "tests/bench/bench_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/store/migrator.h"
#include "tests/bench/require.h"

namespace trivsel::bench {

using gateway::store::Connection;
using gateway::store::EmbeddedCluster;
using gateway::store::Pool;

namespace {

constexpr gateway::store::Statement kFindDatabase{
    "bench_find_database", "select from pg_database where datname = $1::text"};

}  // namespace

BenchStore::BenchStore(std::string kept)
    : kept_(!kept.empty()),
      folder_(kept_ ? std::move(kept) : NewBenchFolder()) {
  EmbeddedCluster::Options options;
  options.data_folder = folder_;
  server_ = Require(EmbeddedCluster::Start(std::move(options)));
}

BenchStore::~BenchStore() {
  server_ = nullptr;
  if (kept_) return;
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

std::string BenchStore::NewDatabase() {
  return OpenDatabase(absl::StrCat("bench_", ++databases_));
}

std::string BenchStore::OpenDatabase(const std::string& name) {
  auto admin =
      Require(Connection::Open({server_->connection_string(), "bench"}));
  const auto found = Require(
      admin->Execute(kFindDatabase, gateway::store::Params().Text(name)));
  if (found.rows() == 0) {
    Require(admin->Run("create", "create database " + name));
  }
  std::string database = server_->ConnectionStringTo(name);
  auto connection = Require(Connection::Open({database, "bench"}));
  Require(gateway::store::Migrate(*connection).status());
  return database;
}

std::unique_ptr<Pool> BenchStore::NewPool(const std::string& database,
                                          int connections) const {
  return std::make_unique<Pool>(
      Pool::Options{{database, "bench", /*in_key_order=*/true}, connections});
}

double BenchStore::MedianSyncMilliseconds() const {
  constexpr int kSyncs = 201;
  const std::string path = folder_ + "/sync";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  if (file < 0) Die("cannot write beside the database");
  const std::string block(8192, 'x');
  std::vector<double> took;
  for (int i = 0; i < kSyncs; ++i) {
    const absl::Time begun = absl::Now();
    if (pwrite(file, block.data(), block.size(),
               static_cast<off_t>(block.size()) * i) < 0 ||
        fdatasync(file) != 0) {
      Die("cannot write beside the database");
    }
    took.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
  }
  close(file);
  std::nth_element(took.begin(), took.begin() + kSyncs / 2, took.end());
  return took[kSyncs / 2];
}

}  // namespace trivsel::bench
