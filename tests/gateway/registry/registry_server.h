// RegistryService on a socket, over a database of its own.
#ifndef TRIVSEL_TESTS_GATEWAY_REGISTRY_REGISTRY_SERVER_H_
#define TRIVSEL_TESTS_GATEWAY_REGISTRY_REGISTRY_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/registry/registry_service.h"
#include "gateway/store/pool.h"

namespace trivsel::testing {

// Lets everybody in as "operator:test", unless told otherwise.
class RegistryServer {
 public:
  RegistryServer();
  ~RegistryServer();

  gateway::store::Pool& pool() { return *pool_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }

  // Nobody is let in.
  std::atomic<bool> deny{false};
  // No more work is taken.
  std::atomic<bool> busy{false};
  // How many operations were run.
  std::atomic<int> ran{0};

 private:
  bool Take(std::function<void()> work);

  std::unique_ptr<gateway::store::Pool> pool_;
  std::mutex mutex_;
  std::vector<std::thread> threads_;
  std::unique_ptr<gateway::registry::RegistryService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The reason in the ErrorInfo of a status; empty if it has none.
std::string ReasonOf(const grpc::Status& status);
// The Danish sentence in it.
std::string DanishOf(const grpc::Status& status);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_GATEWAY_REGISTRY_REGISTRY_SERVER_H_
