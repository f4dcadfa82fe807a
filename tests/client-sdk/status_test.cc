// trivsel status --rejected: what a vendor sees of its rejected reports, and
// trivsel dictionary CODE, which explains them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "tests/client-sdk/fake_gateway.h"
#include "trivsel/client/client.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCode[] = "LTT-CAREPLAN-PERIOD-END-MISSING";
constexpr char kPage[] = "https://gateway.example.dk:8443/standard";

struct Ran {
  int exit_code = -1;
  std::string out;
};

Ran Trivsel(const std::string& arguments) {
  const std::string command =
      "export TRIVSEL_CONFIG= HOME=/nonexistent; '" TRIVSEL_BINARY "' " +
      arguments;
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ran;
  char buffer[4096];
  size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    ran.out.append(buffer, got);
  }
  const int status = pclose(pipe);
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

std::vector<nlohmann::json> Lines(const std::string& out) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(nlohmann::json::parse(line));
  }
  return lines;
}

class StatusTest : public ::testing::Test {
 protected:
  // One accepted, one rejected.
  void Submit(const std::string& page) {
    v1::Finding finding;
    finding.set_code(kCode);
    finding.set_severity(v1::SEVERITY_ERROR);
    finding.set_fhir_path("Bundle.entry[1].resource.period.end");
    finding.set_danish("Forløbet mangler en slutdato.");
    finding.set_english("The course lacks an end.");
    gateway_.Explain(finding, page);
    gateway_.Reject("bad");
    client::Client client = Connect();
    for (const char* id : {"bad", "good"}) {
      ASSERT_TRUE(client.Submit(client::SubmissionOfFhirJson("{}", id)).ok());
    }
  }
  void Return(const std::string& message) {
    v1::ReportReview review;
    review.set_state(v1::REVIEW_STATE_RETURNED);
    review.set_returned_message(message);
    review.mutable_update_time()->set_seconds(1795000000);
    gateway_.Review("bad", review);
  }
  Ran Status(const std::string& arguments) {
    return Trivsel("status --insecure --gateway " + gateway_.endpoint() + " " +
                   arguments);
  }

  client::Client Connect() {
    client::Options options;
    options.endpoint = gateway_.endpoint();
    options.insecure = true;
    options.check.before_sending = false;
    auto client = client::Client::Connect(options);
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }

  client::FakeGateway gateway_;
};

TEST_F(StatusTest, RejectedShowsSentencesPathMessageAndRule) {
  Submit(kPage);
  EXPECT_THAT(Status("--rejected").out,
              AllOf(HasSubstr("venter på en operatør (waits for an operator)"),
                    Not(HasSubstr("good"))));
  Return("Sæt slutdato på forløbet.\nRing ved tvivl.");
  const Ran ran = Status("--rejected");
  EXPECT_EQ(ran.exit_code, 0);
  for (const std::string text :
       {"bad  afvist (rejected)",
        "Operatørerne (operators): sendt tilbage (returned)  2026-11-18T",
        "      Sæt slutdato på forløbet.\n      Ring ved tvivl.\n",
        "Bundle.entry[1].resource.period.end", "Forløbet mangler en slutdato.",
        "The course lacks an end.",
        "→ https://gateway.example.dk:8443/standard#LTT-CAREPLAN-PERIOD-END-"
        "MISSING"}) {
    EXPECT_THAT(ran.out, HasSubstr(text));
  }
  EXPECT_THAT(Status("--rejected --output=table --lang=da").out,
              HasSubstr("afvist, sendt tilbage"));
}

TEST_F(StatusTest, JsonHasTheReviewAndALinkToTheRule) {
  Submit(kPage);
  Return("Ret \"slut\".");
  const auto lines = Lines(Status("--rejected --json").out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["report_id"], "bad");
  EXPECT_EQ(lines[0]["review"]["state"], "returned");
  EXPECT_EQ(lines[0]["review"]["returned_message"], "Ret \"slut\".");
  EXPECT_EQ(lines[0]["findings"][0]["rule"],
            std::string(kPage) + "#" + std::string(kCode));
  const auto good = Lines(Status("--json good").out);
  ASSERT_EQ(good.size(), 1u);
  EXPECT_FALSE(good[0].contains("review"));
}

TEST_F(StatusTest, ThePageOfTheCommandLineWinsAndWithoutOneTheDictionaryHelps) {
  Submit("");
  EXPECT_THAT(Status("--rejected").out,
              HasSubstr(std::string("→ trivsel dictionary ") + kCode));
  EXPECT_FALSE(
      Lines(Status("--rejected --json").out)[0]["findings"][0].contains(
          "rule"));
  const std::string link = std::string("→ https://hjælp.example.dk/r#") + kCode;
  EXPECT_THAT(Status("--rejected --help-url https://hjælp.example.dk/r").out,
              HasSubstr(link));
  setenv("TRIVSEL_HELP_URL", "https://hjælp.example.dk/r", 1);
  EXPECT_THAT(Status("bad").out, HasSubstr(link));
  unsetenv("TRIVSEL_HELP_URL");
}

TEST_F(StatusTest, ByWhatTheOperatorsHaveDone) {
  Submit(kPage);
  EXPECT_EQ(Lines(Status("--json --review=open").out).size(), 1u);
  EXPECT_EQ(Status("--json --review=returned").out, "");
  Return("Ret datoen.");
  EXPECT_EQ(Lines(Status("--json --review=returned").out).size(), 1u);
  EXPECT_EQ(Lines(Status("--json --rejected --review=open").out).size(), 0u);
  EXPECT_EQ(Status("--review=lost 2>/dev/null").exit_code, 2);
}

TEST_F(StatusTest, AHostileMessageDoesNotReachTheTerminal) {
  Submit(kPage);
  Return("\x1b[2Jvæk\r\nmed den");
  const std::string out = Status("--rejected").out;
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find('\r'), std::string::npos);
  EXPECT_THAT(out, HasSubstr("med den"));
}

TEST_F(StatusTest, AWatchTellsOfAReturnedReport) {
  Submit(kPage);
  client::Client client = Connect();
  std::thread people([&] {
    gateway_.AwaitWatches(1);
    Return("Ret datoen.");
  });
  v1::Report told;
  EXPECT_TRUE(client
                  .Watch({}, absl::Now() + absl::Seconds(20),
                         [&](const v1::Report& report) {
                           told = report;
                           return false;
                         })
                  .ok());
  people.join();
  EXPECT_TRUE(client::IsReturned(told));
  EXPECT_TRUE(client::IsSettled(told));
  EXPECT_FALSE(client::IsConfirmed(told));
  EXPECT_EQ(told.review().returned_message(), "Ret datoen.");
}

TEST(DictionaryTest, ExplainsOneCode) {
  for (const char* code : {kCode, "FHIR-JSON-TRUNCATED"}) {
    const Ran ran = Trivsel(std::string("dictionary ") + code);
    EXPECT_EQ(ran.exit_code, 0) << code;
    EXPECT_THAT(ran.out, AllOf(HasSubstr(code), HasSubstr("FEJL (error)")));
  }
  const auto json = Lines(
      Trivsel("dictionary --output=json ltt-careplan-period-end-missing").out);
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0]["code"], kCode);
  EXPECT_EQ(json[0]["severity"], "error");
  EXPECT_NE(json[0]["message"], json[0]["message_en"]);
  const Ran unknown = Trivsel("dictionary NOT-A-CODE 2>&1");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.out, HasSubstr("NOT-A-CODE"));
}

}  // namespace
}  // namespace trivsel::cli
