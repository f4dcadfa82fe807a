// From rejected to returned, with the real commands: an operator finds a report
// with trivselctl review, sends it back, and the vendor reads why with
// trivsel status --rejected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>

#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Words = std::vector<std::string>;

constexpr char kCvr[] = "11111111";
constexpr char kCode[] = "LTT-CAREPLAN-PERIOD-MISSING";

class ReviewCtlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(world_.StartGateway());
    ASSERT_TRUE(world_.Register());
    submitter_.emplace(world_, world_.gateway_address());
    ASSERT_TRUE(submitter_->AwaitKnown());
  }

  int Ctl(const Words& words) { return world_.Ctl(words, &said_); }
  // The vendor's own command; only its standard output and error.
  int Trivsel(Words words) {
    words.insert(words.begin(), std::string(TRIVSEL_BIN_DIR) + "/trivsel");
    for (const auto& [option, value] :
         {std::pair<std::string, std::string>("--gateway",
                                              world_.gateway_address()),
          {"--cert", world_.Certificate("fagsystem.pem")},
          {"--key", world_.Certificate("fagsystem-key.pem")},
          {"--ca", world_.Certificate("ca.pem")}}) {
      words.push_back(option);
      words.push_back(value);
    }
    const std::string log = world_.folder() + "/trivsel.log";
    std::remove(log.c_str());
    const int code = RunProgram(words, log);
    std::ostringstream said;
    said << std::ifstream(log).rdbuf();
    said_ = said.str();
    return code;
  }
  // Hands in a report without the course's period; gives its id.
  std::string SubmitFaulty() {
    ltt::v1::DeliveryReport report = factory_.Next();
    for (ltt::v1::Entry& entry : *report.mutable_entry()) {
      if (entry.has_care_plan()) entry.mutable_care_plan()->clear_period();
    }
    EXPECT_TRUE(submitter_->Submit(report).ok());
    return report.id();
  }
  // The value of a field in one JSON object a line, of the line with `id`.
  std::string Field(const std::string& id, const std::string& name) const {
    std::istringstream lines(said_);
    for (std::string line; std::getline(lines, line);) {
      if (line.find(id) == std::string::npos) continue;
      const std::string key = "\"" + name + "\":\"";
      const size_t at = line.find(key);
      if (at == std::string::npos) continue;
      return line.substr(at + key.size(),
                         line.find('"', at + key.size()) - at - key.size());
    }
    ADD_FAILURE() << name << " of " << id << " is not in " << said_;
    return "";
  }

  World world_;
  ReportFactory factory_{12};
  std::optional<Submitter> submitter_;
  std::string said_;
};

TEST_F(ReviewCtlTest, FromRejectedToReturnedAndTheVendorIsTold) {
  const std::string id = SubmitFaulty(), other = SubmitFaulty();
  ASSERT_EQ(Ctl({"review", "groups"}), 0) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr(kCode), HasSubstr("demo-fagsystem")));
  ASSERT_EQ(Ctl({"review", "list", "--municipality", kCvr, "--code", kCode,
                 "--since", "1d", "--json"}),
            0)
      << said_;
  const std::string number = Field(id, "rejection_id");
  ASSERT_EQ(Ctl({"review", "list", "--municipality", "22222222", "--json"}), 0);
  EXPECT_EQ(said_, "");

  ASSERT_EQ(Ctl({"review", "show", number, "--record"}), 0) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr(kCode), HasSubstr("linje / line "),
                           HasSubstr("******-****"), HasSubstr(id)));
  ASSERT_EQ(Ctl({"review", "assign", number}), 0) << said_;
  EXPECT_EQ(Ctl({"review", "comment", number + "@1", "--note", "For sent."}), 1)
      << "seen before it was taken: " << said_;
  ASSERT_EQ(Ctl({"review", "comment", number, "--note", "Ringet."}), 0)
      << said_;
  ASSERT_EQ(Ctl({"review", "return", number, "--message",
                 "Sæt startdato på forløbet."}),
            0)
      << said_;
  EXPECT_THAT(said_, HasSubstr("sendt tilbage / returned"));
  ASSERT_EQ(Ctl({"review", "show", number, "--json"}), 0);
  EXPECT_THAT(
      said_, AllOf(HasSubstr("KIND_COMMENTED"), HasSubstr("Ringet."),
                   HasSubstr("KIND_RETURNED"), Not(HasSubstr("resourceType"))));
  ASSERT_EQ(Ctl({"review", "overview"}), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("Åbne afvisninger"));

  ASSERT_EQ(Trivsel({"status", "--rejected"}), 0) << said_;
  EXPECT_THAT(said_,
              AllOf(HasSubstr(id), HasSubstr(other), HasSubstr(kCode),
                    HasSubstr("sendt tilbage (returned)"),
                    HasSubstr("Sæt startdato på forløbet."),
                    HasSubstr("venter på en operatør"),
                    HasSubstr(std::string("→ trivsel dictionary ") + kCode),
                    Not(HasSubstr("operator:")), Not(HasSubstr("Ringet"))));
  ASSERT_EQ(Trivsel({"status", "--review=returned", "--json"}), 0) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr(id), Not(HasSubstr(other))));
}

