#include "tests/gateway/review/review_server.h"

#include <chrono>
#include <utility>

#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"

namespace trivsel::testing {

using gateway::rpc::OperatorRpcs;

ReviewServer::ReviewServer(
    gateway::review::ReviewOperations& operations,
    std::map<std::string, gateway::access::Operator> operators)
    : operators_(std::move(operators)) {
  OperatorRpcs rpcs(
      [this](const grpc::CallbackServerContext& context, const std::string&)
          -> std::variant<OperatorRpcs::Who, grpc::Status> {
        const auto name = context.client_metadata().find("x-operator");
        if (name != context.client_metadata().end()) {
          const auto who = operators_.find(
              std::string(name->second.data(), name->second.size()));
          if (who != operators_.end()) {
            return std::make_shared<const gateway::access::Operator>(
                who->second);
          }
        }
        return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "no");
      },
      [this](std::function<void()> work) { return Take(std::move(work)); },
      gateway::review::kReviewFaults);
  service_ = std::make_unique<gateway::review::ReviewService>(operations,
                                                              std::move(rpcs));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  stub_ = trivsel::gateway::v1::ReviewService::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
}

ReviewServer::~ReviewServer() {
  stub_.reset();
  server_->Shutdown();
  for (std::thread& thread : threads_) thread.join();
}

bool ReviewServer::Take(std::function<void()> work) {
  std::lock_guard lock(mutex_);
  threads_.emplace_back(std::move(work));
  return true;
}

std::unique_ptr<grpc::ClientContext> ReviewServer::As(const std::string& name) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(20));
  context->AddMetadata("x-operator", name);
  return context;
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details())) return "";
  for (const google::protobuf::Any& any : details.details()) {
    if (any.UnpackTo(&info)) return info.reason();
  }
  return "";
}

}  // namespace trivsel::testing
