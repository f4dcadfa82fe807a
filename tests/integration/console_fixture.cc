#include "tests/integration/console_fixture.h"

#include "deploy/sandbox/idp/users.h"
#include "gateway/console/asset_table.h"
#include "gateway/login/secrets.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway {

void ConsoleFixture::OpenForAll() {
  std::string more;
  for (const char* role : {"delivery_manager", "registrar"}) {
    more += "roles { uri: '" + std::string(sandbox::idp::kRolePrefix) +
            "operator/1' role: '" + role + "' }\n";
  }
  PutPolicy(more);
  destination_ = config_.destination.name;
  Open();
}

std::vector<ConsoleFixture::Route> ConsoleFixture::Routes() const {
  std::vector<Route> routes;
  for (const std::string& name : gateway_->https_routes()) {
    const size_t blank = name.find(' ');
    routes.push_back({name.substr(0, blank), name.substr(blank + 1)});
  }
  return routes;
}

std::string ConsoleFixture::Fill(const std::string& path) const {
  const std::map<std::string, std::string> values = {
      {"{key}", std::to_string(report_key_)},
      {"{id}", "1"},
      {"{cvr}", "29189447"},
      {"{version}", std::string(console::AssetVersion())},
      {"{name}", path.starts_with("/assets/") ? "console.css" : destination_}};
  std::string filled = path;
  for (const auto& [place, value] : values) {
    const size_t at = filled.find(place);
    if (at != std::string::npos) filled.replace(at, place.size(), value);
  }
  EXPECT_EQ(filled.find('{'), std::string::npos) << "what is it in " << path;
  return filled;
}

LoginBrowser ConsoleFixture::LoggedIn(const std::string& user) {
  LoginBrowser browser = NewBrowser();
  EXPECT_EQ(LogIn(browser, user).status, 303);
  return browser;
}

std::string ConsoleFixture::CsrfOf(const LoginBrowser& browser) const {
  return login::Derived("trivsel csrf", SessionOf(browser));
}

void ConsoleFixture::Submit(const ltt::v1::DeliveryReport& report,
                            const testing::CertifiedKey& key) {
  v1::SubmitReportRequest request;
  *request.mutable_submission()->mutable_report() = report;
  v1::SubmitReportResponse response;
  const grpc::Status status =
      StubAs(key)->SubmitReport(Context().get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

void ConsoleFixture::Do(const std::string& sql) {
  auto connection = store::Connection::Open({config_.database, "test"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  const absl::Status done = (*connection)->Run("do", sql);
  ASSERT_TRUE(done.ok()) << done << sql;
}

std::string ConsoleFixture::Traces() {
  std::string traces;
  for (const char* table :
       {"journal where kind not in (10, 11)", "review_event", "review_job",
        "rejection where state <> 1 or version <> 1", "login_session",
        "destination where paused_at is not null"}) {
    traces +=
        std::string(table) + ": " +
        std::to_string(Count(std::string("select count(*) from ") + table)) +
        "\n";
  }
  return traces;
}

}  // namespace trivsel::gateway
