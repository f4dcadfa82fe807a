#include "gateway/ctl/review_commands.h"

#include <algorithm>

#include "absl/strings/strip.h"
#include "gateway/ctl/review_view.h"
#include "gateway/ctl/review_words.h"
#include "gateway/ctl/reviewed_report_view.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

// The most that one page holds.
constexpr int kMaxPage = 200;

}  // namespace

access::Operator LocalOperator(const std::string& actor) {
  access::Operator who;
  who.actor = actor;
  who.name = std::string(absl::StripPrefix(actor, "operator:"));
  access::Grant grant;
  for (const access::Right right :
       {access::Right::kRead, access::Right::kOperate, access::Right::kDeliver,
        access::Right::kRegister}) {
    grant.rights |= static_cast<uint8_t>(right);
  }
  grant.all_municipalities = true;
  who.grants.push_back(grant);
  return who;
}

absl::Status ListRejections(ReviewSession& session, const FilterWords& words,
                            int limit) {
  auto filter = ToFilter(words, session.now);
  if (!filter.ok()) return filter.status();
  v1::ListRejectionsRequest request;
  *request.mutable_filter() = *std::move(filter);
  Table table = RejectionTable();
  int left = limit;
  bool more = true;
  while (more && left > 0) {
    request.set_page_size(std::min(left, kMaxPage));
    v1::ListRejectionsResponse page;
    absl::Status listed =
        session.operations.ListRejections(session.who, request, &page);
    if (!listed.ok()) return listed;
    for (const v1::Rejection& rejection : page.rejections()) {
      AddRow(rejection, &table);
      if (session.output == Output::kJson) {
        session.terminal.out << ToJson(rejection) << "\n";
      }
    }
    left -= page.rejections_size();
    more = !page.next_page_token().empty();
    request.set_page_token(page.next_page_token());
  }
  if (session.output == Output::kJson) return absl::OkStatus();
  session.terminal.out << table.Format(Output::kText);
  if (more) {
    session.terminal.err << "der er flere: --limit / there are more: --limit\n";
  }
  return absl::OkStatus();
}

absl::Status ListGroups(ReviewSession& session, const FilterWords& words) {
  v1::ListRejectionGroupsRequest request;
  request.set_municipality_cvr(words.municipality);
  request.set_submitter(words.submitter);
  v1::ListRejectionGroupsResponse response;
  absl::Status listed =
      session.operations.ListRejectionGroups(session.who, request, &response);
  if (!listed.ok()) return listed;
  if (session.output == Output::kJson) {
    for (const v1::RejectionGroup& group : response.groups()) {
      session.terminal.out << ToJson(group) << "\n";
    }
    return absl::OkStatus();
  }
  session.terminal.out << ShowGroups(response.groups());
  if (response.more()) {
    session.terminal.err << "der er flere: --municipality, --submitter / there "
                            "are more\n";
  }
  return absl::OkStatus();
}

absl::Status ShowReviewed(ReviewSession& session,
                          const ShowArguments& arguments) {
  v1::GetReviewedReportRequest request;
  if (arguments.report_key != 0) {
    request.set_report_key(arguments.report_key);
  } else {
    auto ref = ParseRejection(arguments.rejection);
    if (!ref.ok()) return ref.status();
    request.set_rejection_id(ref->rejection_id());
  }
  v1::GetReviewedReportResponse response;
  absl::Status got =
      session.operations.GetReviewedReport(session.who, request, &response);
  if (!got.ok()) return got;
  v1::ReviewedReport& report = *response.mutable_report();
  if (session.output == Output::kJson) {
    if (!arguments.record) report.clear_fhir_json();
    session.terminal.out << ToJson(report) << "\n";
  } else {
    session.terminal.out << ShowReport(report, arguments.record);
  }
  return absl::OkStatus();
}

absl::Status ShowNumbers(ReviewSession& session) {
  v1::GetOverviewResponse response;
  absl::Status got = session.operations.GetOverview(
      session.who, v1::GetOverviewRequest(), &response);
  if (!got.ok()) return got;
  session.terminal.out << (session.output == Output::kJson
                               ? ToJson(response.overview()) + "\n"
                               : ShowOverview(response.overview(),
                                              session.now));
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::ctl
