// The client: how a fagsystem talks to the gateway.
#ifndef TRIVSEL_CLIENT_CLIENT_H_
#define TRIVSEL_CLIENT_CLIENT_H_

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/client/connection.h"
#include "trivsel/client/options.h"
#include "trivsel/client/report_range.h"
#include "trivsel/gateway/v1/report_service.pb.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::client {

// Submits delivery reports and follows them until they are confirmed.
//
// Example:
//   auto client = Client::Connect(options);
//   if (!client.ok()) return client.status();
//   auto receipt = client->Submit(report);
//
// Receipts: a receipt means that the report and its verdict are on disk in the
// gateway. VERDICT_REJECTED is a receipt, not an error: its findings say what
// to mend. A mended report is a new report with a new id.
//
// Idempotency: a report is known by its id. Every call may be repeated, also
// after a crash of yours: the same id with the same content gets the first
// receipt again (replayed), with other content ALREADY_EXISTS.
//
// Errors: absl::Status; see error.h. An error other than ALREADY_EXISTS,
// INVALID_ARGUMENT and PERMISSION_DENIED means "not known to be stored":
// submit it again later, under the same id.
//
// Threads: thread safe; copies share one connection. Receipts are delivered on
// the client's own threads. Destroying the last copy waits until everything
// submitted is answered, at most until its deadline.
class Client {
 public:
  // See MakeConnection. The gateway need not be there yet.
  static absl::StatusOr<Client> Connect(const Options& options);

  // Over a connection of your own, in tests a MockConnection.
  explicit Client(std::shared_ptr<Connection> connection, Options options = {});

  // Submits one report and waits for its receipt.
  absl::StatusOr<gateway::v1::Receipt> Submit(
      const ltt::v1::DeliveryReport& report);
  absl::StatusOr<gateway::v1::Receipt> Submit(
      gateway::v1::Submission submission);

  // The same without waiting. Many reports submitted one after the other
  // travel together.
  std::future<absl::StatusOr<gateway::v1::Receipt>> SubmitAsync(
      gateway::v1::Submission submission);
  void SubmitAsync(gateway::v1::Submission submission, SubmitCallback done);

  // Submits all and waits for all; one outcome each, in the same order.
  Outcomes SubmitAll(std::vector<gateway::v1::Submission> submissions);

  // What the gateway would say; stores nothing. At most 1000 submissions.
  absl::StatusOr<std::vector<gateway::v1::ReportOutcome>> Validate(
      std::vector<gateway::v1::Submission> submissions, bool strict = false);

  // NOT_FOUND if your organisation has sent no such report.
  absl::StatusOr<gateway::v1::Report> GetReport(
      std::string_view report_id,
      gateway::v1::ReportView view = gateway::v1::REPORT_VIEW_BASIC);

  // Newest first. `page_size` 1–200, 0 = the gateway's choice. What operators
  // did about a rejected one stands in its `review`; a filter on verdict or
  // review_state finds these.
  ReportRange ListReports(gateway::v1::ReportFilter filter, int page_size = 0);

  // Waits until every receiver has answered for every report, and returns the
  // reports in the order of the ids. A rejected report is settled at once. At
  // the deadline: DEADLINE_EXCEEDED; they are still safe with the gateway.
  // Listens to the stream of receipts, and asks for what it may have missed
  // when that breaks off.
  absl::StatusOr<std::vector<gateway::v1::Report>> AwaitConfirmed(
      const std::vector<std::string>& report_ids, absl::Time deadline);

  // Tells about each report as receivers answer for it, and as operators
  // return it, dismiss it or get it through after all (see its `review`),
  // until `on_report` returns false or the gateway hangs up. With ids: ends
  // when all of those are settled. Not resumed by itself: use AwaitConfirmed where nothing may
  // be missed.
  absl::Status Watch(std::vector<std::string> report_ids, absl::Time deadline,
                     std::function<bool(const gateway::v1::Report&)> on_report);

  // OK as soon as the gateway can be reached; UNAVAILABLE with the cause after
  // `timeout`.
  absl::Status AwaitReady(absl::Duration timeout);

 private:
  absl::Time Deadline() const {
    return options_.time->Now() + options_.deadline;
  }

  std::shared_ptr<Connection> connection_;
  Options options_;
};

// A submission of a report as a message, with its id filled in.
gateway::v1::Submission SubmissionOf(ltt::v1::DeliveryReport report);
// A submission of a FHIR R4 JSON bundle, sent byte for byte. The id may be
// left out; the gateway takes Bundle.id.
gateway::v1::Submission SubmissionOfFhirJson(std::string fhir_json,
                                             std::string report_id = "");

// Every receiver has answered, or there is none to wait for.
bool IsSettled(const gateway::v1::Report& report);
// Accepted, and every receiver has confirmed it.
bool IsConfirmed(const gateway::v1::Report& report);
// Operators ask you to mend it and to send it as a new report: see
// review().returned_message().
bool IsReturned(const gateway::v1::Report& report);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_CLIENT_H_
