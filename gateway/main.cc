// trivsel-gateway.
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gateway/config.h"
#include "gateway/data_folder.h"
#include "gateway/gateway.h"
#include "gateway/rules.h"
#include "gateway/server_credentials.h"
#include "gateway/stop_signal.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

// Debian's Abseil is a debug build: it looks for cycles at every lock that gRPC
// takes, a twentieth of a report's cost.
void ForgoLockOrderChecks() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

// What is given back is soon taken again: the kernel would take it away, and
// give it anew page by page, each by a fault.
void KeepFreedMemory() {
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}

// A core holds reports about children and keys.
void ForbidCores() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

int Fail(const absl::Status& status) {
  Log(LogLevel::kError, "gateway_failed",
      {{"code", absl::StatusCodeToString(status.code())},
       {"cause", std::string(status.message())}});
  std::fprintf(stderr, "trivsel-gateway: %s\n",
               std::string(status.message()).c_str());
  return 1;
}

// For scripts: which addresses it got.
absl::Status Announce(const Config& config, const Gateway& gateway) {
  std::string lines = absl::StrCat("grpc=", gateway.address(), "\n");
  if (!gateway.metrics_address().empty()) {
    absl::StrAppend(&lines, "metrics=", gateway.metrics_address(), "\n");
  }
  if (!gateway.https_address().empty()) {
    absl::StrAppend(&lines, "https=", gateway.https_address(), "\n");
  }
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
  if (config.ready_file.empty()) return absl::OkStatus();
  return ReplaceFile(config.ready_file, lines, 0644);
}

int Serve(const Config& config) {
  StopSignal stop;
  absl::StatusOr<std::unique_ptr<Gateway>> gateway =
      Gateway::Start(config, [&stop] { return !stop.raised(); });
  if (!gateway.ok()) {
    return absl::IsCancelled(gateway.status()) ? 0 : Fail(gateway.status());
  }
  if (absl::Status status = Announce(config, **gateway); !status.ok()) {
    return Fail(status);
  }
  stop.Wait();
  Log(LogLevel::kInfo, "gateway_stopping");
  gateway->reset();
  Log(LogLevel::kInfo, "gateway_stopped");
  return 0;
}

absl::Status CheckDates(const Config& config) {
  return config.insecure ? absl::OkStatus()
                         : CheckCertificateDates(config.tls_cert);
}

// For --check-config: also what would not keep it from starting.
absl::Status CheckEverything(const Config& config) {
  const absl::Status dates = CheckDates(config);
  return dates.ok() ? CheckRules(config) : dates;
}

int Main(int argc, char** argv) {
  ForbidCores();
  ForbidOldTls();
  ForgoLockOrderChecks();
  KeepFreedMemory();
  auto parsed = ParseConfig(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Config& config = std::get<Config>(parsed);
  telemetry::SetLogLevel(config.log_level);
  if (absl::Status status = CheckConfig(config); !status.ok()) {
    return Fail(status);
  }
  if (config.check_only) {
    if (absl::Status status = CheckEverything(config); !status.ok()) {
      return Fail(status);
    }
    std::puts("ok");
    return 0;
  }
  // A new certificate will be read when it is there; delivery does not need it.
  if (absl::Status status = CheckDates(config); !status.ok()) {
    Log(LogLevel::kError, "certificate_unusable",
        {{"cause", std::string(status.message())}});
  }
  return Serve(config);
}

}  // namespace
}  // namespace trivsel::gateway

int main(int argc, char** argv) { return trivsel::gateway::Main(argc, argv); }
