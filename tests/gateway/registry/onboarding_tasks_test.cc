// The checklist of a municipality, from facts made up here; no database.
#include "gateway/registry/onboarding_tasks.h"

#include <gmock/gmock.h>

#include <map>

#include "gateway/registry/danish_day.h"
#include "gateway/registry/task_file.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr absl::Duration kDay = absl::Hours(24);

class OnboardingTasksTest : public ::testing::Test {
 protected:
  OnboardingTasksTest() {
    facts_.registry.municipalities = {{1, "11111111", "Korsbæk Kommune", {}},
                                      {2, "29189447", "Holbæk Kommune", {}}};
    facts_.registry.submitters = {{7, "Fagsystem A"}, {8, "Fagsystem B"}};
  }

  v1::OnboardingTask Task(v1::OnboardingTaskKind kind) {
    for (v1::OnboardingTask& task :
         TasksOf(facts_, facts_.registry.municipalities[0], now_)) {
      if (task.kind() == kind) return task;
    }
    ADD_FAILURE() << "no such task";
    return {};
  }
  v1::TaskState State(v1::OnboardingTaskKind kind) {
    return Task(kind).state();
  }
  void AddDocument(store::DocumentKind kind, store::Period valid,
                   bool archived = true) {
    store::DocumentRow row;
    row.id = static_cast<int64_t>(facts_.registry.documents.size()) + 1;
    row.municipality_id = 1;
    row.kind = kind;
    row.reference = "ref" + std::to_string(row.id);
    row.signed_on = DanishDay(now_) - 3;
    row.valid = valid;
    if (archived) row.archived_at = now_;
    facts_.registry.documents.push_back(row);
  }
  void AddCredential(std::optional<absl::Time> until) {
    store::CredentialRow row;
    row.fingerprint = std::string(64, 'a');
    row.submitter_id = 7;
    row.owner = "Fagsystem A";
    row.not_after = until;
    facts_.registry.credentials.push_back(row);
  }
  void MakeReady() {
    AddDocument(store::DocumentKind::kConnection, {});
    AddDocument(store::DocumentKind::kDataProcessing, {});
    facts_.registry.agreements.push_back({7, 1, "Fagsystem A", "11111111"});
    AddCredential(now_ + 400 * kDay);
  }

  OnboardingFacts facts_;
  // Noon.
  const absl::Time now_ = absl::FromUnixSeconds(1795867200);
};

TEST_F(OnboardingTasksTest, AtFirstAllIsMissingAndEachTaskIsSomebodys) {
  const auto tasks = TasksOf(facts_, facts_.registry.municipalities[0], now_);
  ASSERT_EQ(tasks.size(), 10u);
  std::map<v1::TaskOwner, int> owners;
  for (const v1::OnboardingTask& task : tasks) {
    ++owners[task.owner()];
    EXPECT_NE(task.state(), v1::TASK_STATE_DONE);
    EXPECT_NE(task.state(), v1::TASK_STATE_UNSPECIFIED);
    EXPECT_EQ(task.municipality_cvr(), "11111111");
    EXPECT_NE(task.danish_title(), "");
    EXPECT_NE(task.english_title(), "");
    EXPECT_NE(task.danish_advice(), "");
    EXPECT_NE(task.english_advice(), "");
  }
  EXPECT_EQ(owners[v1::TASK_OWNER_MUNICIPALITY], 6);
  EXPECT_EQ(owners[v1::TASK_OWNER_VENDOR], 2);
  EXPECT_EQ(owners[v1::TASK_OWNER_REGISTRAR], 2);
  EXPECT_EQ(State(v1::ONBOARDING_TASK_KIND_SUBMITTER), v1::TASK_STATE_OPEN);
  for (auto kind :
       {v1::ONBOARDING_TASK_KIND_ARCHIVE, v1::ONBOARDING_TASK_KIND_CREDENTIAL,
        v1::ONBOARDING_TASK_KIND_REPORT_ACCEPTED,
        v1::ONBOARDING_TASK_KIND_REPORT_CONFIRMED}) {
    EXPECT_EQ(State(kind), v1::TASK_STATE_WAITING) << kind;
  }
}

TEST_F(OnboardingTasksTest, AnAgreementEndsAndIsTakenOverFrom) {
  const auto kind = v1::ONBOARDING_TASK_KIND_CONNECTION_AGREEMENT;
  AddDocument(store::DocumentKind::kConnection, {{}, now_ - 2 * kDay});
  EXPECT_EQ(State(kind), v1::TASK_STATE_OVERDUE);
  EXPECT_EQ(Task(kind).due_on(),
            absl::FormatCivilTime(DanishDay(now_ - 2 * kDay)));
  AddDocument(store::DocumentKind::kConnection, {now_ + 5 * kDay, {}});
  EXPECT_EQ(State(kind), v1::TASK_STATE_WAITING);
  AddDocument(store::DocumentKind::kConnection, {{}, now_ + 4 * kDay});
  EXPECT_EQ(State(kind), v1::TASK_STATE_ENDING) << "a day's gap";
  AddDocument(store::DocumentKind::kConnection, {{}, now_ + 6 * kDay});
  EXPECT_EQ(State(kind), v1::TASK_STATE_DONE) << "the open one takes over";
  EXPECT_EQ(Task(kind).danish_advice(), "");
  EXPECT_THAT(Task(kind).found(), HasSubstr("ref2"));
}

