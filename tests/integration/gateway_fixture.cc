#include "tests/integration/gateway_fixture.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <filesystem>

#include "gateway/access/fingerprint.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway {

GatewayFixture::GatewayFixture() {
  folder_ = testing::NewTemporaryFolder();
  config_.data = folder_;
  config_.database = testing::PostgresCluster::Get().NewStore();
  config_.listen = "127.0.0.1:0";
  config_.metrics_listen = "127.0.0.1:0";
  config_.tls_cert = server_.cert_file;
  config_.tls_key = server_.key_file;
  config_.tls_client_ca = certificates_.ca().cert_file;
  config_.certificate_login = true;
  config_.log_level = telemetry::LogLevel::kError;
  telemetry::SetLogLevel(config_.log_level);

  pool_ = testing::NewPool(config_.database);
  registry_ = std::make_unique<store::Registry>(pool_.get());
  EXPECT_TRUE(
      registry_
          ->PutMunicipality("test",
                            {0, "29189447", "Holbæk Kommune", {"451000016003"}})
          .ok());
  EXPECT_TRUE(registry_->PutSubmitter("test", "vendor").ok());
  EXPECT_TRUE(registry_->Allow("test", "vendor", "29189447").ok());
  const auto facts = access::ReadCertificate(vendor_.cert_pem);
  EXPECT_TRUE(registry_
                  ->PutCredential("test", "vendor",
                                  access::ToHex(facts->fingerprint), "test",
                                  facts->not_after)
                  .ok());
}

GatewayFixture::~GatewayFixture() {
  gateway_.reset();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void GatewayFixture::Start() {
  ASSERT_TRUE(CheckConfig(config_).ok()) << CheckConfig(config_);
  auto started = Gateway::Start(config_, [] { return true; });
  ASSERT_TRUE(started.ok()) << started.status();
  gateway_ = *std::move(started);
}

std::shared_ptr<grpc::Channel> GatewayFixture::ChannelAs(
    const testing::CertifiedKey* key) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = certificates_.ca().cert_pem;
  if (key != nullptr) {
    options.pem_cert_chain = key->cert_pem;
    options.pem_private_key = key->key_pem;
  }
  grpc::ChannelArguments arguments;
  // Each channel a connection of its own.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(gateway_->address(),
                                   grpc::SslCredentials(options), arguments);
}

std::unique_ptr<grpc::ClientContext> GatewayFixture::Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(20));
  return context;
}

google::rpc::Status GatewayFixture::Details(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

std::string GatewayFixture::Reason(const grpc::Status& status) {
  google::rpc::ErrorInfo info;
  const google::rpc::Status details = Details(status);
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

}  // namespace trivsel::gateway
