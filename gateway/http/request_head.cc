#include "gateway/http/request_head.h"

#include <optional>

namespace trivsel::gateway::http {
namespace {

constexpr size_t kMaxMethod = 16;
constexpr size_t kMaxLengthDigits = 15;

bool IsTokenChar(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
      (c >= 'A' && c <= 'Z')) {
    return true;
  }
  return c != '\0' &&
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  for (char c : text) {
    if (!IsTokenChar(c)) return false;
  }
  return !text.empty();
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool IsFieldValue(std::string_view text) {
  for (char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if ((octet < 0x20 && c != '\t') || octet == 0x7F) return false;
  }
  return true;
}

// The next line without its CRLF; nothing if it ends otherwise.
std::optional<std::string_view> NextLine(std::string_view* text) {
  const size_t end = text->find('\n');
  if (end == std::string_view::npos || end == 0 || (*text)[end - 1] != '\r') {
    return std::nullopt;
  }
  const std::string_view line = text->substr(0, end - 1);
  text->remove_prefix(end + 1);
  if (line.find('\r') != std::string_view::npos) return std::nullopt;
  return line;
}

std::optional<HttpFault> ReadRequestLine(std::string_view line,
                                         RequestHead* head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return HttpFault{400, "the request line is not METHOD TARGET VERSION"};
  }
  const std::string_view method = line.substr(0, first);
  if (!IsToken(method) || method.size() > kMaxMethod) {
    return HttpFault{400, "the method is not one"};
  }
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return HttpFault{505, "only HTTP/1.1 is spoken here"};
  }
  head->keep_alive = version == "HTTP/1.1";
  auto target = ParseTarget(line.substr(first + 1, last - first - 1));
  if (!target) return HttpFault{400, "the request target is not a plain path"};
  head->method = method;
  head->target = *std::move(target);
  return std::nullopt;
}

std::optional<HttpFault> ReadField(std::string_view line, Headers* headers) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return HttpFault{400, "a header line is not NAME: VALUE"};
  }
  const std::string_view value = Trimmed(line.substr(colon + 1));
  if (!IsFieldValue(value)) {
    return HttpFault{400, "a header has a control character in it"};
  }
  headers->Add(std::string(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

bool ReadLength(std::string_view text, uint64_t* length) {
  if (text.empty() || text.size() > kMaxLengthDigits) return false;
  *length = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    *length = *length * 10 + static_cast<uint64_t>(c - '0');
  }
  return true;
}

// Where the body ends: one field says it, once.
std::optional<HttpFault> ReadFraming(RequestHead* head) {
  const Headers& headers = head->headers;
  const std::string* length = headers.Find("Content-Length");
  const std::string* coding = headers.Find("Transfer-Encoding");
  if (headers.Count("Content-Length") + headers.Count("Transfer-Encoding") >
      1) {
    return HttpFault{400, "the length of the body is told more than once"};
  }
  if (length != nullptr && !ReadLength(*length, &head->content_length)) {
    return HttpFault{400, "Content-Length is not a number"};
  }
  if (coding == nullptr) return std::nullopt;
  if (!SameText(*coding, "chunked")) {
    return HttpFault{501, "no transfer coding but chunked is known here"};
  }
  // HTTP/1.0 has none; who sends one to it may be smuggling.
  if (!head->keep_alive) {
    return HttpFault{400, "HTTP/1.0 has no Transfer-Encoding"};
  }
  head->chunked = true;
  return std::nullopt;
}

bool ListHas(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    if (SameText(Trimmed(list.substr(0, comma)), word)) return true;
    list = comma == std::string_view::npos ? "" : list.substr(comma + 1);
  }
  return false;
}

std::optional<HttpFault> ReadConnection(RequestHead* head) {
  const size_t hosts = head->headers.Count("Host");
  if (hosts > 1 || (hosts == 0 && head->keep_alive)) {
    return HttpFault{400, "there must be exactly one Host"};
  }
  for (const auto& [name, value] : head->headers) {
    if (SameText(name, "Connection") && ListHas(value, "close")) {
      head->keep_alive = false;
    }
  }
  const std::string* expect = head->headers.Find("Expect");
  if (expect == nullptr) return std::nullopt;
  if (!SameText(*expect, "100-continue")) {
    return HttpFault{417, "Expect can be 100-continue only"};
  }
  head->expects_continue = true;
  return std::nullopt;
}

}  // namespace

std::string RequestHead::ContentType() const {
  const std::string* value = headers.Find("Content-Type");
  if (value == nullptr) return "";
  std::string type(
      Trimmed(std::string_view(*value).substr(0, value->find(';'))));
  for (char& c : type) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return type;
}

std::variant<RequestHead, HttpFault> ParseHead(std::string_view text,
                                               size_t max_headers) {
  RequestHead head;
  std::optional<std::string_view> line = NextLine(&text);
  if (!line) return HttpFault{400, "a line does not end with CRLF"};
  if (auto fault = ReadRequestLine(*line, &head)) return *fault;
  while (true) {
    line = NextLine(&text);
    if (!line) return HttpFault{400, "a line does not end with CRLF"};
    if (line->empty()) break;
    if (head.headers.size() == max_headers) {
      return HttpFault{431, "there are too many headers"};
    }
    if (auto fault = ReadField(*line, &head.headers)) return *fault;
  }
  if (auto fault = ReadFraming(&head)) return *fault;
  if (auto fault = ReadConnection(&head)) return *fault;
  return head;
}

}  // namespace trivsel::gateway::http
