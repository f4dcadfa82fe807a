// trivsel status: how far reports have come.
#include <cctype>

#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/report_table.h"
#include "client-sdk/cli/report_view.h"
#include "client-sdk/cli/since.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

// The most that the gateway gives in one page.
constexpr int kMaxPage = 200;

// Reports one by one as they come, or gathered into a table.
class Listing {
 public:
  explicit Listing(const ViewArguments& view) : view_(view), table_(view) {}
  ~Listing() {
    if (view_.output == Output::kTable) table_.Print();
  }

  void Show(const v1::Report& report) {
    if (view_.output == Output::kTable) {
      table_.Add(report);
    } else {
      ShowReport(report, view_);
    }
  }

 private:
  const ViewArguments& view_;
  ReportTable table_;
};

// By the words of --review.
v1::ReviewState ReviewStateOf(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(c));
  v1::ReviewState state = v1::REVIEW_STATE_UNSPECIFIED;
  v1::ReviewState_Parse("REVIEW_STATE_" + word, &state);
  return state;
}

ExitCode ShowNamed(const StatusArguments& arguments, client::Client* client,
                   const ViewArguments& view) {
  Listing listing(view);
  ExitCode exit = kAllWell;
  for (const std::string& id : arguments.report_ids) {
    const auto report = client->GetReport(id);
    if (report.ok()) {
      listing.Show(*report);
      if (report->receipt().verdict() == v1::VERDICT_REJECTED) {
        exit = Worse(exit, kSomeInvalid);
      }
      continue;
    }
    Complain({ForTerminal(id) + ":", ForTerminal(id) + ":"}, view.language);
    ComplainAbout(report.status(), view.language);
    exit = Worse(exit, ExitOf(report.status()));
  }
  return exit;
}

ExitCode ShowList(const StatusArguments& arguments, v1::ReportFilter filter,
                  client::Client* client, const ViewArguments& view) {
  Listing listing(view);
  int left = arguments.limit;
  client::ReportRange range =
      client->ListReports(std::move(filter), std::min(left, kMaxPage));
  for (auto it = range.begin(); it != range.end(); ++it) {
    if (!it->ok()) {
      ComplainAbout(it->status(), view.language);
      return ExitOf(it->status());
    }
    listing.Show(**it);
    if (--left == 0) break;  // before another page is asked for
  }
  return kAllWell;
}

}  // namespace

ExitCode RunStatus(const StatusArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view) {
  v1::ReportFilter filter;
  if (arguments.accepted) filter.set_verdict(v1::VERDICT_ACCEPTED);
  if (arguments.rejected) filter.set_verdict(v1::VERDICT_REJECTED);
  filter.set_review_state(ReviewStateOf(arguments.review));
  if (!arguments.since.empty()) {
    const auto since =
        ParseSince(arguments.since, absl::Now(), absl::LocalTimeZone());
    if (!since.has_value()) {
      Complain({"--since: 2025-07-07, 2025-07-07T14:30:00Z eller 36h",
                "--since: 2025-07-07, 2025-07-07T14:30:00Z or 36h"},
               view.language);
      return kUsage;
    }
    filter.mutable_received_from()->set_seconds(absl::ToUnixSeconds(*since));
  }
  ExitCode exit = kAllWell;
  auto client = Reach(gateway, view.language, &exit);
  if (!client.has_value()) return exit;
  return arguments.report_ids.empty()
             ? ShowList(arguments, std::move(filter), &*client, view)
             : ShowNamed(arguments, &*client, view);
}

}  // namespace trivsel::cli
