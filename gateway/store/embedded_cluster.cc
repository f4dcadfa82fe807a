#include "gateway/store/embedded_cluster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/store/connection.h"
#include "gateway/store/server_process.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::store {
namespace {

namespace fs = std::filesystem;

// A socket's whole path may have 107 bytes; PostgreSQL adds
// /.s.PGSQL.5432.lock.
constexpr size_t kMaxSocketFolder = 107 - 19;
constexpr char kRole[] = "trivsel";

const Statement kDatabaseExists{
    "database_exists", "select 1 from pg_database where datname = $1::text"};

// What the server needs to be ours: durable, private, silent about data.
const char* const kSettings[] = {
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_wal_size=4GB",
    "min_wal_size=256MB",
    "wal_compression=lz4",
    "checkpoint_completion_target=0.9",
    // Of several gateways: each opens up to two dozen.
    "max_connections=100",
    "timezone=UTC",
    "log_timezone=UTC",
    "idle_in_transaction_session_timeout=60s",
    // ERROR texts and their details quote values: nothing below LOG, no
    // statement, no parameter.
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "logging_collector=on",
    "log_directory=log",
    "log_filename=postgresql-%a.log",
    "log_truncate_on_rotation=on",
    "log_rotation_age=1d",
    "log_rotation_size=0",
};

// The index by which a report is known again is written all over: with room
// for it in memory, storing costs the same however much is stored. An eighth of
// the machine; taken only as it is used.
std::string SharedBuffers() {
  const int64_t mebibytes =
      int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE) / (8 << 20);
  return absl::StrCat(
      "shared_buffers=", std::clamp<int64_t>(mebibytes, 128, 8192), "MB");
}

std::string FirstLine(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

bool IsServerOf(pid_t process, const std::string& folder) {
  std::error_code error;
  const fs::path cwd =
      fs::read_symlink(absl::StrCat("/proc/", process, "/cwd"), error);
  return !error && fs::equivalent(cwd, folder, error);
}

std::string Quoted(const std::string& value) {
  std::string out = "'";
  for (char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedCluster>> EmbeddedCluster::Start(
    Options options) {
  std::error_code error;
  options.data_folder =
      fs::absolute(options.data_folder, error).lexically_normal().string();
  std::unique_ptr<EmbeddedCluster> cluster(
      new EmbeddedCluster(std::move(options)));
  absl::Status prepared = cluster->Prepare();
  if (!prepared.ok()) return prepared;
  cluster->supervisor_ =
      std::thread([raw = cluster.get()] { raw->Supervise(); });
  absl::Status ready = cluster->WaitUntilReady();
  if (ready.ok()) ready = cluster->CreateDatabase();
  if (!ready.ok()) return ready;
  return cluster;
}

EmbeddedCluster::~EmbeddedCluster() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (supervisor_.joinable()) supervisor_.join();
  if (lock_ >= 0) close(lock_);
}

std::string EmbeddedCluster::ConnectionStringTo(
    const std::string& database) const {
  return absl::StrCat("host=", Quoted(socket_folder_), " user=", kRole,
                      " dbname=", Quoted(database));
}

absl::Status EmbeddedCluster::Prepare() {
  absl::StatusOr<ServerUser> user = FindServerUser(options_.user);
  if (!user.ok()) return user.status();
  user_ = *std::move(user);
  std::error_code error;
  if (!fs::exists(options_.data_folder, error)) {
    fs::create_directories(options_.data_folder, error);
    if (error) {
      return absl::FailedPreconditionError(
          absl::StrCat(options_.data_folder, ": ", error.message()));
    }
    // Others pass through, to the folder that is theirs, and see nothing.
    chmod(options_.data_folder.c_str(), 0711);
  }
  folder_ = absl::StrCat(options_.data_folder, "/postgres");
  absl::Status ok = CheckReachable(folder_, user_);
  if (ok.ok()) ok = LockFolder();
  if (ok.ok()) ok = ChooseSocketFolder();
  if (!ok.ok()) return ok;
  connection_string_ = ConnectionStringTo(options_.database);
  absl::StatusOr<std::string> programs =
      FindPrograms(FirstLine(folder_ + "/PG_VERSION"));
  if (!programs.ok()) return programs.status();
  programs_ = *std::move(programs);
  if (!fs::exists(folder_, error)) return CreateCluster(programs_);
  return EndLeftover();
}

absl::Status EmbeddedCluster::LockFolder() {
  const std::string file = absl::StrCat(options_.data_folder, "/postgres.lock");
  lock_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(file, ": ", std::strerror(errno)));
  }
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(options_.data_folder, " is in use by another gateway"));
  }
  return absl::OkStatus();
}

absl::Status EmbeddedCluster::ChooseSocketFolder() {
  socket_folder_ = absl::StrCat(options_.data_folder, "/socket");
  if (socket_folder_.size() > kMaxSocketFolder) {
    socket_folder_ =
        absl::StrCat("/tmp/trivsel-",
                     absl::Hex(std::hash<std::string>()(options_.data_folder)));
  }
  return MakePrivateFolder(socket_folder_, user_);
}

