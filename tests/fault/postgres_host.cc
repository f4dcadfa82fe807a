#include "tests/fault/postgres_host.h"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/access/fingerprint.h"
#include "gateway/store/migrator.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry.h"
#include "tests/support/report_factory.h"

namespace trivsel::fault {
namespace {

using gateway::store::Connection;
using gateway::store::EmbeddedCluster;

constexpr char kTemplate[] = "fault_template";
constexpr char kSubmitter[] = "demo-fagsystem";
constexpr char kCvr[] = "11111111";  // KOMBIT's test authority

void Tell(const char* what, const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
}

absl::Status Register(const std::string& database, const std::string& pem) {
  gateway::store::Pool::Options options;
  options.connect.database = database;
  gateway::store::Pool pool(options);
  gateway::store::Registry registry(&pool);
  auto facts = gateway::access::ReadCertificate(pem);
  if (!facts.ok()) return facts.status();
  auto submitter = registry.PutSubmitter("fault", kSubmitter);
  if (!submitter.ok()) return submitter.status();
  gateway::store::MunicipalityRow municipality;
  municipality.cvr = kCvr;
  municipality.name = "Korsbæk Kommune";
  municipality.sor = {testing::kFactorySor};
  auto added = registry.PutMunicipality("fault", municipality);
  if (!added.ok()) return added.status();
  absl::Status done = registry.Allow("fault", kSubmitter, kCvr);
  if (!done.ok()) return done;
  return registry.PutCredential("fault", kSubmitter,
                                gateway::access::ToHex(facts->fingerprint),
                                "fault", facts->not_after);
}

}  // namespace

std::unique_ptr<PostgresHost> PostgresHost::Start(
    const std::string& folder, const std::string& certificate) {
  std::unique_ptr<PostgresHost> host(new PostgresHost(folder));
  EmbeddedCluster::Options options;
  options.data_folder = folder;
  auto cluster = EmbeddedCluster::Start(std::move(options));
  if (!cluster.ok()) {
    Tell("PostgreSQL", cluster.status());
    return nullptr;
  }
  host->cluster_ = *std::move(cluster);
  if (!host->MakeTemplate(certificate)) return nullptr;
  host->MountSmallDisk();
  return host;
}

PostgresHost::~PostgresHost() {
  cluster_.reset();
  if (mounted_) umount((folder_ + "/small").c_str());
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

bool PostgresHost::MakeTemplate(const std::string& certificate) {
  if (!Run("postgres", std::string("create database ") + kTemplate)) {
    return false;
  }
  {
    auto connection = Connect(kTemplate);
    if (connection == nullptr) return false;
    auto migrated = gateway::store::Migrate(*connection);
    if (migrated.ok()) {
      auto parts = gateway::store::MakePartitions(*connection);
      if (!parts.ok()) migrated = parts.status();
    }
    if (!migrated.ok()) {
      Tell("migrations", migrated.status());
      return false;
    }
  }
  std::ostringstream pem;
  pem << std::ifstream(certificate).rdbuf();
  const absl::Status registered = Register(AddressOf(kTemplate), pem.str());
  if (!registered.ok()) Tell("registration", registered);
  return registered.ok();
}

void PostgresHost::MountSmallDisk() {
  const std::string small = folder_ + "/small";
  std::filesystem::create_directory(small);
  struct stat owner {};
  if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=48m,mode=0777") != 0) {
    return;
  }
  mounted_ = true;
  std::filesystem::create_directory(small + "/space");
  mounted_ =
      stat((folder_ + "/postgres").c_str(), &owner) == 0 &&
      chown((small + "/space").c_str(), owner.st_uid, owner.st_gid) == 0 &&
      Run("postgres", "create tablespace small location '" + small + "/space'");
  if (!mounted_) umount(small.c_str());
}

bool PostgresHost::Create(const std::string& database, bool small) {
  // Another's session on the template would forbid it, a crash before us may
  // not be over: a few tries.
  for (int i = 0; i < 200; ++i) {
    if (Run("postgres", "create database " + database + " template " +
                            kTemplate + (small ? " tablespace small" : ""))) {
      return true;
    }
    usleep(50'000);
  }
  return false;
}

void PostgresHost::Drop(const std::string& database) {
  for (int i = 0; i < 20; ++i) {
    if (Run("postgres",
            "drop database if exists " + database + " with (force)")) {
      return;
    }
    usleep(50'000);
  }
}

std::unique_ptr<Connection> PostgresHost::Connect(
    const std::string& database) const {
  auto connection = Connection::Open({AddressOf(database), "fault-harness"});
  return connection.ok() ? *std::move(connection) : nullptr;
}

bool PostgresHost::Run(const std::string& database,
                       const std::string& sql) const {
  auto connection = Connect(database);
  return connection != nullptr && connection->Run("fault", sql).ok();
}

std::vector<pid_t> PostgresHost::Backends(const std::string& database) const {
  static constexpr gateway::store::Statement kBackends{
      "fault_backends",
      "select pid from pg_stat_activity where datname = $1::text and "
      "application_name like 'trivsel%' order by pid"};
  std::vector<pid_t> backends;
  auto connection = Connect(database);
  if (connection == nullptr) return backends;
  auto rows =
      connection->Execute(kBackends, gateway::store::Params().Text(database));
  for (int row = 0; rows.ok() && row < rows->rows(); ++row) {
    backends.push_back(rows->Int32(row, 0));
  }
  return backends;
}

void PostgresHost::FillDisk(int64_t left) const {
  std::error_code error;
  const auto room =
      static_cast<int64_t>(
          std::filesystem::space(folder_ + "/small", error).available) -
      left;
  if (error || room <= 0) return;
  std::ofstream ballast(folder_ + "/small/ballast", std::ios::binary);
  ballast << std::string(static_cast<size_t>(room), 'x');
}

void PostgresHost::FreeDisk() const {
  std::error_code ignored;
  std::filesystem::remove(folder_ + "/small/ballast", ignored);
}

}  // namespace trivsel::fault
