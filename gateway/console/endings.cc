#include "gateway/console/endings.h"

#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kDaysAhead = 60;

}  // namespace

void WriteEndings(const Desks& desks, const std::string& cvr, Page* page) {
  Html& html = page->html();
  const auto warnings = desks.registry.Warnings(
      page->visit().who().ScopeOf(access::Right::kRead), kDaysAhead, cvr);
  if (!warnings.ok()) {
    page->Alert(Notice::Kind::kWarning, page->Say(T::kRegistryUnknown));
    return;
  }
  if (warnings->empty()) {
    html.Leaf("p", page->Say(T::kNothingEnds));
    return;
  }
  page->OpenTable(
      page->Say(T::kEndings),
      {page->Say(T::kDaysLeft), page->Say(T::kWhat), page->Say(T::kEndsOn)});
  for (const v1::Warning& warning : *warnings) {
    html.Open("tr").Open("td");
    page->Badge(
        warning.days_left() < 0 ? std::string(page->Say(T::kOver))
        : warning.days_left() == 1
            ? std::string(page->Say(T::kDayCount))
            : page->Say(T::kDaysCount, std::to_string(warning.days_left())),
        warning.days_left() < 7    ? "error"
        : warning.days_left() < 30 ? "warning"
                                   : "info");
    html.Close();
    html.Leaf("td",
              Pick(page->language(), warning.danish(), warning.english()));
    html.Leaf("td", ShowTime(page->language(), warning.end_time()));
    html.Close();
  }
  page->CloseTable();
}

}  // namespace trivsel::gateway::console
