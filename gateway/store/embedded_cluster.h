// A private PostgreSQL for those who have no server: made, started, watched
// and stopped by us.
#ifndef TRIVSEL_GATEWAY_STORE_EMBEDDED_CLUSTER_H_
#define TRIVSEL_GATEWAY_STORE_EMBEDDED_CLUSTER_H_

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/server_user.h"

namespace trivsel::gateway::store {

// Lives in <data_folder>/postgres; reached by a unix socket in a folder that
// only its user may enter; no TCP. It ends when this process ends, kill -9
// included, and is started again when it dies by itself. Its log, in
// <data_folder>/postgres/log, never holds statements or values.
//
// Thread safe after Start.
class EmbeddedCluster {
 public:
  struct Options {
    std::string data_folder;        // made if it is not there
    std::string user = "postgres";  // to run as, when we are root
    std::string database = "trivsel";
    // More settings, "fsync=on"; later ones win.
    std::vector<std::string> settings;
    absl::Duration start_patience = absl::Seconds(60);
  };

  // Makes the cluster if need be, waits out one that an earlier process left
  // behind, starts it and waits until it answers. FAILED_PRECONDITION with a
  // sentence for people: the folder cannot be used, or another process has it.
  static absl::StatusOr<std::unique_ptr<EmbeddedCluster>> Start(
      Options options);

  // Stops it (fast: sessions are ended, everything is written).
  ~EmbeddedCluster();

  // For ConnectOptions: "host=… dbname=…".
  const std::string& connection_string() const { return connection_string_; }
  // Of another database in it.
  std::string ConnectionStringTo(const std::string& database) const;

  // Its process, 0 while there is none.
  pid_t process() const { return process_; }
  // How many times it had to be started again.
  int restarts() const { return restarts_; }

 private:
  explicit EmbeddedCluster(Options options) : options_(std::move(options)) {}

  absl::Status Prepare();
  absl::Status LockFolder();
  absl::Status CreateCluster(const std::string& programs);
  absl::Status ChooseSocketFolder();
  absl::Status EndLeftover();
  absl::Status WaitUntilReady();
  absl::Status CreateDatabase();
  std::vector<std::string> Command() const;
  // The thread that starts the server and stays: the kernel ends the server
  // with the thread that started it.
  void Supervise();
  void StopServer();

  const Options options_;
  ServerUser user_;
  std::string folder_;  // the cluster
  std::string socket_folder_;
  std::string programs_;
  std::string connection_string_;
  int lock_ = -1;

  std::mutex mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;
  std::atomic<pid_t> process_{0};
  std::atomic<int> restarts_{0};
  std::thread supervisor_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_EMBEDDED_CLUSTER_H_
