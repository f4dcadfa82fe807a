#include "gateway/http/body_reader.h"

#include <algorithm>

namespace trivsel::gateway::http {
namespace {

// A chunk's size with its extensions, which nobody uses.
constexpr size_t kMaxSizeLine = 256;
constexpr size_t kMaxTrailer = 4096;
constexpr size_t kMaxSizeDigits = 8;

// The length of the first line with its CRLF; 0 if it is not there yet.
size_t LineLength(std::string_view text) {
  const size_t end = text.find("\r\n");
  return end == std::string_view::npos ? 0 : end + 2;
}

bool ReadHex(std::string_view text, uint64_t* value) {
  if (text.empty() || text.size() > kMaxSizeDigits) return false;
  *value = 0;
  for (char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (lower >= 'a' && lower <= 'f') digit = lower - 'a' + 10;
    if (digit < 0) return false;
    *value = *value * 16 + static_cast<uint64_t>(digit);
  }
  return true;
}

}  // namespace

BodyReader::BodyReader(const RequestHead& head, size_t max_bytes)
    : max_bytes_(max_bytes),
      state_(head.chunked               ? State::kChunkSize
             : head.content_length == 0 ? State::kDone
                                        : State::kPlain),
      left_(head.content_length) {}

bool BodyReader::Fail(int status, std::string_view reason) {
  fault_ = HttpFault{status, reason};
  return false;
}

bool BodyReader::TakeOctets(std::string_view* text, std::string* body) {
  const size_t count =
      static_cast<size_t>(std::min<uint64_t>(left_, text->size()));
  body->append(text->substr(0, count));
  text->remove_prefix(count);
  left_ -= count;
  if (left_ > 0) return false;
  state_ = state_ == State::kPlain ? State::kDone : State::kChunkEnd;
  return state_ != State::kDone;
}

bool BodyReader::TakeChunkSize(std::string_view* text, size_t so_far) {
  const size_t length = LineLength(*text);
  if (length == 0) {
    return text->size() > kMaxSizeLine
               ? Fail(400, "the line of a chunk's size is too long")
               : false;
  }
  const std::string_view line = text->substr(0, length - 2);
  if (length > kMaxSizeLine ||
      !ReadHex(line.substr(0, line.find(';')), &left_)) {
    return Fail(400, "the size of a chunk is not a number");
  }
  if (left_ > max_bytes_ - std::min(max_bytes_, so_far)) {
    return Fail(413, "the body is larger than it may be");
  }
  text->remove_prefix(length);
  state_ = left_ == 0 ? State::kTrailer : State::kChunk;
  return true;
}

bool BodyReader::TakeChunkEnd(std::string_view* text) {
  if (text->size() < 2) return false;
  if (!text->starts_with("\r\n")) return Fail(400, "a chunk does not end");
  text->remove_prefix(2);
  state_ = State::kChunkSize;
  return true;
}

bool BodyReader::TakeTrailer(std::string_view* text) {
  const size_t length = LineLength(*text);
  if (length == 0 ? text->size() > kMaxTrailer
                  : (trailer_octets_ += length) > kMaxTrailer) {
    return Fail(431, "the trailers are larger than they may be");
  }
  if (length == 0) return false;
  text->remove_prefix(length);
  if (length == 2) state_ = State::kDone;
  return length != 2;
}

std::optional<HttpFault> BodyReader::Take(std::string* in, std::string* body) {
  std::string_view text(*in);
  bool go_on = true;
  while (go_on) {
    switch (state_) {
      case State::kPlain:
      case State::kChunk:
        go_on = TakeOctets(&text, body);
        break;
      case State::kChunkSize:
        go_on = TakeChunkSize(&text, body->size());
        break;
      case State::kChunkEnd:
        go_on = TakeChunkEnd(&text);
        break;
      case State::kTrailer:
        go_on = TakeTrailer(&text);
        break;
      case State::kDone:
        go_on = false;
        break;
    }
  }
  in->erase(0, in->size() - text.size());
  return fault_;
}

}  // namespace trivsel::gateway::http
