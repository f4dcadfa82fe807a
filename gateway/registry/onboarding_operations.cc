#include "gateway/registry/onboarding_operations.h"

#include "absl/time/clock.h"
#include "gateway/registry/onboarding_tasks.h"
#include "gateway/registry/page.h"
#include "gateway/registry/task_file.h"
#include "gateway/registry/warnings.h"
#include "gateway/store/expiry.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kDefaultDays = 60;
constexpr int kMostDays = 3650;
constexpr int kMostWarnings = 1000;

}  // namespace

absl::Status OnboardingOperations::ListTasks(
    const std::string& /*actor*/, const v1::ListOnboardingTasksRequest& request,
    v1::ListOnboardingTasksResponse* response) {
  const Parts filter = {request.municipality_cvr(),
                        request.open_only() ? "open" : ""};
  auto page = ReadPage(request.page_size(), request.page_token(), filter, 1);
  if (!page.ok()) return page.status();
  auto facts = LoadOnboardingFacts(pool_);
  if (!facts.ok()) return facts.status();
  const absl::Time now = absl::Now();
  int left = page->size;
  std::string last;
  for (const store::MunicipalityRow& row : facts->registry.municipalities) {
    if (row.cvr <= page->after[0]) continue;
    if (!request.municipality_cvr().empty() &&
        row.cvr != request.municipality_cvr()) {
      continue;
    }
    if (left-- == 0) {
      response->set_next_page_token(MakePageToken(filter, {last}));
      break;
    }
    last = row.cvr;
    for (v1::OnboardingTask& task :
         AllTasks(*facts, row.cvr, request.open_only(), now)) {
      *response->add_tasks() = std::move(task);
    }
  }
  return absl::OkStatus();
}

absl::Status OnboardingOperations::ExportTasks(
    const std::string& /*actor*/,
    const v1::ExportOnboardingTasksRequest& request,
    v1::ExportOnboardingTasksResponse* response) {
  if (!v1::TaskFileFormat_IsValid(request.format())) {
    return absl::InvalidArgumentError(
        "formatet findes ikke / there is no such format");
  }
  auto facts = LoadOnboardingFacts(pool_);
  if (!facts.ok()) return facts.status();
  const auto tasks = AllTasks(*facts, request.municipality_cvr(),
                              request.open_only(), absl::Now());
  if (request.format() == v1::TASK_FILE_FORMAT_JSON) {
    response->set_content(TasksAsJson(tasks));
    response->set_media_type("application/json");
    return absl::OkStatus();
  }
  CsvForm form;
  if (request.comma()) form.separator = ',';
  form.byte_order_mark = !request.no_byte_order_mark();
  response->set_content(TasksAsCsv(tasks, form));
  response->set_media_type("text/csv; charset=utf-8");
  return absl::OkStatus();
}

absl::Status OnboardingOperations::ListWarnings(
    const std::string& /*actor*/, const v1::ListWarningsRequest& request,
    v1::ListWarningsResponse* response) {
  if (request.within_days() < 0 || request.within_days() > kMostDays ||
      request.page_size() < 0 || request.page_size() > kMostWarnings) {
    return absl::InvalidArgumentError(
        "1-3650 dage og højst 1000 / 1-3650 days and at most 1000");
  }
  const int days =
      request.within_days() == 0 ? kDefaultDays : request.within_days();
  const int limit =
      request.page_size() == 0 ? kMostWarnings : request.page_size();
  const absl::Time now = absl::Now();
  auto endings = store::ExpiryReader(&pool_).List(
      now, now + days * absl::Hours(24), limit);
  if (!endings.ok()) return endings.status();
  for (const store::Ending& ending : *endings) {
    *response->add_warnings() = ToWarning(ending, now);
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::registry
