#include "client-sdk/sts/form_post.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>

#include "client-sdk/internal/danish_status.h"
#include "client-sdk/internal/tls_material.h"

namespace trivsel::client::sts {
namespace {

using internal::DanishStatus;

constexpr size_t kMaxBody = 256 * 1024;

struct Received {
  std::string body;
  std::string date;
  bool too_large = false;
};

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  auto* received = static_cast<Received*>(user);
  const size_t bytes = size * count;
  if (received->body.size() + bytes > kMaxBody) {
    received->too_large = true;
    return 0;  // ends the transfer
  }
  received->body.append(data, bytes);
  return bytes;
}

size_t OnHeader(char* data, size_t size, size_t count, void* user) {
  constexpr std::string_view kName = "date:";
  const std::string_view line(data, size * count);
  if (line.size() > kName.size() && line.size() < 100 &&
      curl_strnequal(line.data(), kName.data(), kName.size()) != 0) {
    static_cast<Received*>(user)->date = line.substr(kName.size());
  }
  return size * count;
}

int OnProgress(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

std::optional<absl::Time> DateOf(const std::string& header) {
  if (header.empty()) return std::nullopt;
  const time_t seconds = curl_getdate(header.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return absl::FromTimeT(seconds);
}

// "https://host/path" without what could be secret in a query.
std::string Shown(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// What is the same whoever is asked.
bool SetUp(CURL* curl, const FormPost& post, const curl_slist* headers) {
  bool ok = true;
  const auto set = [&](CURLoption option, auto value) {
    ok = ok && curl_easy_setopt(curl, option, value) == CURLE_OK;
  };
  set(CURLOPT_URL, post.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_SSLVERSION,
      static_cast<long>(CURL_SSLVERSION_TLSv1_2) |
          (post.at_most_tls12 ? static_cast<long>(CURL_SSLVERSION_MAX_TLSv1_2)
                              : 0L));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!post.tls.ca.empty()) {
    set(CURLOPT_CAINFO, post.tls.ca.c_str());
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  if (!post.tls.certificate.empty()) {
    set(CURLOPT_SSLCERT, post.tls.certificate.c_str());
    set(CURLOPT_SSLKEY, post.tls.key.c_str());
  }
  const auto millis =
      static_cast<long>(absl::ToInt64Milliseconds(post.timeout));
  set(CURLOPT_TIMEOUT_MS, millis);
  set(CURLOPT_CONNECTTIMEOUT_MS, millis);
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_WRITEFUNCTION, &OnBody);
  set(CURLOPT_HEADERFUNCTION, &OnHeader);
  if (post.stop != nullptr) {
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &OnProgress);
    set(CURLOPT_XFERINFODATA,
        const_cast<void*>(static_cast<const void*>(post.stop)));
  }
  return ok;
}

absl::Status NoAnswer(const FormPost& post, CURLcode code, const char* detail,
                      bool too_large) {
  const std::string where = Shown(post.url);
  if (too_large) {
    return DanishStatus(absl::StatusCode::kUnavailable,
                        where + " svarer med over 256 KiB",
                        where + " answers with over 256 KiB");
  }
  const std::string why = *detail != '\0' ? detail : curl_easy_strerror(code);
  return DanishStatus(absl::StatusCode::kUnavailable,
                      where + " kan ikke nås: " + why,
                      where + " cannot be reached: " + why);
}

}  // namespace

std::string EncodeForm(
    const std::vector<std::pair<std::string, std::string>>& fields) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  const auto append = [&](const std::string& text) {
    for (const char c : text) {
      if (kPlain.find(c) != std::string_view::npos) {
        out.push_back(c);
        continue;
      }
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  };
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out.push_back('&');
    append(name);
    out.push_back('=');
    append(value);
  }
  return out;
}

absl::StatusOr<FormAnswer> Post(const FormPost& post) {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (post.url.rfind("https://", 0) != 0) {
    return DanishStatus(
        absl::StatusCode::kInvalidArgument,
        "adressen skal begynde med https://: " + Shown(post.url),
        "the address must begin with https://: " + Shown(post.url));
  }
  // libcurl says of any of them only that it has a problem.
  const auto material = internal::ReadTlsFiles(post.tls);
  if (!material.ok()) return material.status();
  const Handle curl(once == CURLE_OK ? curl_easy_init() : nullptr,
                    curl_easy_cleanup);
  const Headers headers(curl_slist_append(nullptr, "Accept: application/json"),
                        curl_slist_free_all);
  if (curl == nullptr || headers == nullptr ||
      !SetUp(curl.get(), post, headers.get())) {
    return absl::InternalError("libcurl cannot be set up");
  }
  const std::string form = EncodeForm(post.fields);
  Received received;
  char detail[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, form.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(form.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &received);
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return NoAnswer(post, code, detail, received.too_large);
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return FormAnswer{static_cast<int>(status), std::move(received.body),
                    DateOf(received.date)};
}

}  // namespace trivsel::client::sts
