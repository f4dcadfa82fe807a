#include "gateway/ingest/read_rpcs.h"

#include <memory>
#include <optional>
#include <utility>

#include "gateway/ingest/grpc_status.h"
#include "gateway/ingest/page_token.h"
#include "gateway/ingest/report_facts.h"
#include "gateway/ingest/report_scope.h"
#include "gateway/ingest/stored_report_codec.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using CallerPtr = std::shared_ptr<const access::Caller>;

constexpr int kDefaultPage = 50;
constexpr char kGetReport[] = "trivsel.gateway.v1.ReportService.GetReport";
constexpr char kListReports[] = "trivsel.gateway.v1.ReportService.ListReports";

grpc::Status FromStore(const absl::Status& status) {
  if (absl::IsNotFound(status)) {
    return ToGrpcStatus({v1::ERROR_REASON_REPORT_NOT_FOUND});
  }
  return ToGrpcStatus(FromStoreStatus(status));
}

// The call's seat, for those who end it: given back before the answer.
std::shared_ptr<CallLimit::Ticket> Shared(
    std::variant<CallLimit::Ticket, Refusal> entered) {
  return std::make_shared<CallLimit::Ticket>(
      std::get<CallLimit::Ticket>(std::move(entered)));
}

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

// Nothing if the request cannot be used.
std::optional<queue::ReportQuery> ToQuery(
    const v1::ListReportsRequest& request) {
  const v1::ReportFilter& filter = request.filter();
  if (request.page_size() < 0 || request.page_size() > ReadRpcs::kMaxPage ||
      !v1::Verdict_IsValid(filter.verdict()) ||
      !v1::DeliveryState_IsValid(filter.delivery_state()) ||
      !v1::ReviewState_IsValid(filter.review_state())) {
    return std::nullopt;
  }
  queue::ReportQuery query;
  query.page_size =
      request.page_size() == 0 ? kDefaultPage : request.page_size();
  if (!request.page_token().empty()) {
    const auto before = ReadPageToken(request.page_token(), filter);
    if (!before) return std::nullopt;
    query.before = *before;
  }
  if (filter.verdict() != v1::VERDICT_UNSPECIFIED) {
    query.verdict = filter.verdict() == v1::VERDICT_ACCEPTED
                        ? queue::Verdict::kAccepted
                        : queue::Verdict::kRejected;
  }
  if (filter.delivery_state() != v1::DELIVERY_STATE_UNSPECIFIED) {
    query.stage = static_cast<queue::DeliveryStage>(filter.delivery_state());
  }
  if (filter.review_state() != v1::REVIEW_STATE_UNSPECIFIED) {
    query.review = static_cast<queue::ReviewStage>(filter.review_state());
  }
  query.municipality_cvr = filter.municipality_cvr();
  query.finding_code = filter.finding_code();
  if (filter.has_received_from()) {
    query.received_from = ToTime(filter.received_from());
  }
  if (filter.has_received_before()) {
    query.received_before = ToTime(filter.received_before());
  }
  return query;
}

}  // namespace

grpc::ServerUnaryReactor* ReadRpcs::GetReport(
    grpc::CallbackServerContext* context, const v1::GetReportRequest* request,
    v1::GetReportResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Guard::Verdict verdict = guard_.Check(*context, kGetReport);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  const access::Caller& caller = *std::get<CallerPtr>(verdict);
  auto entered = gate_.Enter(caller, request->ByteSizeLong());
  if (const auto* refusal = std::get_if<Refusal>(&entered)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  auto seat = Shared(std::move(entered));
  if (!IsReportId(request->report_id())) {
    seat->Leave();
    reactor->Finish(ToGrpcStatus({v1::ERROR_REASON_REPORT_ID_INVALID}));
    return reactor;
  }
  const queue::ReportScope scope = ScopeOf(caller);
  const bool taken = readers_.Run(ShareOf(caller), [=, this] {
    auto stored = reader_.Get(scope, request->report_id(),
                              request->view() == v1::REPORT_VIEW_FULL);
    seat->Leave();
    if (!stored.ok()) {
      reactor->Finish(FromStore(stored.status()));
      return;
    }
    ToReport(*std::move(stored), standard_url_, response->mutable_report());
    reactor->Finish(grpc::Status::OK);
  });
  if (!taken) {
    seat->Leave();
    reactor->Finish(
        ToGrpcStatus({v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)}));
  }
  return reactor;
}

grpc::ServerUnaryReactor* ReadRpcs::ListReports(
    grpc::CallbackServerContext* context, const v1::ListReportsRequest* request,
    v1::ListReportsResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Guard::Verdict verdict = guard_.Check(*context, kListReports);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  const access::Caller& caller = *std::get<CallerPtr>(verdict);
  auto entered = gate_.Enter(caller, request->ByteSizeLong());
  if (const auto* refusal = std::get_if<Refusal>(&entered)) {
    reactor->Finish(ToGrpcStatus(*refusal));
    return reactor;
  }
  auto seat = Shared(std::move(entered));
  const std::optional<queue::ReportQuery> query = ToQuery(*request);
  if (!query) {
    seat->Leave();
    reactor->Finish(ToGrpcStatus({v1::ERROR_REASON_PAGE_TOKEN_INVALID}));
    return reactor;
  }
  const queue::ReportScope scope = ScopeOf(caller);
  const bool taken = readers_.Run(ShareOf(caller), [=, this, query = *query] {
    auto page = reader_.List(scope, query);
    seat->Leave();
    if (!page.ok()) {
      reactor->Finish(FromStore(page.status()));
      return;
    }
    for (queue::StoredReport& stored : page->reports) {
      ToReport(std::move(stored), standard_url_, response->add_reports());
    }
    if (page->next_before != 0) {
      response->set_next_page_token(
          MakePageToken(page->next_before, request->filter()));
    }
    reactor->Finish(grpc::Status::OK);
  });
  if (!taken) {
    seat->Leave();
    reactor->Finish(
        ToGrpcStatus({v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)}));
  }
  return reactor;
}

}  // namespace trivsel::gateway::ingest
