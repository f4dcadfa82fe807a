#include "tests/client-sdk/fake_gateway.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

namespace trivsel::client {
namespace {

namespace v1 = trivsel::gateway::v1;

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      status.message(), status.SerializeAsString());
}

std::string IdOf(const v1::Submission& submission) {
  return submission.report_id();
}

Visitor VisitorOf(const grpc::ServerContext& context) {
  Visitor visitor;
  const auto& metadata = context.client_metadata();
  const auto token = metadata.find("authorization");
  if (token != metadata.end()) {
    visitor.authorization.assign(token->second.data(), token->second.size());
  }
  for (const auto& pem : context.auth_context()->FindPropertyValues(
           GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
    visitor.certificate.assign(pem.data(), pem.size());
  }
  return visitor;
}

}  // namespace

std::shared_ptr<grpc::ServerCredentials> TlsFor(
    const testing::CertifiedKey& server, const testing::CertifiedKey& ca) {
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = ca.cert_pem;
  options.pem_key_cert_pairs = {{server.key_pem, server.cert_pem}};
  return grpc::SslServerCredentials(options);
}

FakeGateway::FakeGateway(const std::string& endpoint,
                         std::shared_ptr<grpc::ServerCredentials> credentials) {
  if (credentials == nullptr) credentials = grpc::InsecureServerCredentials();
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(endpoint, credentials, &port);
  builder.RegisterService(this);
  builder.RegisterService(&health_);
  server_ = builder.BuildAndStart();
  endpoint_ = "localhost:" + std::to_string(port);
}

FakeGateway::~FakeGateway() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  server_->Shutdown();
}

void FakeGateway::FailNextCalls(std::vector<google::rpc::Status> errors) {
  std::lock_guard lock(mutex_);
  call_errors_.assign(errors.begin(), errors.end());
}

void FakeGateway::FailReport(const std::string& id,
                             std::vector<google::rpc::Status> errors) {
  std::lock_guard lock(mutex_);
  report_errors_[id].assign(errors.begin(), errors.end());
}

void FakeGateway::Reject(const std::string& id) {
  std::lock_guard lock(mutex_);
  rejects_[id] = true;
}

void FakeGateway::Review(const std::string& id, v1::ReportReview review) {
  {
    std::lock_guard lock(mutex_);
    *reports_[id].mutable_review() = std::move(review);
    confirmed_.push_back(id);
  }
  changed_.notify_all();
}

void FakeGateway::Explain(v1::Finding finding, const std::string& page) {
  std::lock_guard lock(mutex_);
  findings_.push_back(std::move(finding));
  standard_url_ = page;
}

void FakeGateway::Confirm(const std::string& id) {
  {
    std::lock_guard lock(mutex_);
    reports_[id].mutable_deliveries(0)->set_state(v1::DELIVERY_STATE_CONFIRMED);
    confirmed_.push_back(id);
  }
  changed_.notify_all();
}

void FakeGateway::ConfirmAndHangUp(const std::string& id) {
  {
    std::lock_guard lock(mutex_);
    reports_[id].mutable_deliveries(0)->set_state(v1::DELIVERY_STATE_CONFIRMED);
    ++hang_ups_;
  }
  changed_.notify_all();
}

void FakeGateway::RefuseWatches() {
  std::lock_guard lock(mutex_);
  refuses_watches_ = true;
}

void FakeGateway::AwaitWatches(int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return watches_ >= count; });
}

std::vector<std::vector<std::string>> FakeGateway::batches() const {
  std::lock_guard lock(mutex_);
  return batches_;
}

std::vector<v1::Submission> FakeGateway::submissions() const {
  std::lock_guard lock(mutex_);
  return submissions_;
}

int FakeGateway::calls() const {
  std::lock_guard lock(mutex_);
  return calls_;
}

std::vector<Visitor> FakeGateway::visitors() const {
  std::lock_guard lock(mutex_);
  return visitors_;
}

grpc::Status FakeGateway::NextCall(const grpc::ServerContext& context) {
  ++calls_;
  visitors_.push_back(VisitorOf(context));
  if (call_errors_.empty()) return grpc::Status::OK;
  const grpc::Status error = ToGrpc(call_errors_.front());
  call_errors_.pop_front();
  return error;
}

