#include "tests/integration/login_browser.h"

#include <curl/curl.h>

#include <cctype>
#include <memory>
#include <utility>

namespace trivsel::gateway {
namespace {

using Headers = std::multimap<std::string, std::string>;

std::string OriginOf(const std::string& url) {
  return url.substr(0, url.find('/', url.find("://") + 3));
}

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  static_cast<std::string*>(user)->append(data, size * count);
  return size * count;
}

// As they came: other clients decode escapes in them.
size_t OnHeader(char* data, size_t size, size_t count, void* user) {
  const std::string line(data, size * count);
  const size_t colon = line.find(':');
  if (colon == std::string::npos) return line.size();
  std::string name = line.substr(0, colon);
  for (char& c : name) c = static_cast<char>(std::tolower(c));
  const size_t from = line.find_first_not_of(' ', colon + 1);
  const size_t to = line.find_last_not_of("\r\n");
  static_cast<Headers*>(user)->emplace(name,
                                       from == std::string::npos || to < from
                                           ? ""
                                           : line.substr(from, to - from + 1));
  return line.size();
}

}  // namespace

std::string LoginBrowser::Page::Hidden(const std::string& name) const {
  const std::string start = "name=\"" + name + "\" value=\"";
  const size_t at = body.find(start);
  if (at == std::string::npos) return "";
  const size_t from = at + start.size();
  return body.substr(from, body.find('"', from) - from);
}

std::string LoginBrowser::Cookie(const std::string& origin,
                                 const std::string& name) const {
  const auto jar = jar_.find(origin);
  if (jar == jar_.end()) return "";
  const auto cookie = jar->second.find(name);
  return cookie == jar->second.end() ? "" : cookie->second;
}

void LoginBrowser::SetCookie(const std::string& origin, const std::string& name,
                             const std::string& value) {
  jar_[origin][name] = value;
}

std::string LoginBrowser::CookieHeader(const std::string& origin) const {
  std::string header;
  const auto jar = jar_.find(origin);
  if (jar == jar_.end()) return header;
  for (const auto& [name, value] : jar->second) {
    header += (header.empty() ? "" : "; ") + name + "=" + value;
  }
  return header;
}

LoginBrowser::Page LoginBrowser::Take(
    const std::string& origin, int status, std::string body,
    const std::multimap<std::string, std::string>& headers) {
  Page page;
  page.status = status;
  page.body = std::move(body);
  page.headers = headers;
  for (const auto& [name, value] : headers) {
    if (name == "location") page.location = value;
    if (name == "content-security-policy") page.policy = value;
    if (name != "set-cookie") continue;
    page.set_cookies.push_back(value);
    const size_t equals = value.find('=');
    const std::string key = value.substr(0, equals);
    if (value.find("Max-Age=0") != std::string::npos) {
      jar_[origin].erase(key);
    } else {
      jar_[origin][key] =
          value.substr(equals + 1, value.find(';') - equals - 1);
    }
  }
  return page;
}

LoginBrowser::Page LoginBrowser::Send(
    const std::string& method, const std::string& url, const std::string* form,
    const std::map<std::string, std::string>& more) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(
      curl_easy_init(), curl_easy_cleanup);
  const std::string origin = OriginOf(url), cookies = CookieHeader(origin);
  std::string body;
  Headers headers;
  curl_slist* list = nullptr;
  for (const auto& [name, value] : more) {
    list = curl_slist_append(list, (name + ": " + value).c_str());
  }
  const auto set = [&curl](CURLoption option, auto value) {
    curl_easy_setopt(curl.get(), option, value);
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_CUSTOMREQUEST, method.c_str());
  set(CURLOPT_CAINFO, ca_file_.c_str());
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT, 20L);
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_HTTPHEADER, list);
  set(CURLOPT_WRITEFUNCTION, &OnBody);
  set(CURLOPT_WRITEDATA, &body);
  set(CURLOPT_HEADERFUNCTION, &OnHeader);
  set(CURLOPT_HEADERDATA, &headers);
  if (!cookies.empty()) set(CURLOPT_COOKIE, cookies.c_str());
  if (form != nullptr) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form->size()));
    set(CURLOPT_POSTFIELDS, form->c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(list);
  if (code != CURLE_OK) return {};
  return Take(origin, static_cast<int>(status), std::move(body), headers);
}

LoginBrowser::Page LoginBrowser::Get(const std::string& url) {
  return Send("GET", url, nullptr, {});
}

std::string LoginBrowser::Encoded(const Fields& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    char* escaped =
        curl_easy_escape(nullptr, value.data(), static_cast<int>(value.size()));
    form += (form.empty() ? "" : "&") + name + "=" + escaped;
    curl_free(escaped);
  }
  return form;
}

LoginBrowser::Page LoginBrowser::Post(
    const std::string& url, const Fields& fields,
    const std::map<std::string, std::string>& headers) {
  const std::string form = Encoded(fields);
  return Send("POST", url, &form, headers);
}

}  // namespace trivsel::gateway
