// What the review commands ask for, and what people and scripts get to see.
#include "gateway/ctl/review_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <tuple>

#include "gateway/ctl/review_acts.h"
#include "gateway/ctl/review_jobs.h"
#include "gateway/ctl/review_view.h"
#include "gateway/ctl/standard_command.h"
#include "tests/gateway/ctl/fake_review.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCode[] = "LTT-CAREPLAN-PERIOD-END-MISSING";

class ReviewCommandsTest : public ::testing::Test {
 protected:
  // With somebody at the terminal who answers so; nullptr: with nobody.
  ReviewSession& Session(const char* answer = nullptr,
                         Output output = Output::kText) {
    in_.clear();
    in_.str(answer == nullptr ? "" : answer);
    out_.str("");
    err_.str("");
    session_.emplace(ReviewSession{operations_,
                                   LocalOperator("operator:anne"),
                                   {in_, out_, err_, answer != nullptr},
                                   output,
                                   absl::FromUnixSeconds(1795000600)});
    return *session_;
  }
  static ActArguments ByCode(Act act) {
    ActArguments arguments;
    arguments.act = act;
    arguments.filter.code = "ltt-careplan-period-end-missing";
    arguments.text = "Sæt slutdato.";
    return arguments;
  }

  review::FakeReview operations_{450};
  std::istringstream in_;
  std::ostringstream out_, err_;
  std::optional<ReviewSession> session_;  // the last
};

int Rows(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

TEST_F(ReviewCommandsTest, ListsAsManyAsAskedForOverPages) {
  ReviewSession& session = Session();
  FilterWords words;
  words.municipality = "11111111";
  words.since = "2d";
  words.states = {"returned", "in_review"};
  ASSERT_TRUE(ListRejections(session, words, 300).ok());
  EXPECT_EQ(Rows(out_.str()), 301);
  EXPECT_THAT(out_.str(), HasSubstr("450@3"));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("151@3"), Not(HasSubstr("150@3"))));
  EXPECT_THAT(err_.str(), HasSubstr("--limit"));
  EXPECT_EQ(operations_.filter.municipality_cvr(), "11111111");
  EXPECT_EQ(operations_.filter.received_from().seconds(),
            1795000600 - 2 * 86400);
  EXPECT_EQ(operations_.filter.states_size(), 2);
  EXPECT_EQ(operations_.filter.states(0), v1::REVIEW_STATE_RETURNED);
  EXPECT_EQ(operations_.caller.actor, "operator:anne");
  EXPECT_TRUE(operations_.caller.ScopeOf(access::Right::kOperate).all);

  Session();
  EXPECT_TRUE(ListRejections(session, {}, 1000).ok());
  EXPECT_EQ(err_.str(), "") << "these are all";
}

TEST_F(ReviewCommandsTest, PeopleHaveTheirNamesBesideTheActor) {
  ASSERT_TRUE(ListRejections(Session(), {}, 1000).ok());
  EXPECT_THAT(out_.str(), HasSubstr("  Anne Holm (user:0c9a@11111111)\n"));
  EXPECT_THAT(out_.str(), HasSubstr("  operator:Drift\n"));
  EXPECT_THAT(out_.str(), HasSubstr("  -\n"));
  ASSERT_TRUE(ShowReviewed(Session(), {.rejection = "4"}).ok());
  EXPECT_THAT(
      out_.str(),
      HasSubstr("taget af / taken by Anne Holm (user:0c9a@11111111)\n"));
  ASSERT_TRUE(DoAct(Session("ja\n"), ByCode(Act::kRevalidate)).ok());
  EXPECT_THAT(out_.str(), HasSubstr(", Anne? Holm (user:0c9a@11111111)\n"));
  ASSERT_TRUE(ListJobs(Session(), 10).ok());
  EXPECT_THAT(out_.str(), HasSubstr("Anne? Holm (user:0c9a@11111111)  "));
}

TEST_F(ReviewCommandsTest, JsonIsOneObjectALine) {
  ReviewSession& session = Session(nullptr, Output::kJson);
  ASSERT_TRUE(ListRejections(session, {}, 2).ok());
  EXPECT_EQ(Rows(out_.str()), 2);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("\"rejection_id\":\"450\""),
                                HasSubstr("\"state\":\"REVIEW_STATE_OPEN\"")));
}

TEST_F(ReviewCommandsTest, WhatIsNoFilterIsSaid) {
  ReviewSession& session = Session();
  for (const FilterWords& words :
       {FilterWords{.states = {"lost"}}, FilterWords{.origin = "me"},
        FilterWords{.since = "yesterday"}, FilterWords{.before = "-3h"}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ListRejections(session, words, 5)));
  }
}

