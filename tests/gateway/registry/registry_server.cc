#include "tests/gateway/registry/registry_server.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::testing {
namespace {

using gateway::rpc::OperatorRpcs;

template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status details;
  Detail detail;
  if (!details.ParseFromString(status.error_details())) return detail;
  for (const google::protobuf::Any& any : details.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&detail);
  }
  return detail;
}

}  // namespace

RegistryServer::RegistryServer()
    : pool_(NewPool(PostgresCluster::Get().NewStore())) {
  OperatorRpcs rpcs(
      [this](const grpc::CallbackServerContext&, const std::string&)
          -> std::variant<OperatorRpcs::Who, grpc::Status> {
        if (deny) return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "no");
        return std::make_shared<const gateway::access::Operator>(
            gateway::access::Operator{"operator:test", "test", {}});
      },
      [this](std::function<void()> work) { return Take(std::move(work)); },
      gateway::registry::kRegistryFaults);
  service_ = std::make_unique<gateway::registry::RegistryService>(
      *pool_, std::move(rpcs));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                 grpc::InsecureChannelCredentials());
}

RegistryServer::~RegistryServer() {
  channel_.reset();
  server_->Shutdown();
  for (std::thread& thread : threads_) thread.join();
}

bool RegistryServer::Take(std::function<void()> work) {
  if (busy) return false;
  ++ran;
  std::lock_guard lock(mutex_);
  threads_.emplace_back(std::move(work));
  return true;
}

std::string ReasonOf(const grpc::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.domain(), "trivsel.dk");
  return info.reason();
}

std::string DanishOf(const grpc::Status& status) {
  return DetailOf<google::rpc::LocalizedMessage>(status).message();
}

}  // namespace trivsel::testing
