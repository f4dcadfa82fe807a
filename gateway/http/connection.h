// One connection and what it is at: shaking hands, reading a request, waiting
// for its handler, answering, ending.
#ifndef TRIVSEL_GATEWAY_HTTP_CONNECTION_H_
#define TRIVSEL_GATEWAY_HTTP_CONNECTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/message.h"
#include "gateway/http/options.h"
#include "gateway/http/request_head.h"
#include "gateway/http/tls_stream.h"

namespace trivsel::gateway::http {

// What all bodies together may take.
struct BodyBudget {
  size_t max = 0;
  size_t used = 0;
};

// Never waits; the event loop calls Advance() when something may have come.
// Belongs to the loop's thread.
class Connection {
 public:
  // What it cannot go on without.
  enum class Need {
    kRead,     // the socket can be read from
    kWrite,    // … written to
    kRoute,    // head() is whole: ReadBody() or Answer()
    kHandler,  // request() is whole: Answer()
    kRefusal,  // fault() says what is wrong: Answer()
    kClose,    // nothing: it is over
  };

  // `limits` and `budget` must outlive it; `surplus`: over the limit of
  // connections, to be refused as soon as it can be told so.
  Connection(SSL_CTX* context, int fd, std::string remote,
             const HttpLimits& limits, BodyBudget* budget, absl::Time now,
             bool surplus);
  ~Connection();

  Need Advance(absl::Time now);

  // The head goes on to a body of at most `max_bytes`.
  void ReadBody(size_t max_bytes, absl::Time now);
  // `text` is the whole answer; `close`: no request is read after it.
  void Answer(std::string text, bool close, absl::Time now);
  // The time of what it waits for is over; kRefusal where there is somebody to
  // tell, else kClose.
  Need TimeOut();
  // When to call TimeOut(); none while a handler works.
  absl::Time deadline() const;

  const RequestHead& head() const { return head_; }
  Request& request() { return request_; }
  const HttpFault& fault() const { return fault_; }
  const std::string& remote() const { return remote_; }
  int fd() const { return tls_.fd(); }
  bool surplus() const { return surplus_; }
  // Nothing of a request has come, or is being answered.
  bool idle() const { return state_ == State::kHead && in_.empty(); }
  // It goes silently when told to: no request is under way.
  bool disposable() const { return idle() || state_ == State::kHandshake; }
  absl::Time idle_since() const { return since_; }
  // Whether it may have another request after the one under way.
  bool MayGoOn(absl::Time now) const;
  // When the head under way was whole.
  absl::Time asked() const { return asked_; }
  // For the event loop to remember what it watches for.
  uint32_t watched = 0;

 private:
  enum class State { kHandshake, kHead, kBody, kHandler, kWrite, kLinger };
  using Step = std::optional<Need>;  // nothing: go on
  // So many records of one connection, then the others have their turn.
  static constexpr int kRecordsATurn = 32;

  Step StepHandshake(absl::Time now);
  Step StepHead(absl::Time now);
  Step StepBody();
  Step StepWrite(absl::Time now);
  Step StepLinger();
  Step Fill(absl::Time now);
  // False when the others are to have their turn.
  bool MayRead() { return records_++ < kRecordsATurn; }
  Step Fail(HttpFault fault);
  Step FindHeadEnd(size_t* end);
  Step TakeHead(size_t end, absl::Time now);
  bool ReserveBody();
  void ReleaseBody();
  absl::Time TransferEnd(size_t octets) const;

  const HttpLimits& limits_;
  BodyBudget* const budget_;
  const std::string remote_;
  const absl::Time born_;
  const bool surplus_;
  TlsStream tls_;
  State state_ = State::kHandshake;
  absl::Time since_;  // when the state began
  absl::Time asked_;
  int requests_ = 0;
  int records_ = 0;  // read in this turn

  std::string in_;
  size_t scanned_ = 0;  // of in_, for the end of the head
  RequestHead head_;
  std::string peer_der_, peer_fault_;
  std::optional<BodyReader> body_;
  size_t reserved_ = 0;
  Request request_;
  HttpFault fault_;

  std::string out_;
  size_t written_ = 0;
  enum class Next { kHead, kBody, kLinger } after_write_ = Next::kHead;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_CONNECTION_H_
