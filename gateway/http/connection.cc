#include "gateway/http/connection.h"

#include <algorithm>
#include <utility>

namespace trivsel::gateway::http {
namespace {

using Result = TlsStream::Result;

// How long the other side has to take the end of an answer after which nothing
// more is read from it.
constexpr absl::Duration kLinger = absl::Seconds(2);

}  // namespace

Connection::Connection(SSL_CTX* context, int fd, std::string remote,
                       const HttpLimits& limits, BodyBudget* budget,
                       absl::Time now, bool surplus)
    : limits_(limits),
      budget_(budget),
      remote_(std::move(remote)),
      born_(now),
      surplus_(surplus),
      tls_(context, fd),
      since_(now),
      asked_(now) {}

Connection::~Connection() { ReleaseBody(); }

Connection::Need Connection::Advance(absl::Time now) {
  records_ = 0;
  while (true) {
    Step step;
    switch (state_) {
      case State::kHandshake:
        step = StepHandshake(now);
        break;
      case State::kHead:
        step = StepHead(now);
        break;
      case State::kBody:
        step = StepBody();
        break;
      case State::kHandler:
        return Need::kHandler;
      case State::kWrite:
        step = StepWrite(now);
        break;
      case State::kLinger:
        step = StepLinger();
        break;
    }
    if (step) return *step;
  }
}

Connection::Step Connection::StepHandshake(absl::Time now) {
  switch (tls_.Handshake()) {
    case Result::kDone:
      peer_der_ = tls_.PeerCertificate(&peer_fault_);
      state_ = State::kHead;
      since_ = now;
      return std::nullopt;
    case Result::kWantRead:
      return Need::kRead;
    case Result::kWantWrite:
      return Need::kWrite;
    case Result::kEnd:
      break;
  }
  return Need::kClose;
}

Connection::Step Connection::Fill(absl::Time now) {
  if (!MayRead()) return Need::kRead;
  const bool first = idle();
  switch (tls_.Read(&in_)) {
    case Result::kDone:
      if (first) since_ = asked_ = now;
      return std::nullopt;
    case Result::kWantRead:
      return Need::kRead;
    case Result::kWantWrite:
      return Need::kWrite;
    case Result::kEnd:
      break;
  }
  return Need::kClose;
}

Connection::Step Connection::Fail(HttpFault fault) {
  fault_ = fault;
  return Need::kRefusal;
}

// The head's length with its blank line. Lines are looked at as they come: who
// does not speak HTTP is told at once, not when its time is over.
Connection::Step Connection::FindHeadEnd(size_t* end) {
  *end = 0;
  if (scanned_ == 0) {
    // An empty line before a request is passed over (RFC 9112 section 2.2).
    if (in_.starts_with("\r\n")) in_.erase(0, 2);
  }
  while (true) {
    const size_t line_end = in_.find('\n', scanned_);
    if (line_end == std::string::npos || line_end >= limits_.max_head_bytes) {
      if (in_.size() < limits_.max_head_bytes) return std::nullopt;
      return Fail({431, "the head of the request is larger than it may be"});
    }
    if (line_end == 0 || in_[line_end - 1] != '\r') {
      return Fail({400, "a line does not end with CRLF"});
    }
    const bool blank = line_end == scanned_ + 1;
    scanned_ = line_end + 1;
    if (!blank) continue;
    *end = scanned_;
    return std::nullopt;
  }
}

Connection::Step Connection::TakeHead(size_t end, absl::Time now) {
  auto parsed =
      ParseHead(std::string_view(in_).substr(0, end), limits_.max_headers);
  in_.erase(0, end);
  scanned_ = 0;
  asked_ = now;
  ++requests_;
  head_ = RequestHead();
  if (const auto* fault = std::get_if<HttpFault>(&parsed)) return Fail(*fault);
  head_ = std::get<RequestHead>(std::move(parsed));
  return Need::kRoute;
}

Connection::Step Connection::StepHead(absl::Time now) {
  size_t end = 0;
  if (Step failed = FindHeadEnd(&end)) return failed;
  return end > 0 ? TakeHead(end, now) : Fill(now);
}

void Connection::ReadBody(size_t max_bytes, absl::Time now) {
  body_.emplace(head_, max_bytes);
  request_ = Request();
  request_.peer_certificate_der = peer_der_;
  request_.peer_certificate_fault = peer_fault_;
  request_.remote = remote_;
  state_ = State::kBody;
  since_ = now;
  if (head_.expects_continue && head_.has_body() && in_.empty()) {
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    written_ = 0;
    after_write_ = Next::kBody;
    state_ = State::kWrite;
  }
}

Connection::Step Connection::StepBody() {
  if (auto fault = body_->Take(&in_, &request_.body)) return Fail(*fault);
  if (!ReserveBody()) {
    return Fail({503, "too much is being received at the moment"});
  }
  if (body_->done()) {
    state_ = State::kHandler;
    return Need::kHandler;
  }
  return Fill(since_);
}

bool Connection::ReserveBody() {
  const size_t more = request_.body.size() - reserved_;
  if (more > budget_->max - std::min(budget_->max, budget_->used)) return false;
  budget_->used += more;
  reserved_ += more;
  return true;
}

void Connection::ReleaseBody() {
  budget_->used -= reserved_;
  reserved_ = 0;
}

void Connection::Answer(std::string text, bool close, absl::Time now) {
  ReleaseBody();
  body_.reset();
  request_ = Request();
  out_ = std::move(text);
  written_ = 0;
  after_write_ = close ? Next::kLinger : Next::kHead;
  state_ = State::kWrite;
  since_ = now;
}

Connection::Step Connection::StepWrite(absl::Time now) {
  while (written_ < out_.size()) {
    size_t count = 0;
    switch (tls_.Write(std::string_view(out_).substr(written_), &count)) {
      case Result::kDone:
        written_ += count;
        break;
      case Result::kWantRead:
        return Need::kRead;
      case Result::kWantWrite:
        return Need::kWrite;
      case Result::kEnd:
        return Need::kClose;
    }
  }
  out_ = std::string();
  since_ = now;
  if (after_write_ == Next::kLinger) tls_.EndWriting();
  if (after_write_ == Next::kHead) head_ = RequestHead();
  state_ = after_write_ == Next::kLinger ? State::kLinger
           : after_write_ == Next::kBody ? State::kBody
                                         : State::kHead;
  return std::nullopt;
}

// A socket that is closed with something unread resets the connection, and the
// other side may never see the answer: so what it still sends is read first.
Connection::Step Connection::StepLinger() {
  if (!MayRead()) return Need::kRead;
  switch (tls_.Discard()) {
    case Result::kDone:
      return std::nullopt;
    case Result::kEnd:
      return Need::kClose;
    default:
      return Need::kRead;
  }
}

absl::Time Connection::TransferEnd(size_t octets) const {
  return since_ + limits_.transfer +
         absl::Seconds(octets / limits_.min_bytes_per_second);
}

absl::Time Connection::deadline() const {
  switch (state_) {
    case State::kHandshake:
      return since_ + limits_.handshake;
    case State::kHead:
      return since_ + (in_.empty() ? limits_.idle : limits_.head);
    case State::kBody:
      return TransferEnd(request_.body.size());
    case State::kHandler:
      return absl::InfiniteFuture();
    case State::kWrite:
      return TransferEnd(written_);
    case State::kLinger:
      return since_ + kLinger;
  }
  return absl::InfinitePast();
}

Connection::Need Connection::TimeOut() {
  const bool asks =
      (state_ == State::kHead && !in_.empty()) || state_ == State::kBody;
  return asks ? *Fail({408, "the request did not come in time"}) : Need::kClose;
}

bool Connection::MayGoOn(absl::Time now) const {
  return head_.keep_alive && !surplus_ && now - born_ < limits_.age &&
         requests_ < limits_.requests_per_connection;
}

}  // namespace trivsel::gateway::http
