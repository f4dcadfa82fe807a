// The PostgreSQL that schedules run on, one after the other.
#ifndef TRIVSEL_TESTS_FAULT_POSTGRES_HOST_H_
#define TRIVSEL_TESTS_FAULT_POSTGRES_HOST_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "gateway/store/connection.h"
#include "gateway/store/embedded_cluster.h"

namespace trivsel::fault {

// A cluster of its own, which the product's EmbeddedCluster starts again
// whenever it dies; and a template: a database with the schema and with the
// submitter "demo-fagsystem" registered, so that a fresh one is a copy. Used,
// and destroyed, on the thread that started it.
class PostgresHost {
 public:
  // Null, and says why, if it cannot be. `certificate`: a PEM file, the
  // submitter's.
  static std::unique_ptr<PostgresHost> Start(const std::string& folder,
                                             const std::string& certificate);
  ~PostgresHost();

  // Copies the template; false if it cannot. `small`: on the file system that
  // can be filled.
  bool Create(const std::string& database, bool small);
  void Drop(const std::string& database);
  // Past all gates, by the unix socket. Null if it does not answer.
  std::unique_ptr<gateway::store::Connection> Connect(
      const std::string& database) const;
  std::string AddressOf(const std::string& database) const {
    return cluster_->ConnectionStringTo(database);
  }
  // One or more commands; false if they failed.
  bool Run(const std::string& database, const std::string& sql) const;
  // What a gate leads to.
  std::string socket() const { return folder_ + "/socket/.s.PGSQL.5432"; }

  pid_t postmaster() const { return cluster_->process(); }
  // Server processes that gateways are connected to.
  std::vector<pid_t> Backends(const std::string& database) const;

  // Whether there is a file system that can be filled: needs the right to
  // mount.
  bool has_small_disk() const { return mounted_; }
  // Leaves so many octets.
  void FillDisk(int64_t left) const;
  void FreeDisk() const;

 private:
  explicit PostgresHost(std::string folder) : folder_(std::move(folder)) {}
  bool MakeTemplate(const std::string& certificate);
  void MountSmallDisk();

  const std::string folder_;
  std::unique_ptr<gateway::store::EmbeddedCluster> cluster_;
  bool mounted_ = false;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_POSTGRES_HOST_H_
