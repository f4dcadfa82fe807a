// ReviewService on a socket, for whoever it is told.
#ifndef TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_SERVER_H_
#define TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/review/review_service.h"

namespace trivsel::testing {

// Callers say in the metadata "x-operator" by which of the operators they
// want to be taken for; others are turned away.
class ReviewServer {
 public:
  ReviewServer(gateway::review::ReviewOperations& operations,
               std::map<std::string, gateway::access::Operator> operators);
  ~ReviewServer();

  using Stub = trivsel::gateway::v1::ReviewService::Stub;
  Stub& stub() { return *stub_; }
  // A context of that operator, with a deadline.
  static std::unique_ptr<grpc::ClientContext> As(const std::string& name);

 private:
  bool Take(std::function<void()> work);

  const std::map<std::string, gateway::access::Operator> operators_;
  std::mutex mutex_;
  std::vector<std::thread> threads_;
  std::unique_ptr<gateway::review::ReviewService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Stub> stub_;
};

// The reason in the ErrorInfo of a status; empty if it has none.
std::string ReasonOf(const grpc::Status& status);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_GATEWAY_REVIEW_REVIEW_SERVER_H_
