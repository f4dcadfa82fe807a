// The body of a request as it comes in: of a told length, or in chunks.
#ifndef TRIVSEL_GATEWAY_HTTP_BODY_READER_H_
#define TRIVSEL_GATEWAY_HTTP_BODY_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/http/request_head.h"

namespace trivsel::gateway::http {

class BodyReader {
 public:
  // A told length over `max_bytes` is to be refused before.
  BodyReader(const RequestHead& head, size_t max_bytes);

  // Moves what belongs to the body from the front of `in` to the end of
  // `body`; what comes behind the body stays in `in`. A fault ends it: 413, or
  // 400 for bad chunks.
  std::optional<HttpFault> Take(std::string* in, std::string* body);
  bool done() const { return state_ == State::kDone; }

 private:
  enum class State { kPlain, kChunkSize, kChunk, kChunkEnd, kTrailer, kDone };

  // Each takes what it can from `text` and says whether to go on.
  bool TakeOctets(std::string_view* text, std::string* body);
  bool TakeChunkSize(std::string_view* text, size_t so_far);
  bool TakeChunkEnd(std::string_view* text);
  bool TakeTrailer(std::string_view* text);
  bool Fail(int status, std::string_view reason);

  const size_t max_bytes_;
  State state_;
  uint64_t left_ = 0;          // of the body or the chunk
  size_t trailer_octets_ = 0;  // trailers are passed over, within a limit
  std::optional<HttpFault> fault_;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_BODY_READER_H_