TEST_F(ReviewCtlTest, SomeAreJudgedAgainByTheirNumbers) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    const std::string id = SubmitFaulty();
    ASSERT_EQ(Ctl({"review", "list", "--json"}), 0) << said_;
    numbers.push_back(Field(id, "rejection_id"));
  }
  ASSERT_EQ(Ctl({"review", "return", numbers[1], "--message", "Ret det."}), 0);
  // These two alone, the returned one too; what was seen counts.
  ASSERT_EQ(Ctl({"review", "revalidate", numbers[0] + "@1", numbers[1],
                 "--reason", "Nye koder", "--wait", "--json"}),
            0)
      << said_;
  EXPECT_THAT(
      said_,
      AllOf(HasSubstr("\"looked_at\":\"2\""), HasSubstr("\"left\":\"2\""),
            HasSubstr("\"total\":\"2\""), HasSubstr("Nye koder")));
  // Two rows of numbers are two jobs; whatever has changed is left alone.
  ASSERT_EQ(Ctl({"review", "dismiss", numbers[1], "--reason", "Prøvedata"}), 0);
  EXPECT_EQ(Ctl({"review", "revalidate", numbers[0], numbers[1],
                 numbers[2] + "@7", "--wait"}),
            1)
      << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr(numbers[1] + ": lukket / dismissed"),
                           HasSubstr(numbers[2] + ": ændret siden"),
                           HasSubstr("2 blev ikke gjort")));
  EXPECT_EQ(Ctl({"review", "revalidate", "999999"}), 1) << said_;
  EXPECT_EQ(Ctl({"review", "revalidate", "x"}), 2) << said_;
}

TEST_F(ReviewCtlTest, WrongUseAndHelp) {
  for (const Words& words :
       {Words{"review"}, Words{"review", "show"}, Words{"review", "show", "x"},
        Words{"review", "return", "4"}, Words{"review", "dismiss", "4"},
        Words{"review", "revalidate"}, Words{"review", "job"},
        Words{"review", "job", "wait", "0"}, Words{"review", "comment"},
        Words{"review", "list", "--state", "lost"},
        Words{"review", "list", "--since", "yesterday"}}) {
    EXPECT_EQ(Ctl(words), 2) << ::testing::PrintToString(words) << said_;
  }
  EXPECT_EQ(Ctl({"review", "show", "999999"}), 1) << said_;
  for (const Words& words :
       {Words{"review", "--help"}, Words{"review", "return", "--help"},
        Words{"review", "revalidate", "--help"},
        Words{"review", "job", "--help"}, Words{"standard", "--help"}}) {
    EXPECT_EQ(Ctl(words), 0);
    EXPECT_THAT(said_, HasSubstr("trivselctl "));
  }
  EXPECT_EQ(Ctl({"standard", kCode}), 0);
  EXPECT_THAT(said_, HasSubstr(kCode));
  EXPECT_EQ(Ctl({"standard", "NO-SUCH"}), 1);
}

}  // namespace
}  // namespace trivsel::testing
