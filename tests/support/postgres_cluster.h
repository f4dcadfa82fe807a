// A real, private PostgreSQL for the tests of one executable.
#ifndef TRIVSEL_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
#define TRIVSEL_TESTS_SUPPORT_POSTGRES_CLUSTER_H_

#include <memory>
#include <string>

#include "gateway/store/embedded_cluster.h"
#include "gateway/store/pool.h"

namespace trivsel::testing {

// Started when it is first asked for, stopped and removed with the process.
// Ends the process if PostgreSQL cannot be started: no test passes without.
class PostgresCluster {
 public:
  static PostgresCluster& Get();

  // A new, empty database; its connection string.
  std::string NewDatabase();
  // A new database with our schema: a copy of one that was migrated once, as
  // migrating takes seconds on a slow machine.
  std::string NewStore();

  gateway::store::EmbeddedCluster& server() { return *server_; }

 private:
  PostgresCluster();
  ~PostgresCluster();
  static void Remove();

  // A new database as `how` says; its connection string.
  std::string Create(const std::string& name, const std::string& how);

  std::string folder_;
  std::unique_ptr<gateway::store::EmbeddedCluster> server_;
  int databases_ = 0;
  bool migrated_ = false;
};

// A pool of a few connections to a database.
std::unique_ptr<gateway::store::Pool> NewPool(const std::string& database);

// A temporary folder that the server's user can reach, without its removal.
std::string NewTemporaryFolder();

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
