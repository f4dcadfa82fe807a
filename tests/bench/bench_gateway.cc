#include "tests/bench/bench_gateway.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "gateway/access/fingerprint.h"
#include "gateway/data_folder.h"
#include "gateway/store/registry_credentials.h"
#include "tests/bench/require.h"
#include "tests/support/report_factory.h"

namespace trivsel::bench {

using gateway::store::Registry;
namespace {

// The same one each time: several gateways, one after the other, may be given
// one database, which knows its key. One by which the published children, who
// are eight, are spread evenly over lanes and parts, as many children are.
void WriteCitizenKey(const std::string& folder) {
  Require(gateway::MakeDataFolder(folder));
  const std::string file = gateway::CitizenKeyFile(folder);
  std::ofstream(file, std::ios::binary) << std::string(32, '4');
  std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                         std::filesystem::perms::owner_write);
}

}  // namespace

BenchGateway::BenchGateway(const std::vector<std::string>& options) {
  const std::string ready = folder_ + "/ready";
  WriteCitizenKey(folder_ + "/data");
  std::vector<std::string> command = {TRIVSEL_GATEWAY_BINARY,
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
                                      "--certificate-login",
                                      "--ready-file",
                                      ready};
  command.insert(command.end(), options.begin(), options.end());
  gateway_.emplace(command, folder_ + "/log", ready);
  database_ = Require(gateway::ReadDatabaseFile(folder_ + "/data"));
  pool_ = std::make_unique<gateway::store::Pool>(
      gateway::store::Pool::Options{{database_, "bench"}, 1});
  AddMunicipality("29189447", testing::kFactorySor);
  Register("bench", client_);
  AwaitRegistry();
}

BenchGateway::~BenchGateway() {
  pool_ = nullptr;
  gateway_.reset();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void BenchGateway::AddMunicipality(const std::string& cvr,
                                   const std::string& sor) {
  Registry registry(pool_.get());
  Require(registry.PutMunicipality("bench", {0, cvr, "Kommune " + cvr, {sor}})
              .status());
  municipalities_.push_back(cvr);
  for (const std::string& name : submitters_) {
    Require(registry.Allow("bench", name, cvr));
  }
}

testing::CertifiedKey BenchGateway::AddSubmitter(const std::string& name) {
  testing::CertifiedKey client = certificates_.Client(name);
  Register(name, client);
  return client;
}

void BenchGateway::Register(const std::string& name,
                            const testing::CertifiedKey& client) {
  Registry registry(pool_.get());
  const auto facts = gateway::access::ReadCertificate(client.cert_pem);
  Require(registry.PutSubmitter("bench", name).status());
  submitters_.push_back(name);
  for (const std::string& cvr : municipalities_) {
    Require(registry.Allow("bench", name, cvr));
  }
  Require(registry.PutCredential("bench", name,
                                 gateway::access::ToHex(facts->fingerprint), "",
                                 facts->not_after));
}

testing::CertifiedKey BenchGateway::AddOperator(const std::string& name) {
  testing::CertifiedKey client = certificates_.Client(name);
  const auto facts = gateway::access::ReadCertificate(client.cert_pem);
  gateway::store::CredentialRow row;
  row.owner = name;
  row.fingerprint = gateway::access::ToHex(facts->fingerprint);
  row.not_after = facts->not_after;
  gateway::store::CredentialRegistry registry(pool_.get());
  Require(registry.PutOperator("bench", name, {"operator"}));
  Require(registry.Put("bench", gateway::store::CredentialOwner::kOperator, row)
              .status());
  return client;
}

void BenchGateway::AwaitRegistry() const {
  // It looks at the registry's version once a second.
  absl::SleepFor(absl::Seconds(1.5));
}

std::vector<std::shared_ptr<grpc::Channel>> BenchGateway::Channels(
    int count, const testing::CertifiedKey& client) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = certificates_.ca().cert_pem;
  options.pem_cert_chain = client.cert_pem;
  options.pem_private_key = client.key_pem;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) {
    channels.push_back(grpc::CreateCustomChannel(
        gateway_->Value("grpc"), grpc::SslCredentials(options), arguments));
  }
  return channels;
}

}  // namespace trivsel::bench
