// One PUT over HTTPS with mutual TLS, by libcurl.
#ifndef TRIVSEL_GATEWAY_DELIVERY_HTTPS_CLIENT_H_
#define TRIVSEL_GATEWAY_DELIVERY_HTTPS_CLIENT_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::gateway::delivery {

struct HttpsOptions {
  std::string ca_file, certificate_file, key_file;
  absl::Duration timeout;
  absl::Duration connect_timeout;
  // An answer over this is cut off and counts as a failure.
  size_t max_answer_bytes = 1024 * 1024;
};

struct HttpsAnswer {
  int status = 0;  // 0 = no whole answer came
  std::string body;
  std::string retry_after;  // the header's value, as it came
  // Why there is no answer; libcurl's words for the code, no data.
  std::string failure;
};

// Thread safe; keeps connections for reuse, one for each call under way.
// TLS 1.2 or newer; the server's certificate and name are always checked; no
// redirects, no proxy from the environment.
class HttpsClient {
 public:
  explicit HttpsClient(HttpsOptions options);
  ~HttpsClient();
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;

  // Header lines as "Name: value". The body must outlive the call, nothing
  // else of it is kept.
  HttpsAnswer Put(const std::string& url,
                  const std::vector<std::string>& headers,
                  const std::string& body);

 private:
  class Session;
  std::unique_ptr<Session> Borrow();
  void Return(std::unique_ptr<Session> session);

  const HttpsOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;  // guarded by mutex_
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_HTTPS_CLIENT_H_
