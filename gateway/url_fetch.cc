#include "gateway/url_fetch.h"

#include <curl/curl.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "validator/token/metadata.h"

namespace trivsel::gateway {
namespace {

constexpr long kTimeoutMs = 10'000;
constexpr long kConnectTimeoutMs = 5'000;

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  auto* body = static_cast<std::string*>(user);
  const size_t bytes = size * count;
  if (body->size() + bytes > validator::token::kMaxMetadataBytes) {
    return 0;  // ends the transfer
  }
  body->append(data, bytes);
  return bytes;
}

void InitOnce() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
}

// GET; with a form, POST.
absl::StatusOr<std::string> Transfer(const std::string& url,
                                     const std::string& ca_file,
                                     const std::string* form) {
  InitOnce();
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(
      curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return absl::ResourceExhaustedError("no memory");
  std::string body;
  const auto set = [&curl](CURLoption option, auto value) {
    curl_easy_setopt(curl.get(), option, value);
  };
  set(CURLOPT_URL, url.c_str());
  if (form != nullptr) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form->size()));
    set(CURLOPT_POSTFIELDS, form->c_str());
  }
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!ca_file.empty()) {
    set(CURLOPT_CAINFO, ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  set(CURLOPT_TIMEOUT_MS, kTimeoutMs);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  set(CURLOPT_WRITEFUNCTION, &OnBody);
  set(CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_WRITE_ERROR) {
    return absl::UnavailableError("the answer is larger than it may be");
  }
  if (code != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) {
    return absl::UnavailableError(absl::StrCat("HTTP status ", status));
  }
  return body;
}

}  // namespace

absl::StatusOr<std::string> FetchHttps(const std::string& url,
                                       const std::string& ca_file) {
  return Transfer(url, ca_file, nullptr);
}

absl::StatusOr<std::string> PostHttps(const std::string& url,
                                      const std::string& ca_file,
                                      const std::string& form) {
  return Transfer(url, ca_file, &form);
}

}  // namespace trivsel::gateway