v1::ReportOutcome FakeGateway::Store(const v1::Submission& submission) {
  const std::string id = IdOf(submission);
  v1::ReportOutcome outcome;
  outcome.set_report_id(id);
  auto& errors = report_errors_[id];
  if (!errors.empty()) {
    *outcome.mutable_error() = errors.front();
    errors.pop_front();
    return outcome;
  }
  v1::Report& report = reports_[id];
  v1::Receipt* receipt = report.mutable_receipt();
  receipt->set_replayed(receipt->report_id() == id);
  receipt->set_report_id(id);
  receipt->set_verdict(rejects_[id] ? v1::VERDICT_REJECTED
                                    : v1::VERDICT_ACCEPTED);
  receipt->mutable_kle()->set_subject("29.24.16");
  receipt->mutable_kle()->set_facet("G01");
  if (rejects_[id] && report.receipt().findings().empty()) {
    report.mutable_review()->set_state(v1::REVIEW_STATE_OPEN);
    report.set_standard_url(standard_url_);
    *receipt->mutable_findings() = {findings_.begin(), findings_.end()};
  }
  if (!rejects_[id] && report.deliveries().empty()) {
    v1::Delivery* delivery = report.add_deliveries();
    delivery->set_destination("national");
    delivery->set_state(v1::DELIVERY_STATE_PENDING);
  }
  *outcome.mutable_receipt() = *receipt;
  return outcome;
}

grpc::Status FakeGateway::SubmitReports(grpc::ServerContext* context,
                                        const v1::SubmitReportsRequest* request,
                                        v1::SubmitReportsResponse* response) {
  std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& submission : request->submissions()) {
    ids.push_back(IdOf(submission));
    submissions_.push_back(submission);
  }
  batches_.push_back(ids);
  const grpc::Status status = NextCall(*context);
  if (!status.ok()) return status;
  for (const auto& submission : request->submissions()) {
    *response->add_outcomes() = Store(submission);
  }
  return status;
}

grpc::Status FakeGateway::ValidateReports(
    grpc::ServerContext* context, const v1::ValidateReportsRequest* request,
    v1::ValidateReportsResponse* response) {
  std::lock_guard lock(mutex_);
  const grpc::Status status = NextCall(*context);
  for (const auto& submission : request->submissions()) {
    auto* receipt = response->add_outcomes()->mutable_receipt();
    receipt->set_report_id(IdOf(submission));
    receipt->set_verdict(request->strict() ? v1::VERDICT_REJECTED
                                           : v1::VERDICT_ACCEPTED);
  }
  return status;
}

grpc::Status FakeGateway::GetReport(grpc::ServerContext* context,
                                    const v1::GetReportRequest* request,
                                    v1::GetReportResponse* response) {
  std::lock_guard lock(mutex_);
  const grpc::Status status = NextCall(*context);
  if (!status.ok()) return status;
  const auto it = reports_.find(request->report_id());
  if (it == reports_.end()) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such report");
  }
  *response->mutable_report() = it->second;
  return status;
}

grpc::Status FakeGateway::ListReports(grpc::ServerContext* context,
                                      const v1::ListReportsRequest* request,
                                      v1::ListReportsResponse* response) {
  std::lock_guard lock(mutex_);
  const grpc::Status status = NextCall(*context);
  if (!status.ok()) return status;
  const int size = request->page_size() == 0 ? 50 : request->page_size();
  for (auto it = reports_.upper_bound(request->page_token());
       it != reports_.end(); ++it) {
    if (request->filter().verdict() != v1::VERDICT_UNSPECIFIED &&
        request->filter().verdict() != it->second.receipt().verdict()) {
      continue;
    }
    const v1::ReviewState review = request->filter().review_state();
    if (review != v1::REVIEW_STATE_UNSPECIFIED &&
        review != it->second.review().state()) {
      continue;
    }
    if (response->reports_size() == size) {
      response->set_next_page_token(
          response->reports(size - 1).receipt().report_id());
      break;
    }
    *response->add_reports() = it->second;
  }
  return status;
}

grpc::Status FakeGateway::WatchReceipts(
    grpc::ServerContext* context, const v1::WatchReceiptsRequest* request,
    grpc::ServerWriter<v1::WatchReceiptsResponse>* writer) {
  std::unique_lock lock(mutex_);
  const grpc::Status status = NextCall(*context);
  ++watches_;
  changed_.notify_all();
  if (!status.ok()) return status;
  if (refuses_watches_) {
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "no streams here");
  }
  const int hang_ups = hang_ups_;
  const auto& ids = request->report_ids();
  size_t told = 0;
  while (!stopping_ && !context->IsCancelled() && hang_ups == hang_ups_) {
    for (; told < confirmed_.size(); ++told) {
      const std::string& id = confirmed_[told];
      if (!ids.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) {
        continue;
      }
      v1::WatchReceiptsResponse response;
      *response.mutable_report() = reports_[id];
      writer->Write(response);
    }
    // Cancellation does not wake it: look again now and then.
    changed_.wait_for(lock, std::chrono::milliseconds(20));
  }
  return hang_ups == hang_ups_
             ? grpc::Status::OK
             : grpc::Status(grpc::StatusCode::UNAVAILABLE, "hung up");
}

}  // namespace trivsel::client
