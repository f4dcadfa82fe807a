// A browser as far as a login needs one: cookies by origin, forms, redirects
// only where it is told.
#ifndef TRIVSEL_TESTS_INTEGRATION_LOGIN_BROWSER_H_
#define TRIVSEL_TESTS_INTEGRATION_LOGIN_BROWSER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trivsel::gateway {

// Not thread safe.
class LoginBrowser {
 public:
  struct Page {
    int status = 0;  // 0: no answer
    std::string body = {};
    std::string location = {};
    std::string policy = {};  // Content-Security-Policy
    // By name in small letters.
    std::multimap<std::string, std::string> headers = {};
    std::vector<std::string> set_cookies = {};
    // The value of a hidden field; empty if there is none.
    std::string Hidden(const std::string& name) const;
  };
  using Fields = std::multimap<std::string, std::string>;

  explicit LoginBrowser(std::string ca_file) : ca_file_(std::move(ca_file)) {}

  Page Get(const std::string& url);
  Page Post(const std::string& url, const Fields& fields,
            const std::map<std::string, std::string>& headers = {});
  // Any method; `body` is sent as it is, null: none.
  Page Send(const std::string& method, const std::string& url,
            const std::string* body,
            const std::map<std::string, std::string>& headers);
  // "til=%2Fjob": a form, or a query.
  static std::string Encoded(const Fields& fields);

  // A cookie of an origin ("https://localhost:8443"); empty if there is none.
  std::string Cookie(const std::string& origin, const std::string& name) const;
  void SetCookie(const std::string& origin, const std::string& name,
                 const std::string& value);

 private:
  Page Take(const std::string& origin, int status, std::string body,
            const std::multimap<std::string, std::string>& headers);
  std::string CookieHeader(const std::string& origin) const;

  const std::string ca_file_;
  std::map<std::string, std::map<std::string, std::string>> jar_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_LOGIN_BROWSER_H_
