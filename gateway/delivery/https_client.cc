#include "gateway/delivery/https_client.h"

#include <curl/curl.h>

#include <string_view>
#include <utility>

#include "absl/strings/match.h"

namespace trivsel::gateway::delivery {
namespace {

// After this long a connection is made anew, with the files as they are then.
constexpr long kConnectionLifeSeconds = 300;

struct Received {
  std::string body;
  std::string retry_after;
  size_t limit = 0;
  bool too_large = false;
};

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  auto* received = static_cast<Received*>(user);
  const size_t bytes = size * count;
  if (received->body.size() + bytes > received->limit) {
    received->too_large = true;
    return 0;  // ends the transfer
  }
  received->body.append(data, bytes);
  return bytes;
}

size_t OnHeader(char* data, size_t size, size_t count, void* user) {
  auto* received = static_cast<Received*>(user);
  const std::string line(data, size * count);
  constexpr char kName[] = "retry-after:";
  if (absl::StartsWithIgnoreCase(line, kName)) {
    received->retry_after = line.substr(sizeof(kName) - 1, 64);
    while (!received->retry_after.empty() &&
           (received->retry_after.back() == '\n' ||
            received->retry_after.back() == '\r')) {
      received->retry_after.pop_back();
    }
  }
  return size * count;
}

void InitOnce() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
}

}  // namespace

// One libcurl handle with its connection.
class HttpsClient::Session {
 public:
  Session() : curl_(curl_easy_init()) {}
  ~Session() { curl_easy_cleanup(curl_); }

  void Configure(const HttpsOptions& options) {
    const auto set = [this](CURLoption option, auto value) {
      curl_easy_setopt(curl_, option, value);
    };
    curl_easy_reset(curl_);  // keeps the connection
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_CAINFO, options.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    set(CURLOPT_SSLCERT, options.certificate_file.c_str());
    set(CURLOPT_SSLKEY, options.key_file.c_str());
    // Nothing about certificates is kept between connections.
    set(CURLOPT_CA_CACHE_TIMEOUT, 0L);
    set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
    set(CURLOPT_MAXLIFETIME_CONN, kConnectionLifeSeconds);
    set(CURLOPT_TIMEOUT_MS,
        static_cast<long>(absl::ToInt64Milliseconds(options.timeout)));
    set(CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(absl::ToInt64Milliseconds(options.connect_timeout)));
    set(CURLOPT_WRITEFUNCTION, &OnBody);
    set(CURLOPT_HEADERFUNCTION, &OnHeader);
  }

  HttpsAnswer Put(const std::string& url, curl_slist* headers,
                  const std::string& body, size_t limit) {
    Received received;
    received.limit = limit;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &received);
    const CURLcode code = curl_easy_perform(curl_);
    HttpsAnswer answer;
    if (code != CURLE_OK) {
      answer.failure = received.too_large ? "the answer is too large"
                                          : curl_easy_strerror(code);
      return answer;
    }
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    answer.body = std::move(received.body);
    answer.retry_after = std::move(received.retry_after);
    return answer;
  }

  bool usable() const { return curl_ != nullptr; }

 private:
  CURL* curl_;
};

HttpsClient::HttpsClient(HttpsOptions options) : options_(std::move(options)) {
  InitOnce();
}

HttpsClient::~HttpsClient() = default;

std::unique_ptr<HttpsClient::Session> HttpsClient::Borrow() {
  std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Session>();
  std::unique_ptr<Session> session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

void HttpsClient::Return(std::unique_ptr<Session> session) {
  std::lock_guard lock(mutex_);
  idle_.push_back(std::move(session));
}

HttpsAnswer HttpsClient::Put(const std::string& url,
                             const std::vector<std::string>& headers,
                             const std::string& body) {
  std::unique_ptr<Session> session = Borrow();
  if (!session->usable()) {
    return {.status = 0, .body = {}, .retry_after = {}, .failure = "no memory"};
  }
  session->Configure(options_);
  curl_slist* list = nullptr;
  for (const std::string& header : headers) {
    list = curl_slist_append(list, header.c_str());
  }
  HttpsAnswer answer = session->Put(url, list, body, options_.max_answer_bytes);
  curl_slist_free_all(list);
  Return(std::move(session));
  return answer;
}

}  // namespace trivsel::gateway::delivery
