// The thread that has all connections: it accepts, reads, routes and writes,
// and leaves only handlers to others.
#ifndef TRIVSEL_GATEWAY_HTTP_EVENT_LOOP_H_
#define TRIVSEL_GATEWAY_HTTP_EVENT_LOOP_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/http/connection.h"
#include "gateway/http/listener.h"
#include "gateway/http/options.h"
#include "gateway/http/routes.h"
#include "gateway/http/tls_context.h"
#include "gateway/http/worker_pool.h"

namespace trivsel::gateway::http {

class EventLoop {
 public:
  // `pool` must outlive it.
  EventLoop(const HttpOptions& options, Routes routes,
            std::unique_ptr<TlsContext> tls, Listener listener,
            WorkerPool* pool);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // The kernel's part; before Run().
  absl::Status Open();
  // Serves on this thread until it was told to stop and everyone is answered,
  // or the time for that is over.
  void Run();
  // From any thread, once: no new connections; who has asked is answered.
  void Stop(absl::Duration patience);
  // From any thread.
  size_t connections() const { return count_.load(); }

 private:
  // What a handler gave, for the loop to send. Outlives the loop if a handler
  // is late.
  struct Outbox {
    std::mutex mutex;
    std::vector<std::pair<uint64_t, Response>> ready;  // guarded by mutex
    int wake = -1;                                     // guarded by mutex
    void Put(uint64_t id, Response response);
    void Wake();
  };
  // What is known of the request under way.
  struct Entry {
    std::unique_ptr<Connection> connection;
    const Route* route = nullptr;
    std::string request_id;
  };

  void Tick(absl::Time now);
  void AcceptAll(absl::Time now);
  void Adopt(Listener::Accepted accepted, absl::Time now);
  bool EvictIdle();
  void SendReady(absl::Time now);
  void BeginStop();
  void Expire(absl::Time now);
  // As far as it gets without waiting.
  void Drive(uint64_t id, absl::Time now);
  void DriveOn(uint64_t id, Connection::Need need, absl::Time now);
  void RouteHead(Entry* entry, absl::Time now);
  // False: the request is with a handler.
  bool Dispatch(uint64_t id, Entry* entry, absl::Time now);
  void Refuse(Entry* entry, const HttpFault& fault, absl::Time now,
              const std::string& allow = "");
  void Send(Entry* entry, Response response, bool close, absl::Time now);
  void Watch(uint64_t id, Connection* connection, uint32_t events);
  void Close(uint64_t id);
  void RefreshTls(absl::Time now);

  const HttpOptions options_;
  const Routes routes_;
  std::unique_ptr<TlsContext> tls_;
  std::optional<Listener> listener_;
  WorkerPool* const pool_;
  const std::shared_ptr<Outbox> outbox_ = std::make_shared<Outbox>();
  int epoll_ = -1;
  BodyBudget budget_;
  absl::flat_hash_map<uint64_t, Entry> entries_;
  uint64_t next_id_ = 2;  // 0 is the listener, 1 the outbox
  absl::Time next_tick_ = absl::InfinitePast();
  absl::Time next_refresh_ = absl::InfinitePast();
  bool listening_ = false;   // watched by epoll
  bool tls_failed_ = false;  // said in the log
  bool stopping_ = false;
  absl::Time stop_by_ = absl::InfiniteFuture();
  std::atomic<size_t> count_ = 0;
  std::atomic<int64_t> stop_patience_ms_ = -1;  // told by Stop()
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_EVENT_LOOP_H_
