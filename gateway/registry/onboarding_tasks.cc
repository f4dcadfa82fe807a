#include "gateway/registry/onboarding_tasks.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/registry/coverage.h"
#include "gateway/registry/danish_day.h"
#include "gateway/registry/task_texts.h"
#include "gateway/store/pool.h"
#include "gateway/store/registry_documents.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;
using Tasks = std::vector<v1::OnboardingTask>;

// Makes the tasks of one municipality.
class Checklist {
 public:
  Checklist(const OnboardingFacts& facts,
            const store::MunicipalityRow& municipality, absl::Time now)
      : facts_(facts), municipality_(municipality), now_(now) {}

  Tasks Make() {
    AddDocument(store::DocumentKind::kConnection,
                v1::ONBOARDING_TASK_KIND_CONNECTION_AGREEMENT);
    AddDocument(store::DocumentKind::kDataProcessing,
                v1::ONBOARDING_TASK_KIND_DATA_PROCESSING_AGREEMENT);
    AddArchive();
    AddContact("it", v1::ONBOARDING_TASK_KIND_CONTACT_IT);
    AddContact("data_protection",
               v1::ONBOARDING_TASK_KIND_CONTACT_DATA_PROTECTION);
    AddContact("professional", v1::ONBOARDING_TASK_KIND_CONTACT_PROFESSIONAL);
    AddSubmitter();
    AddCredential();
    // A report can only come when all of these are there.
    AddMilestone(store::Milestone::kReportAccepted,
                 v1::ONBOARDING_TASK_KIND_REPORT_ACCEPTED,
                 {v1::ONBOARDING_TASK_KIND_CONNECTION_AGREEMENT,
                  v1::ONBOARDING_TASK_KIND_DATA_PROCESSING_AGREEMENT,
                  v1::ONBOARDING_TASK_KIND_SUBMITTER,
                  v1::ONBOARDING_TASK_KIND_CREDENTIAL});
    AddMilestone(store::Milestone::kReportConfirmed,
                 v1::ONBOARDING_TASK_KIND_REPORT_CONFIRMED,
                 {v1::ONBOARDING_TASK_KIND_REPORT_ACCEPTED});
    return std::move(tasks_);
  }

 private:
  void Add(v1::OnboardingTaskKind kind, v1::TaskState state,
           std::optional<absl::CivilDay> due, const std::string& found) {
    const TaskText& text = TextOf(kind);
    v1::OnboardingTask& task = tasks_.emplace_back();
    task.set_municipality_cvr(municipality_.cvr);
    task.set_municipality_name(municipality_.name);
    task.set_kind(kind);
    task.set_owner(text.owner);
    task.set_state(state);
    if (due) task.set_due_on(absl::FormatCivilTime(*due));
    task.set_danish_title(text.danish_title);
    task.set_english_title(text.english_title);
    task.set_found(found);
    if (state == v1::TASK_STATE_DONE) return;
    task.set_danish_advice(text.danish_advice);
    task.set_english_advice(text.english_advice);
  }

  // A task that is done as long as one of the periods is valid.
  void AddCovered(v1::OnboardingTaskKind kind,
                  const std::vector<store::Period>& periods,
                  const std::string& found) {
    const Coverage coverage = CoverageOf(periods, now_);
    if (!coverage.now) {
      if (coverage.next < absl::InfiniteFuture()) {
        return Add(kind, v1::TASK_STATE_WAITING, DanishDay(coverage.next),
                   found);
      }
      if (coverage.end > absl::InfinitePast()) {
        return Add(kind, v1::TASK_STATE_OVERDUE, LastDay(coverage.end), found);
      }
      return Add(kind, v1::TASK_STATE_OPEN, {}, found);
    }
    if (coverage.end > now_ + kRenewBefore) {
      return Add(kind, v1::TASK_STATE_DONE, {}, found);
    }
    Add(kind, v1::TASK_STATE_ENDING, LastDay(coverage.end), found);
  }

  bool Stands(v1::OnboardingTaskKind kind) const {
    return std::any_of(tasks_.begin(), tasks_.end(), [kind](const auto& task) {
      return task.kind() == kind && (task.state() == v1::TASK_STATE_DONE ||
                                     task.state() == v1::TASK_STATE_ENDING);
    });
  }

  void AddDocument(store::DocumentKind kind, v1::OnboardingTaskKind task) {
    std::vector<store::Period> periods;
    std::vector<std::string> found;
    for (const store::DocumentRow& row : facts_.registry.documents) {
      if (row.municipality_id != municipality_.id || row.kind != kind) continue;
      periods.push_back(row.valid);
      found.push_back(absl::StrCat(row.reference, " (",
                                   absl::FormatCivilTime(row.signed_on), ")"));
    }
    AddCovered(task, periods, absl::StrJoin(found, ", "));
  }

  void AddArchive() {
    bool any = false;
    std::optional<absl::CivilDay> due;
    std::vector<std::string> found;
    for (const store::DocumentRow& row : facts_.registry.documents) {
      if (row.municipality_id != municipality_.id) continue;
      any = true;
      if (row.archived_at) continue;
      const absl::CivilDay gone = row.signed_on + store::kArchiveWithinDays;
      due = std::min(due.value_or(gone), gone);
      found.push_back(absl::StrCat(row.id, ": ", row.reference));
    }
    const v1::OnboardingTaskKind kind = v1::ONBOARDING_TASK_KIND_ARCHIVE;
    if (!any) return Add(kind, v1::TASK_STATE_WAITING, {}, "");
    if (!due) return Add(kind, v1::TASK_STATE_DONE, {}, "");
    Add(kind,
        DanishDay(now_) < *due ? v1::TASK_STATE_OPEN : v1::TASK_STATE_OVERDUE,
        *due, absl::StrJoin(found, ", "));
  }