TEST_F(ReviewCommandsTest, GroupsHaveTheirDaysAndTheSentence) {
  ReviewSession& session = Session();
  FilterWords words;
  words.municipality = "11111111";
  ASSERT_TRUE(ListGroups(session, words).ok());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("117"), HasSubstr(kCode), HasSubstr("▁▁▂"),
                    HasSubstr("█"), HasSubstr("mangler en slutdato")));
  EXPECT_EQ(operations_.filter.municipality_cvr(), "11111111");
}

TEST_F(ReviewCommandsTest, ShowsFindingsWithTheirLineAndTheRecordOnDemand) {
  ReviewSession& session = Session();
  ShowArguments arguments{.rejection = "4@2"};
  ASSERT_TRUE(ShowReviewed(session, arguments).ok());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("4@3"), HasSubstr(kCode),
                    HasSubstr("linje / line 3:   \"period\": {?}"),
                    HasSubstr("      Ringet.\n      Ingen svar.\n")));
  EXPECT_EQ(out_.str().find('\x1b'), std::string::npos);
  EXPECT_THAT(out_.str(), Not(HasSubstr("\"id\": \"r-1\"")));
  arguments.record = true;
  Session();
  ASSERT_TRUE(ShowReviewed(session, arguments).ok());
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("     2    \"id\": \"r-1\""),
                                HasSubstr(">    3  ")));
  Session(nullptr, Output::kJson);
  ASSERT_TRUE(ShowReviewed(session, {.rejection = "4"}).ok());
  EXPECT_THAT(out_.str(), HasSubstr("\"fhir_json\":\"\""));
  EXPECT_TRUE(absl::IsNotFound(ShowReviewed(session, {.rejection = "9999"})));
  for (const char* bad : {"x", "4@", "-4", "4@x", "4@-1", ""}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(ShowReviewed(session, {.rejection = bad})))
        << bad;
  }
}

TEST_F(ReviewCommandsTest, OverviewHasTheShareOfEach) {
  ReviewSession& session = Session();
  ASSERT_TRUE(ShowNumbers(session).ok());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("1200"), HasSubstr("117"), HasSubstr("2.5 %")));
}

TEST_F(ReviewCommandsTest, ActsOnTheVersionThatWasSeenOrIsThereNow) {
  ReviewSession& session = Session();
  ActArguments arguments{
      .act = Act::kReturn, .rejections = {"4", "5@3"}, .text = "Sæt slutdato."};
  ASSERT_TRUE(DoAct(session, arguments).ok());
  ASSERT_EQ(operations_.acts.size(), 1u);
  EXPECT_EQ(operations_.acts[0].return_message(), "Sæt slutdato.");
  EXPECT_EQ(operations_.acts[0].rejections(0).version(), 3);
  EXPECT_EQ(operations_.acts[0].rejections(1).rejection_id(), 5);
  arguments.rejections = {"4@3", "5@2"};
  Session();
  const absl::Status collided = DoAct(session, arguments);
  EXPECT_TRUE(absl::IsFailedPrecondition(collided)) << collided;
  EXPECT_THAT(err_.str(), HasSubstr("5: Anne Holm sendte den tilbage"));
  EXPECT_THAT(out_.str(), HasSubstr("4@3"));
  arguments.rejections = {"9999"};
  EXPECT_TRUE(absl::IsNotFound(DoAct(session, arguments)));
}

TEST_F(ReviewCommandsTest, ManyNumbersGoInSeveralCalls) {
  ReviewSession& session = Session();
  ActArguments arguments{.act = Act::kAssign};
  for (int i = 1; i <= 450; ++i) {
    arguments.rejections.push_back(std::to_string(i) + "@3");
  }
  ASSERT_TRUE(DoAct(session, arguments).ok());
  ASSERT_EQ(operations_.acts.size(), 3u);
  EXPECT_EQ(operations_.acts[2].rejections_size(), 50);
  EXPECT_TRUE(operations_.acts[0].has_assign());
  EXPECT_EQ(operations_.acts[0].assign(), "");
}

TEST_F(ReviewCommandsTest, AFilterIsCountedAndAskedForBeforeAnythingIsDone) {
  ReviewSession& session = Session("nej\n");
  EXPECT_TRUE(absl::IsFailedPrecondition(DoAct(session, ByCode(Act::kReturn))));
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("450 afvisninger"),
                                HasSubstr("Send dem tilbage?")));
  Session();
  EXPECT_TRUE(absl::IsFailedPrecondition(DoAct(session, ByCode(Act::kReturn))))
      << "nobody is there to say yes";
  EXPECT_TRUE(operations_.jobs.empty());
  Session("ja\n");
  ASSERT_TRUE(DoAct(session, ByCode(Act::kReturn)).ok());
  ASSERT_EQ(operations_.jobs.size(), 1u);
  EXPECT_EQ(operations_.jobs[0].kind(), v1::ReviewJob::KIND_RETURN);
  EXPECT_EQ(operations_.jobs[0].filter().code(), kCode);
  EXPECT_EQ(operations_.jobs[0].text(), "Sæt slutdato.");
  EXPECT_THAT(out_.str(), HasSubstr("Job 7"));
}