TEST_F(OnboardingTasksTest, WhatIsSignedHasToBeArchivedInTenDays) {
  const auto kind = v1::ONBOARDING_TASK_KIND_ARCHIVE;
  AddDocument(store::DocumentKind::kConnection, {}, false);
  EXPECT_EQ(State(kind), v1::TASK_STATE_OPEN);
  EXPECT_EQ(Task(kind).due_on(), absl::FormatCivilTime(DanishDay(now_) + 7));
  facts_.registry.documents[0].signed_on = DanishDay(now_) - 10;
  EXPECT_EQ(State(kind), v1::TASK_STATE_OVERDUE);
  facts_.registry.documents[0].archived_at = now_;
  EXPECT_EQ(State(kind), v1::TASK_STATE_DONE);
}

TEST_F(OnboardingTasksTest, ASubmitterHasToBeActiveAndHaveACredential) {
  const auto kind = v1::ONBOARDING_TASK_KIND_CREDENTIAL;
  facts_.registry.agreements.push_back({7, 1, "Fagsystem A", "11111111"});
  EXPECT_EQ(State(v1::ONBOARDING_TASK_KIND_SUBMITTER), v1::TASK_STATE_DONE);
  EXPECT_EQ(State(kind), v1::TASK_STATE_OPEN);
  AddCredential(now_ - kDay);
  EXPECT_EQ(State(kind), v1::TASK_STATE_OVERDUE);
  AddCredential(now_ + 30 * kDay);
  EXPECT_EQ(State(kind), v1::TASK_STATE_ENDING);
  AddCredential({});
  EXPECT_EQ(State(kind), v1::TASK_STATE_DONE) << "a bare key has no end";
  facts_.registry.submitters[0].active = false;
  EXPECT_EQ(State(v1::ONBOARDING_TASK_KIND_SUBMITTER), v1::TASK_STATE_OPEN);
  EXPECT_EQ(State(kind), v1::TASK_STATE_WAITING);
}

TEST_F(OnboardingTasksTest, ReportsComeLast) {
  const auto accepted = v1::ONBOARDING_TASK_KIND_REPORT_ACCEPTED;
  const auto confirmed = v1::ONBOARDING_TASK_KIND_REPORT_CONFIRMED;
  MakeReady();
  EXPECT_EQ(State(accepted), v1::TASK_STATE_OPEN);
  EXPECT_EQ(State(confirmed), v1::TASK_STATE_WAITING);
  facts_.milestones = {
      {1, store::Milestone::kReportAccepted, absl::CivilDay(2026, 11, 22)},
      {2, store::Milestone::kReportConfirmed, absl::CivilDay(2026, 11, 1)}};
  EXPECT_EQ(State(accepted), v1::TASK_STATE_DONE);
  EXPECT_EQ(Task(accepted).found(), "2026-11-22");
  EXPECT_EQ(State(confirmed), v1::TASK_STATE_OPEN) << "the other one's";
}

TEST_F(OnboardingTasksTest, AllOrOneOrOnlyWhatIsOpen) {
  facts_.contacts = {{1, "11111111", "it", "=HYPERLINK(\"x\")", "", ""}};
  EXPECT_EQ(AllTasks(facts_, "", false, now_).size(), 20u);
  EXPECT_EQ(AllTasks(facts_, "", true, now_).size(), 19u);
  EXPECT_EQ(AllTasks(facts_, "29189447", false, now_).size(), 10u);
  EXPECT_TRUE(AllTasks(facts_, "99999999", false, now_).empty());
}

TEST_F(OnboardingTasksTest, AsAFileForSpreadsheets) {
  facts_.contacts = {{1, "11111111", "it", "=HYPERLINK(\"x\")", "A; B", ""}};
  const auto tasks = AllTasks(facts_, "11111111", false, now_);
  const std::string csv = TasksAsCsv(tasks, {});
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBF"
                              "CVR;Kommune / municipality;"));
  EXPECT_THAT(csv, HasSubstr("\r\n11111111;Korsbæk Kommune;"));
  EXPECT_THAT(csv, HasSubstr(";\"'=HYPERLINK(\"\"x\"\"), A; B\";"))
      << "no formula, and in quotes";
  EXPECT_THAT(csv, HasSubstr(";kommune;municipality;mangler;open;"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 11);
  const std::string commas = TasksAsCsv(tasks, {',', false});
  EXPECT_THAT(commas, StartsWith("CVR,Kommune / municipality,"));
  EXPECT_THAT(commas, Not(HasSubstr("\xEF\xBB\xBF")));
}

TEST_F(OnboardingTasksTest, AsJson) {
  const std::string json =
      TasksAsJson(AllTasks(facts_, "11111111", false, now_));
  EXPECT_THAT(json, StartsWith("[{\"municipality_cvr\":\"11111111\""));
  EXPECT_THAT(json, HasSubstr("\"kind\":\"ONBOARDING_TASK_KIND_SUBMITTER\""));
  EXPECT_THAT(json, HasSubstr("\"due_on\":\"\""));
  EXPECT_EQ(TasksAsJson({}), "[]\n");
}

}  // namespace
}  // namespace trivsel::gateway::registry
