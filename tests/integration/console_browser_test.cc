// The console of a whole gateway in a real browser: people log in through the
// sandbox's identity provider, and get what was rejected through.
//
// What the browser does stands in tests/browser/gateway.test.mjs, in two
// halves: between them a newer code system is taken into use.
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/store/rule_editions.h"
#include "tests/integration/login_fixture.h"
#include "tests/support/older_terminology.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

class ConsoleBrowserTest : public LoginFixture {
 protected:
  static constexpr int kReports = 60;
  static constexpr char kKorsbaekSor[] = "79641000016006";

  void Submit(const ltt::v1::DeliveryReport& report) {
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() = report;
    v1::SubmitReportResponse response;
    const grpc::Status status =
        StubAs(vendor_)->SubmitReport(Context().get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.receipt().verdict(), v1::VERDICT_REJECTED);
  }
  // One is about another municipality than all the rest.
  void SubmitAll() {
    for (int i = 0; i < kReports; ++i) Submit(factory_.Next());
    ltt::v1::DeliveryReport elsewhere = factory_.Next();
    for (ltt::v1::Entry& entry : *elsewhere.mutable_entry()) {
      if (!entry.has_citizen()) continue;
      entry.mutable_citizen()
          ->mutable_managing_organization()
          ->mutable_identifier()
          ->set_value(kKorsbaekSor);
    }
    Submit(elsewhere);
  }
  void Take(const std::string& terminology) {
    auto taken = store::RuleEditions(pool_.get())
                     .Take("operator:test", "En anden udgave",
                           {{"codes.textproto", terminology}}, std::nullopt);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }
  // Until the gateway judges by what is in use now.
  void AwaitAccepting() {
    v1::ValidateReportsRequest request;
    *request.add_submissions()->mutable_report() = factory_.Next();
    const absl::Time until = absl::Now() + absl::Seconds(20);
    v1::ValidateReportsResponse response;
    do {
      ASSERT_TRUE(StubAs(vendor_)
                      ->ValidateReports(Context().get(), request, &response)
                      .ok());
      ASSERT_LT(absl::Now(), until) << response.ShortDebugString();
    } while (response.outcomes(0).receipt().verdict() != v1::VERDICT_ACCEPTED);
  }
  // Runs one half of the script; what it says when it fails.
  std::string Browse(const std::string& half) {
    const std::string log = In("browser.log");
    const std::string command = absl::StrCat(
        "TRIVSEL_HALF=", half, " TRIVSEL_URL=", Url(""),
        " TRIVSEL_ELSEWHERE=", Count("select max(report_key) from report"),
        " TRIVSEL_PICTURES=", TRIVSEL_BROWSER_DIR, "/pictures ", TRIVSEL_NODE,
        " --test ", TRIVSEL_BROWSER_DIR, "/gateway.test.mjs >", log, " 2>&1");
    const int result = std::system(command.c_str());
    if (WIFEXITED(result) && WEXITSTATUS(result) == 0) return "";
    std::ostringstream text;
    text << std::ifstream(log).rdbuf();
    return text.str();
  }

  testing::ReportFactory factory_{11};
};

TEST_F(ConsoleBrowserTest, WhatWasRejectedWronglyGoesThrough) {
  ASSERT_TRUE(registry_->Allow("test", "vendor", "11111111").ok());
  Take(testing::OlderTerminology());
  Open();
  SubmitAll();
  ASSERT_EQ(Browse("first"), "");
  EXPECT_EQ(Count("select count(*) from rejection where state = 5"), 1);
  EXPECT_EQ(Count("select count(*) from rejection where state = 2"), 1);
  EXPECT_EQ(Count("select count(*) from pending"), 0);

  Take(testing::NewerTerminology());
  AwaitAccepting();
  ASSERT_EQ(Browse("second"), "");
  // All but the one that was returned; each once, and on its way.
  EXPECT_EQ(Count("select count(*) from rejection where state = 3"), kReports);
  EXPECT_EQ(Count("select count(*) from pending"), kReports);
  EXPECT_EQ(Count("select count(distinct report_key) from pending"), kReports);
  EXPECT_EQ(Sessions(), 0) << "everybody has logged out";
}

}  // namespace
}  // namespace trivsel::gateway
