#include "gateway/http/event_loop.h"

#include <openssl/rand.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "gateway/http/response_text.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway::http {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
using Need = Connection::Need;

constexpr uint64_t kListenerId = 0;
constexpr uint64_t kOutboxId = 1;
constexpr absl::Duration kTick = absl::Milliseconds(100);
constexpr absl::Duration kLookForNewFiles = absl::Seconds(1);
// Over the limit of connections so many more are told so; the rest are shut.
constexpr size_t kSurplus = 64;
constexpr const char* kRetryAfterSeconds = "2";

std::string NewRequestId() {
  std::array<unsigned char, 16> octets{};
  RAND_bytes(octets.data(), octets.size());
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(octets.data()), octets.size()));
}

// What came is not for the log; what we know is.
const char* MethodName(const std::string& method) {
  for (const char* known :
       {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (method == known) return known;
  }
  return "-";
}

Response PlainRefusal(const Refusal& refusal) {
  std::string body(refusal.reason);
  body += '\n';
  return {refusal.status, "text/plain; charset=utf-8", std::move(body), {}};
}

Response Threw() { return PlainRefusal({500, "an error of the server's own"}); }

// Nothing may escape a handler.
Response Handled(const Route& route, const Request& request) {
  try {
    Response response = route.handle(request);
    if (response.status >= 200 && response.status <= 599) return response;
    Log(LogLevel::kError, "http_handler_gave_no_status",
        {{"request", request.id}, {"route", route.path}});
  } catch (...) {
    // What it says may hold data of the request.
    Log(LogLevel::kError, "http_handler_threw",
        {{"request", request.id}, {"route", route.path}});
  }
  try {
    if (route.refuse)
      return route.refuse({500, "an error of the server's own"});
  } catch (...) {
  }
  return Threw();
}

}  // namespace

void EventLoop::Outbox::Wake() {
  const uint64_t one = 1;
  if (wake >= 0 && write(wake, &one, sizeof one) < 0) return;
}

void EventLoop::Outbox::Put(uint64_t id, Response response) {
  std::lock_guard lock(mutex);
  ready.emplace_back(id, std::move(response));
  Wake();
}

EventLoop::EventLoop(const HttpOptions& options, Routes routes,
                     std::unique_ptr<TlsContext> tls, Listener listener,
                     WorkerPool* pool)
    : options_(options),
      routes_(std::move(routes)),
      tls_(std::move(tls)),
      listener_(std::move(listener)),
      pool_(pool),
      budget_{options.limits.max_buffered_bytes, 0} {}

EventLoop::~EventLoop() {
  entries_.clear();
  std::lock_guard lock(outbox_->mutex);
  if (outbox_->wake >= 0) close(outbox_->wake);
  outbox_->wake = -1;
  if (epoll_ >= 0) close(epoll_);
}

absl::Status EventLoop::Open() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  outbox_->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || outbox_->wake < 0) {
    return absl::ResourceExhaustedError("no file descriptors are left");
  }
  epoll_event event{EPOLLIN, {}};
  event.data.u64 = kOutboxId;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, outbox_->wake, &event);
  return absl::OkStatus();
}

void EventLoop::Run() {
  std::array<epoll_event, 128> events;
  while (!stopping_ || (!entries_.empty() && SteadyNow() < stop_by_)) {
    const int count =
        epoll_wait(epoll_, events.data(), events.size(),
                   static_cast<int>(kTick / absl::Milliseconds(1)));
    const absl::Time now = SteadyNow();
    for (int i = 0; i < count; ++i) {
      const uint64_t id = events[static_cast<size_t>(i)].data.u64;
      if (id == kListenerId) {
        AcceptAll(now);
      } else if (id == kOutboxId) {
        SendReady(now);
      } else {
        Drive(id, now);
      }
    }
    if (now >= next_tick_) Tick(now);
  }
  entries_.clear();
  count_ = 0;
}

void EventLoop::Tick(absl::Time now) {
  next_tick_ = now + kTick;
  if (stop_patience_ms_ >= 0 && !stopping_) {
    stop_by_ = now + absl::Milliseconds(stop_patience_ms_.load());
    BeginStop();
  }
  if (!stopping_ && !listening_) {
    epoll_event event{EPOLLIN, {}};
    event.data.u64 = kListenerId;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_->fd(), &event);
    listening_ = true;
  }
  if (now >= next_refresh_) RefreshTls(now);
  Expire(now);
}

