#include "tests/bench/bench_gateway.h"

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "gateway/access/fingerprint.h"
#include "gateway/data_folder.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry.h"
#include "tests/bench/require.h"
#include "tests/support/report_factory.h"

namespace trivsel::bench {
namespace {

pid_t Spawn(const std::vector<std::string>& command, const std::string& log) {
  const pid_t child = fork();
  if (child != 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(out, 1);
  dup2(out, 2);
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

BenchGateway::BenchGateway(const std::string& binary,
                           const std::vector<std::string>& options) {
  // Not /tmp: where that is memory, nothing would ever reach a disk.
  std::string folder = "/var/tmp/trivsel-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) Die("no folder under /var/tmp");
  std::filesystem::permissions(folder, std::filesystem::perms(0711));
  folder_ = folder;
  const std::string ready = folder_ + "/ready";
  std::vector<std::string> command = {binary,
                                      "--data",
                                      folder_ + "/data",
                                      "--listen",
                                      "127.0.0.1:0",
                                      "--metrics-listen",
                                      "127.0.0.1:0",
                                      "--tls-cert",
                                      server_.cert_file,
                                      "--tls-key",
                                      server_.key_file,
                                      "--tls-client-ca",
                                      certificates_.ca().cert_file,
                                      "--ready-file",
                                      ready};
  command.insert(command.end(), options.begin(), options.end());
  process_ = Spawn(command, folder_ + "/log");
  std::string line;
  while (address_.empty()) {
    if (waitpid(process_, nullptr, WNOHANG) != 0) {
      Die("the gateway did not start; see " + folder_ + "/log");
    }
    absl::SleepFor(absl::Milliseconds(50));
    std::ifstream file(ready);
    while (std::getline(file, line)) {
      if (line.rfind("grpc=", 0) == 0) address_ = line.substr(5);
    }
  }
  auto database = gateway::ReadDatabaseFile(folder_ + "/data");
  Require(database.status());
  database_ = *database;
  Register();
}

BenchGateway::~BenchGateway() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  if (status != 0) std::fprintf(stderr, "the gateway ended with %d\n", status);
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void BenchGateway::Register() {
  gateway::store::Pool pool({{database_, "bench"}, 1});
  gateway::store::Registry registry(&pool);
  const auto facts = gateway::access::ReadCertificate(client_.cert_pem);
  Require(registry
              .PutMunicipality(
                  "bench",
                  {0, "29189447", "Holbæk Kommune", {testing::kFactorySor}})
              .status());
  Require(registry.PutSubmitter("bench", "bench").status());
  Require(registry.Allow("bench", "bench", "29189447"));
  Require(registry.PutCredential("bench", "bench",
                                 gateway::access::ToHex(facts->fingerprint), "",
                                 facts->not_after));
  // Until the gateway has noticed.
  absl::SleepFor(absl::Seconds(1.5));
}

std::vector<std::shared_ptr<grpc::Channel>> BenchGateway::Channels(
    int count) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = certificates_.ca().cert_pem;
  options.pem_cert_chain = client_.cert_pem;
  options.pem_private_key = client_.key_pem;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) {
    channels.push_back(grpc::CreateCustomChannel(
        address_, grpc::SslCredentials(options), arguments));
  }
  return channels;
}

}  // namespace trivsel::bench
