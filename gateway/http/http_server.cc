#include "gateway/http/http_server.h"

#include <signal.h>

#include <mutex>
#include <thread>
#include <utility>

#include "gateway/http/event_loop.h"
#include "gateway/http/listener.h"
#include "gateway/http/tls_context.h"
#include "gateway/http/worker_pool.h"

namespace trivsel::gateway::http {
namespace {

// OpenSSL writes to sockets that may have been closed by the other side.
void BlockBrokenPipeSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

struct HttpServer::Parts {
  Parts(const HttpOptions& options, Routes routes,
        std::unique_ptr<TlsContext> tls, Listener listener)
      : address(listener.address()),
        pool(options.threads, options.max_waiting),
        loop(options, std::move(routes), std::move(tls), std::move(listener),
             &pool) {}

  const std::string address;
  WorkerPool pool;
  EventLoop loop;
  std::thread thread;
  std::once_flag stopped;
};

HttpServer::HttpServer(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)) {}

HttpServer::~HttpServer() { Stop(); }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpOptions& options, Routes routes) {
  return Start(options,
               [&routes](const std::string&) { return std::move(routes); });
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpOptions& options,
    const std::function<Routes(const std::string& address)>& make_routes) {
  auto tls = TlsContext::Load(options.tls);
  if (!tls.ok()) return tls.status();
  auto listener = Listener::Open(options.listen);
  if (!listener.ok()) return listener.status();
  Routes routes = make_routes(listener->address());
  auto parts = std::make_unique<Parts>(options, std::move(routes),
                                       *std::move(tls), *std::move(listener));
  if (absl::Status status = parts->loop.Open(); !status.ok()) return status;
  parts->thread = std::thread([&loop = parts->loop] {
    BlockBrokenPipeSignal();
    loop.Run();
  });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

const std::string& HttpServer::address() const { return parts_->address; }

size_t HttpServer::connections() const { return parts_->loop.connections(); }

void HttpServer::Stop(absl::Duration patience) {
  std::call_once(parts_->stopped, [this, patience] {
    parts_->loop.Stop(patience);
    parts_->thread.join();
    parts_->pool.Stop();
  });
}

absl::Status CheckFiles(const TlsFiles& files) {
  return TlsContext::Load(files).status();
}

}  // namespace trivsel::gateway::http