void EventLoop::RefreshTls(absl::Time now) {
  next_refresh_ = now + kLookForNewFiles;
  const absl::StatusOr<bool> fresh = tls_->Refresh();
  if (fresh.ok()) {
    if (*fresh) Log(LogLevel::kInfo, "https_certificate_reloaded");
  } else if (!tls_failed_) {
    Log(LogLevel::kError, "https_certificate_unusable",
        {{"cause", std::string(fresh.status().message())}});
  }
  tls_failed_ = !fresh.ok();
}

void EventLoop::AcceptAll(absl::Time now) {
  if (!listening_) return;
  while (true) {
    Listener::Accepted accepted = listener_->Accept();
    if (accepted.fd >= 0) {
      Adopt(std::move(accepted), now);
      continue;
    }
    if (accepted.out_of_files) {
      // Until the next tick, as the socket would be ready over and over.
      epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_->fd(), nullptr);
      listening_ = false;
      if (EvictIdle()) continue;
      Log(LogLevel::kError, "http_out_of_file_descriptors");
    }
    return;
  }
}

void EventLoop::Adopt(Listener::Accepted accepted, absl::Time now) {
  const size_t max = options_.limits.max_connections;
  const bool surplus = entries_.size() >= max && !EvictIdle();
  if (surplus && entries_.size() >= max + kSurplus) {
    close(accepted.fd);
    return;
  }
  const uint64_t id = next_id_++;
  Entry& entry = entries_[id];
  entry.connection = std::make_unique<Connection>(
      tls_->current(), accepted.fd, std::move(accepted.remote), options_.limits,
      &budget_, now, surplus);
  count_ = entries_.size();
  Drive(id, now);
}

// Who waits for nothing makes room for who does.
bool EventLoop::EvictIdle() {
  uint64_t oldest = 0;
  absl::Time since = absl::InfiniteFuture();
  for (const auto& [id, entry] : entries_) {
    if (!entry.connection->idle() || entry.connection->idle_since() >= since) {
      continue;
    }
    since = entry.connection->idle_since();
    oldest = id;
  }
  if (oldest == 0) return false;
  Close(oldest);
  return true;
}

void EventLoop::Drive(uint64_t id, absl::Time now) {
  auto it = entries_.find(id);
  if (it == entries_.end()) return;
  DriveOn(id, it->second.connection->Advance(now), now);
}

void EventLoop::DriveOn(uint64_t id, Need need, absl::Time now) {
  while (true) {
    Entry& entry = entries_.at(id);
    switch (need) {
      case Need::kRead:
        return Watch(id, entry.connection.get(), EPOLLIN);
      case Need::kWrite:
        return Watch(id, entry.connection.get(), EPOLLOUT);
      case Need::kRoute:
        RouteHead(&entry, now);
        break;
      case Need::kHandler:
        if (!Dispatch(id, &entry, now)) {
          return Watch(id, entry.connection.get(), 0);
        }
        break;
      case Need::kRefusal:
        Refuse(&entry, entry.connection->fault(), now);
        break;
      case Need::kClose:
        return Close(id);
    }
    need = entry.connection->Advance(now);
  }
}

void EventLoop::RouteHead(Entry* entry, absl::Time now) {
  Connection& connection = *entry->connection;
  const RequestHead& head = connection.head();
  entry->request_id = NewRequestId();
  Routes::Found found = routes_.Find(head.method, head.target.path);
  entry->route = found.route;
  if (connection.surplus()) {
    return Refuse(entry, {503, "there are too many connections"}, now);
  }
  if (found.status == 404) {
    return Refuse(entry, {404, "there is nothing of that name"}, now);
  }
  if (found.status == 405) {
    return Refuse(entry, {405, "not with this method"}, now, found.allow);
  }
  const Route& route = *found.route;
  if (head.content_length > route.max_body_bytes) {
    return Refuse(entry, {413, "the body is larger than it may be"}, now);
  }
  const std::string* coding = head.headers.Find("Content-Encoding");
  if (coding != nullptr && !SameText(*coding, "identity")) {
    return Refuse(entry, {415, "the body must not be encoded"}, now);
  }
  const auto& types = route.content_types;
  if (head.has_body() && !types.empty() &&
      std::find(types.begin(), types.end(), head.ContentType()) ==
          types.end()) {
    return Refuse(entry, {415, "the body is of another type than is read here"},
                  now);
  }
  connection.ReadBody(route.max_body_bytes, now);
  connection.request().path_values = std::move(found.values);
}

