// A whole gateway with all routes of its HTTPS door, and somebody who may do
// everything there.
#ifndef TRIVSEL_TESTS_INTEGRATION_CONSOLE_FIXTURE_H_
#define TRIVSEL_TESTS_INTEGRATION_CONSOLE_FIXTURE_H_

#include <map>
#include <string>
#include <vector>

#include "tests/integration/login_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {

class ConsoleFixture : public LoginFixture {
 protected:
  struct Route {
    std::string method, path;  // "POST", "/job/{id}/stop"
  };

  // A gateway whose operators (Olga, and Holger for Holbæk) have every right.
  void OpenForAll();
  // Of the running gateway: a new one is there by itself.
  std::vector<Route> Routes() const;
  // With something that is there in the place of each "{…}"; a test fails on
  // one that nobody has thought of.
  std::string Fill(const std::string& path) const;
  LoginBrowser LoggedIn(const std::string& user);
  // The field "csrf" of a session's forms.
  std::string CsrfOf(const LoginBrowser& browser) const;
  void Submit(const trivsel::ltt::v1::DeliveryReport& report,
              const testing::CertifiedKey& key);
  // Any SQL.
  void Do(const std::string& sql);
  // Everything that acts leave behind; the same as long as nothing was done.
  std::string Traces();

  // Of which there is one; Fill() names it.
  int64_t report_key_ = 1;
  std::string destination_;
  testing::ReportFactory factory_{31};
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_CONSOLE_FIXTURE_H_
