#include "gateway/health_service.h"

namespace trivsel::gateway {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

bool IsKnown(const std::string& service) {
  return service.empty() || service == "trivsel.gateway.v1.ReportService";
}

}  // namespace

struct HealthService::State {
  std::mutex mutex;
  bool serving = false;
  bool ended = false;
  std::set<Watcher*> watchers;
};

// One watch. At most one write is under way; a change meanwhile is written
// after it.
class HealthService::Watcher final
    : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(std::shared_ptr<State> state, bool known)
      : state_(std::move(state)), known_(known) {
    std::lock_guard lock(state_->mutex);
    state_->watchers.insert(this);
    Tell();
  }

  // Under the lock.
  void Tell() {
    if (finished_ || writing_) return;
    const auto now = !known_           ? HealthCheckResponse::SERVICE_UNKNOWN
                     : state_->serving ? HealthCheckResponse::SERVING
                                       : HealthCheckResponse::NOT_SERVING;
    const bool news = !told_ || message_.status() != now;
    // The last news is told also when it is the end.
    if (cancelled_ || (state_->ended && !news)) {
      finished_ = true;
      Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "shutting down"));
      return;
    }
    if (!news) return;
    told_ = true;
    message_.set_status(now);
    writing_ = true;
    StartWrite(&message_);
  }

  void OnWriteDone(bool ok) override {
    std::lock_guard lock(state_->mutex);
    writing_ = false;
    cancelled_ |= !ok;
    Tell();
  }
  void OnCancel() override {
    std::lock_guard lock(state_->mutex);
    cancelled_ = true;
    Tell();
  }
  void OnDone() override {
    {
      std::lock_guard lock(state_->mutex);
      state_->watchers.erase(this);
    }
    delete this;
  }

 private:
  const std::shared_ptr<State> state_;
  const bool known_;
  HealthCheckResponse message_;
  bool told_ = false;
  bool writing_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
};

HealthService::HealthService() : state_(std::make_shared<State>()) {}
HealthService::~HealthService() = default;

void HealthService::SetServing(bool serving) {
  std::lock_guard lock(state_->mutex);
  state_->serving = serving;
  for (Watcher* watcher : state_->watchers) watcher->Tell();
}

void HealthService::Shutdown() {
  std::lock_guard lock(state_->mutex);
  state_->ended = true;
  for (Watcher* watcher : state_->watchers) watcher->Tell();
}

grpc::ServerUnaryReactor* HealthService::Check(
    grpc::CallbackServerContext* context, const HealthCheckRequest* request,
    HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (!IsKnown(request->service())) {
    reactor->Finish(
        grpc::Status(grpc::StatusCode::NOT_FOUND, "unknown service"));
    return reactor;
  }
  std::lock_guard lock(state_->mutex);
  response->set_status(state_->serving ? HealthCheckResponse::SERVING
                                       : HealthCheckResponse::NOT_SERVING);
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext*, const HealthCheckRequest* request) {
  return new Watcher(state_, IsKnown(request->service()));
}

}  // namespace trivsel::gateway