TEST_F(ReviewCommandsTest, NumbersAndFilterAndNothingAreWrongUse) {
  ReviewSession& session = Session("ja\n");
  ActArguments both = ByCode(Act::kDismiss);
  both.rejections = {"4"};
  EXPECT_TRUE(absl::IsInvalidArgument(DoAct(session, both)));
  EXPECT_TRUE(
      absl::IsInvalidArgument(DoAct(session, {.act = Act::kRevalidate})));
  EXPECT_TRUE(absl::IsInvalidArgument(DoAct(session, ByCode(Act::kComment))));
  EXPECT_TRUE(operations_.jobs.empty() && operations_.acts.empty());
  ActArguments all{.act = Act::kRevalidate};
  all.filter.all = all.yes = true;
  EXPECT_TRUE(DoAct(session, all).ok());
  EXPECT_EQ(operations_.jobs.size(), 1u);
}

TEST_F(ReviewCommandsTest, NumbersAreJudgedAgainByAJobForEachRowOfThem) {
  ReviewSession& session = Session();
  ActArguments arguments{.act = Act::kRevalidate,
                         .rejections = {"9@3", "5", "4@3", "5", "7@2"},
                         .text = "Nye koder"};
  const absl::Status done = DoAct(session, arguments);
  EXPECT_TRUE(absl::IsFailedPrecondition(done)) << done;
  EXPECT_THAT(err_.str(), HasSubstr("7: ændret siden"));
  ASSERT_EQ(operations_.jobs.size(), 2u);
  for (const auto& [job, first, last] :
       {std::tuple(0, 4, 5), std::tuple(1, 9, 9)}) {
    const auto& asked = operations_.jobs[static_cast<size_t>(job)];
    EXPECT_EQ(asked.kind(), v1::ReviewJob::KIND_REVALIDATE);
    EXPECT_EQ(asked.text(), "Nye koder");
    EXPECT_EQ(asked.filter().first_number(), first);
    EXPECT_EQ(asked.filter().last_number(), last);
    EXPECT_EQ(asked.filter().states_size(), 3) << "what is returned too";
  }
  EXPECT_TRUE(operations_.acts.empty());
  arguments.rejections = {"9999"};
  EXPECT_TRUE(absl::IsNotFound(DoAct(session, arguments)));
  EXPECT_EQ(operations_.jobs.size(), 2u);
}

TEST_F(ReviewCommandsTest, WaitsWithABarUntilTheJobIsOver) {
  ReviewSession& session = Session("");
  ActArguments arguments = ByCode(Act::kRevalidate);
  arguments.yes = arguments.wait = true;
  ASSERT_TRUE(DoAct(session, arguments).ok());
  EXPECT_THAT(err_.str(),
              AllOf(HasSubstr("  0 %  0/450"), HasSubstr("100 %  450/450")));
  EXPECT_THAT(out_.str(), HasSubstr("449"));
  ASSERT_TRUE(ListJobs(session, 5).ok());
  EXPECT_THAT(out_.str(), HasSubstr("færdig / done"));
  ASSERT_TRUE(CancelJob(session, 7).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(WaitForJob(session, 7)));
  EXPECT_TRUE(absl::IsNotFound(ShowJobOf(session, 8)));
}

TEST(BarsTest, TheHighestIsTheLargest) {
  google::protobuf::RepeatedField<int64_t> numbers;
  for (const int64_t n : {0, 1, 50, 100}) numbers.Add(n);
  EXPECT_EQ(Bars(numbers), "▁▁▄█");
  numbers.Clear();
  numbers.Add(0);
  EXPECT_EQ(Bars(numbers), "▁");
}

TEST(StandardTest, ExplainsOneOrAll) {
  std::ostringstream out;
  ASSERT_TRUE(
      ShowStandard("ltt-careplan-period-end-missing", out, Output::kText).ok());
  EXPECT_THAT(out.str(), AllOf(HasSubstr(kCode), HasSubstr("error")));
  out.str("");
  ASSERT_TRUE(ShowStandard("", out, Output::kJson).ok());
  EXPECT_GT(Rows(out.str()), 100);
  EXPECT_THAT(out.str(), HasSubstr("FHIR-JSON-TRUNCATED"));
  EXPECT_TRUE(absl::IsNotFound(ShowStandard("NO-SUCH", out, Output::kText)));
}

}  // namespace
}  // namespace trivsel::gateway::ctl