  void AddContact(const char* role, v1::OnboardingTaskKind kind) {
    for (const store::ContactRow& row : facts_.contacts) {
      if (row.municipality_id != municipality_.id || row.role != role) continue;
      std::vector<std::string> words;
      for (const std::string* word :
           {&row.name, &row.organisation, &row.email}) {
        if (!word->empty()) words.push_back(*word);
      }
      return Add(kind, v1::TASK_STATE_DONE, {}, absl::StrJoin(words, ", "));
    }
    Add(kind, v1::TASK_STATE_OPEN, {}, "");
  }

  void AddSubmitter() {
    std::vector<store::Period> periods;
    std::vector<std::string> found;
    for (const store::AgreementRow& row : facts_.registry.agreements) {
      if (row.municipality_id != municipality_.id || !IsActive(row)) continue;
      periods.push_back(row.valid);
      found.push_back(row.submitter);
      const absl::Time end = row.valid.until.value_or(absl::InfiniteFuture());
      if (end > now_) submitters_.insert(row.submitter_id);
    }
    AddCovered(v1::ONBOARDING_TASK_KIND_SUBMITTER, periods,
               absl::StrJoin(found, ", "));
  }

  bool IsActive(const store::AgreementRow& agreement) const {
    for (const store::SubmitterRow& row : facts_.registry.submitters) {
      if (row.id == agreement.submitter_id) return row.active;
    }
    return false;
  }

  void AddCredential() {
    std::vector<store::Period> periods;
    std::vector<std::string> found;
    for (const store::CredentialRow& row : facts_.registry.credentials) {
      if (!submitters_.contains(row.submitter_id) || row.revoked_at) continue;
      periods.push_back({row.not_before, row.not_after});
      found.push_back(
          absl::StrCat(row.owner, ": ", row.fingerprint.substr(0, 16)));
    }
    if (submitters_.empty()) {
      return Add(v1::ONBOARDING_TASK_KIND_CREDENTIAL, v1::TASK_STATE_WAITING,
                 {}, "");
    }
    if (found.size() > kMostShown) {
      const size_t more = found.size() - kMostShown;
      found.resize(kMostShown);
      found.push_back(absl::StrCat("+", more));
    }
    AddCovered(v1::ONBOARDING_TASK_KIND_CREDENTIAL, periods,
               absl::StrJoin(found, ", "));
  }

  void AddMilestone(store::Milestone milestone, v1::OnboardingTaskKind kind,
                    const std::vector<v1::OnboardingTaskKind>& after) {
    for (const store::MilestoneRow& row : facts_.milestones) {
      if (row.municipality_id != municipality_.id ||
          row.milestone != milestone) {
        continue;
      }
      return Add(kind, v1::TASK_STATE_DONE, {},
                 absl::FormatCivilTime(row.reached_on));
    }
    const bool ready =
        std::all_of(after.begin(), after.end(),
                    [this](v1::OnboardingTaskKind k) { return Stands(k); });
    Add(kind, ready ? v1::TASK_STATE_OPEN : v1::TASK_STATE_WAITING, {}, "");
  }

  static constexpr size_t kMostShown = 5;

  const OnboardingFacts& facts_;
  const store::MunicipalityRow& municipality_;
  const absl::Time now_;
  std::set<int32_t> submitters_;  // may report for it, now or later
  Tasks tasks_;
};

}  // namespace

absl::StatusOr<OnboardingFacts> LoadOnboardingFacts(store::Pool& pool) {
  OnboardingFacts facts;
  absl::StatusOr<store::RegistrySnapshot> registry =
      store::Registry(&pool).Load();
  if (!registry.ok()) return registry.status();
  facts.registry = *std::move(registry);
  store::Onboarding onboarding(&pool);
  absl::StatusOr<std::vector<store::ContactRow>> contacts =
      onboarding.ListContacts("");
  if (!contacts.ok()) return contacts.status();
  facts.contacts = *std::move(contacts);
  absl::StatusOr<std::vector<store::MilestoneRow>> milestones =
      onboarding.Milestones();
  if (!milestones.ok()) return milestones.status();
  facts.milestones = *std::move(milestones);
  return facts;
}

Tasks TasksOf(const OnboardingFacts& facts,
              const store::MunicipalityRow& municipality, absl::Time now) {
  return Checklist(facts, municipality, now).Make();
}

Tasks AllTasks(const OnboardingFacts& facts, const std::string& cvr,
               bool open_only, absl::Time now) {
  Tasks all;
  for (const store::MunicipalityRow& row : facts.registry.municipalities) {
    if (!cvr.empty() && row.cvr != cvr) continue;
    for (v1::OnboardingTask& task : TasksOf(facts, row, now)) {
      if (open_only && task.state() == v1::TASK_STATE_DONE) continue;
      all.push_back(std::move(task));
    }
  }
  return all;
}

}  // namespace trivsel::gateway::registry
