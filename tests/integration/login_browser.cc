#include "tests/integration/login_browser.h"

#include <httplib.h>

#include <utility>

namespace trivsel::gateway {
namespace {

struct Url {
  std::string origin, host, path;
  int port = 443;
};

Url Split(const std::string& url) {
  Url parts;
  const size_t host = url.find("://") + 3;
  const size_t path = url.find('/', host);
  parts.origin = url.substr(0, path);
  parts.path = path == std::string::npos ? "/" : url.substr(path);
  const std::string authority = parts.origin.substr(host);
  const size_t colon = authority.rfind(':');
  parts.host = authority.substr(0, colon);
  if (colon != std::string::npos) {
    parts.port = std::atoi(authority.c_str() + colon + 1);
  }
  return parts;
}

std::multimap<std::string, std::string> HeadersOf(const httplib::Response& r) {
  std::multimap<std::string, std::string> headers;
  for (const auto& [name, value] : r.headers) {
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    headers.emplace(lower, value);
  }
  return headers;
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

LoginBrowser::Page LoginBrowser::Get(const std::string& url) {
  const Url parts = Split(url);
  httplib::SSLClient client(parts.host, parts.port);
  client.set_ca_cert_path(ca_file_.c_str());
  client.set_read_timeout(20);
  httplib::Headers headers;
  const std::string cookies = CookieHeader(parts.origin);
  if (!cookies.empty()) headers.emplace("Cookie", cookies);
  const auto result = client.Get(parts.path.c_str(), headers);
  if (!result) return {};
  return Take(parts.origin, result->status, result->body, HeadersOf(*result));
}

LoginBrowser::Page LoginBrowser::Post(
    const std::string& url, const Fields& fields,
    const std::map<std::string, std::string>& more) {
  const Url parts = Split(url);
  httplib::SSLClient client(parts.host, parts.port);
  client.set_ca_cert_path(ca_file_.c_str());
  client.set_read_timeout(20);
  httplib::Headers headers(more.begin(), more.end());
  const std::string cookies = CookieHeader(parts.origin);
  if (!cookies.empty()) headers.emplace("Cookie", cookies);
  const auto result =
      client.Post(parts.path.c_str(), headers,
                  httplib::Params(fields.begin(), fields.end()));
  if (!result) return {};
  return Take(parts.origin, result->status, result->body, HeadersOf(*result));
}

}  // namespace trivsel::gateway