bool EventLoop::Dispatch(uint64_t id, Entry* entry, absl::Time now) {
  const RequestHead& head = entry->connection->head();
  auto request =
      std::make_shared<Request>(std::move(entry->connection->request()));
  request->id = entry->request_id;
  request->method = head.method;
  request->path = head.target.path;
  request->query = head.target.query;
  request->headers = head.headers;
  const bool posted = pool_->TryPost(
      [id, request, route = entry->route, outbox = outbox_]() mutable {
        Response response = Handled(*route, *request);
        request.reset();
        outbox->Put(id, std::move(response));
      });
  if (posted) return false;
  Refuse(entry, {503, "too much is asked at the moment"}, now);
  return true;
}

void EventLoop::Refuse(Entry* entry, const HttpFault& fault, absl::Time now,
                       const std::string& allow) {
  Response response;
  try {
    const Refusal refusal{fault.status, fault.reason};
    response = entry->route != nullptr && entry->route->refuse
                   ? entry->route->refuse(refusal)
                   : PlainRefusal(refusal);
  } catch (...) {
    response = Threw();
  }
  response.status = fault.status;
  if (!allow.empty()) response.headers.Set("Allow", allow);
  if (fault.status == 503) {
    response.headers.Set("Retry-After", kRetryAfterSeconds);
  }
  // A body that was not read stands where the next request would.
  const bool close = fault.status != 404 && fault.status != 405;
  Send(entry, std::move(response),
       close || entry->connection->head().has_body(), now);
}

void EventLoop::Send(Entry* entry, Response response, bool close,
                     absl::Time now) {
  Connection& connection = *entry->connection;
  close = close || stopping_ || !connection.MayGoOn(now);
  const std::string route = entry->route != nullptr ? entry->route->path : "-";
  if (entry->request_id.empty()) entry->request_id = NewRequestId();
  Log(LogLevel::kInfo, "http_request",
      {{"request", entry->request_id},
       {"method", MethodName(connection.head().method)},
       {"route", route},
       {"status", response.status},
       {"milliseconds", absl::ToInt64Milliseconds(now - connection.asked())},
       {"octets", response.body.size()},
       {"remote", connection.remote()}});
  if (options_.metrics != nullptr) {
    options_.metrics->HttpRequest(route, response.status);
  }
  connection.Answer(
      ResponseText(response, {connection.head().method == "HEAD", close,
                              entry->request_id, absl::Now()}),
      close, now);
  entry->route = nullptr;
  entry->request_id.clear();
}

void EventLoop::SendReady(absl::Time now) {
  std::vector<std::pair<uint64_t, Response>> ready;
  {
    std::lock_guard lock(outbox_->mutex);
    ready.swap(outbox_->ready);
    uint64_t count = 0;
    if (read(outbox_->wake, &count, sizeof count) < 0) count = 0;
  }
  for (auto& [id, response] : ready) {
    auto it = entries_.find(id);
    if (it == entries_.end()) continue;
    Send(&it->second, std::move(response), false, now);
    Drive(id, now);
  }
}

// A handler's connection is not watched at all: one that hung up would be
// ready over and over.
void EventLoop::Watch(uint64_t id, Connection* connection, uint32_t events) {
  if (connection->watched == events) return;
  const int action = connection->watched == 0 ? EPOLL_CTL_ADD
                     : events == 0            ? EPOLL_CTL_DEL
                                              : EPOLL_CTL_MOD;
  epoll_event event{events, {}};
  event.data.u64 = id;
  if (epoll_ctl(epoll_, action, connection->fd(), &event) != 0) {
    return Close(id);
  }
  connection->watched = events;
}

void EventLoop::Close(uint64_t id) {
  entries_.erase(id);
  count_ = entries_.size();
}

void EventLoop::Expire(absl::Time now) {
  std::vector<uint64_t> expired;
  for (const auto& [id, entry] : entries_) {
    if (now >= entry.connection->deadline() ||
        (stopping_ && entry.connection->disposable())) {
      expired.push_back(id);
    }
  }
  for (uint64_t id : expired) {
    DriveOn(id, entries_.at(id).connection->TimeOut(), now);
  }
}

void EventLoop::Stop(absl::Duration patience) {
  stop_patience_ms_ = std::max<int64_t>(0, absl::ToInt64Milliseconds(patience));
  std::lock_guard lock(outbox_->mutex);
  outbox_->Wake();
}

void EventLoop::BeginStop() {
  stopping_ = true;
  listener_.reset();  // closed: epoll forgets it
  listening_ = false;
}

}  // namespace trivsel::gateway::http