absl::Status EmbeddedCluster::CreateCluster(const std::string& programs) {
  // Made beside and renamed, so that half a cluster is never taken for one.
  const std::string fresh = folder_ + ".new";
  std::error_code error;
  fs::remove_all(fresh, error);
  absl::Status made = MakePrivateFolder(fresh, user_);
  if (!made.ok()) return made;
  ProcessOptions process;
  process.command = {programs + "/initdb",
                     "-D",
                     fresh,
                     "-U",
                     kRole,
                     "--auth=trust",
                     "--locale=C.UTF-8",
                     "--encoding=UTF8",
                     "--no-instructions"};
  process.working_folder = fresh;
  process.output_file =
      absl::StrCat(options_.data_folder, "/postgres-start.log");
  process.user = user_;
  absl::StatusOr<pid_t> child = StartProcess(process);
  if (!child.ok()) return child.status();
  absl::Status done = WaitForSuccess(*child, "initdb", absl::Minutes(5));
  if (!done.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        std::string(done.message()), "; see ", process.output_file));
  }
  fs::rename(fresh, folder_, error);
  if (error)
    return absl::FailedPreconditionError(
        absl::StrCat(folder_, ": ", error.message()));
  return absl::OkStatus();
}

absl::Status EmbeddedCluster::EndLeftover() {
  // A process before us was killed; the kernel told its server to stop, which
  // can take a while. Nobody else has the folder: we hold its lock.
  const pid_t left = std::atoi(FirstLine(folder_ + "/postmaster.pid").c_str());
  const absl::Time start = SteadyNow();
  while (left > 0 && IsServerOf(left, folder_)) {
    const absl::Duration waited = SteadyNow() - start;
    if (waited > options_.start_patience) {
      return absl::FailedPreconditionError(absl::StrCat(
          "PostgreSQL process ", left, " of an earlier run does not end"));
    }
    kill(left, waited > options_.start_patience / 2 ? SIGQUIT : SIGINT);
    absl::SleepFor(absl::Milliseconds(50));
  }
  return absl::OkStatus();
}

std::vector<std::string> EmbeddedCluster::Command() const {
  std::vector<std::string> command = {programs_ + "/postgres", "-D", folder_,
                                      "-k", socket_folder_};
  for (const char* setting : kSettings)
    command.insert(command.end(), {"-c", setting});
  command.insert(command.end(), {"-c", SharedBuffers()});
  for (const std::string& setting : options_.settings) {
    command.insert(command.end(), {"-c", setting});
  }
  return command;
}

void EmbeddedCluster::Supervise() {
  ProcessOptions process;
  process.command = Command();
  process.working_folder = folder_;
  process.output_file =
      absl::StrCat(options_.data_folder, "/postgres-start.log");
  process.user = user_;
  process.signal_at_parents_end = SIGINT;  // fast shutdown
  auto backoff = std::chrono::milliseconds(100);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    absl::StatusOr<pid_t> child = StartProcess(process);
    const absl::Time started = SteadyNow();
    if (child.ok()) {
      process_ = *child;
      int status = 0;
      while (!stopping_ && !HasEnded(*child, &status)) {
        stopping_changed_.wait_for(lock, std::chrono::milliseconds(20));
      }
      if (stopping_) break;
      process_ = 0;
    }
    ++restarts_;
    // What kept it from starting (memory of the one before still attached, a
    // full disk) goes away by itself or by people; never spin.
    if (SteadyNow() - started > absl::Seconds(10))
      backoff = std::chrono::milliseconds(100);
    stopping_changed_.wait_for(lock, backoff, [&] { return stopping_; });
    backoff = std::min(backoff * 2, std::chrono::milliseconds(5000));
  }
  StopServer();
}

void EmbeddedCluster::StopServer() {
  const pid_t child = process_;
  if (child == 0) return;
  const absl::Time start = SteadyNow();
  int status = 0;
  kill(child, SIGINT);
  while (!HasEnded(child, &status)) {
    // Its crash recovery makes even this safe.
    if (SteadyNow() - start > absl::Seconds(30)) kill(child, SIGQUIT);
    absl::SleepFor(absl::Milliseconds(10));
  }
  process_ = 0;
}

absl::Status EmbeddedCluster::WaitUntilReady() {
  const absl::Time deadline = SteadyNow() + options_.start_patience;
  ConnectOptions connect;
  connect.database = ConnectionStringTo("postgres");
  while (true) {
    absl::StatusOr<std::unique_ptr<Connection>> connection =
        Connection::Open(connect);
    if (connection.ok()) return absl::OkStatus();
    if (SteadyNow() > deadline) {
      return absl::UnavailableError(
          absl::StrCat("PostgreSQL does not start; see ", folder_, "/log and ",
                       options_.data_folder, "/postgres-start.log"));
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
}

absl::Status EmbeddedCluster::CreateDatabase() {
  ConnectOptions connect;
  connect.database = ConnectionStringTo("postgres");
  absl::StatusOr<std::unique_ptr<Connection>> connection =
      Connection::Open(connect);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<Result> there =
      (*connection)->Execute(kDatabaseExists, Params().Text(options_.database));
  if (!there.ok()) return there.status();
  if (there->rows() > 0) return absl::OkStatus();
  return (*connection)
      ->Run("create database",
            absl::StrCat("create database \"", options_.database, "\""),
            absl::Minutes(1));
}

}  // namespace trivsel::gateway::store
