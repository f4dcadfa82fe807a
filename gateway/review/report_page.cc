#include "gateway/review/report_page.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/journal/journal.h"
#include "gateway/review/conflict_text.h"
#include "gateway/review/cpr_mask.h"
#include "gateway/review/record_text.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::gateway::review {
namespace {

using v1::ReportStep;

constexpr int kMostCitizenReports = 50;
constexpr int kMostEvents = 500;

void AddStep(ReportStep::Kind kind, const google::protobuf::Timestamp& time,
             const std::string& text, v1::ReviewedReport* report) {
  ReportStep* step = report->add_steps();
  step->set_kind(kind);
  *step->mutable_time() = time;
  step->set_text(text);
}

// By time; what happened at the same time, in the order of its kinds.
void SortSteps(v1::ReviewedReport* report) {
  auto* steps = report->mutable_steps();
  std::stable_sort(
      steps->begin(), steps->end(),
      [](const ReportStep& a, const ReportStep& b) {
        return std::make_tuple(a.time().seconds(), a.time().nanos(), a.kind()) <
               std::make_tuple(b.time().seconds(), b.time().nanos(), b.kind());
      });
}

v1::DeliveryState StateOf(const store::Result& rows, int row) {
  // 1 confirmed, 2 refused, 3 unanswered; null: there is no answer.
  if (!rows.IsNull(row, 2)) {
    return static_cast<v1::DeliveryState>(rows.Int16(row, 2) + 2);
  }
  return rows.Bool(row, 7) ? v1::DELIVERY_STATE_PENDING
                           : v1::DELIVERY_STATE_IN_BATCH;
}

// An id or a reference without the child's number, should somebody have put it
// there; other numbers in it are not ours to hide.
std::string WithoutNumber(const std::string& text, const std::string& cpr) {
  const bool holds = !cpr.empty() && text.find(cpr) != std::string::npos;
  return holds ? MaskCpr(text, {cpr}) : text;
}

// A receiver's words are its own: there may be anything in them.
void ReadDelivery(const store::Result& rows, int row, const std::string& cpr,
                  v1::Delivery* delivery) {
  delivery->set_destination(rows.Text(row, 1));
  delivery->set_state(StateOf(rows, row));
  delivery->set_batch_id(rows.Int64(row, 3));
  if (const auto settled = rows.OptionalTime(row, 4)) {
    SetTime(*settled, delivery->mutable_settle_time());
  }
  delivery->set_receiver_reference(WithoutNumber(rows.Text(row, 5), cpr));
  ReadFindings(rows.View(row, 6), delivery->mutable_findings());
  for (v1::Finding& finding : *delivery->mutable_findings()) {
    finding.set_danish(MaskCpr(finding.danish(), {cpr}));
    finding.set_english(MaskCpr(finding.english(), {cpr}));
  }
}

void AddAnswer(const v1::Delivery& delivery, v1::ReviewedReport* report) {
  if (!delivery.has_settle_time()) return;
  const bool confirmed = delivery.state() == v1::DELIVERY_STATE_CONFIRMED;
  const std::string reference =
      confirmed && !delivery.receiver_reference().empty()
          ? absl::StrCat(" ", delivery.receiver_reference())
          : "";
  AddStep(confirmed ? ReportStep::KIND_CONFIRMED : ReportStep::KIND_REFUSED,
          delivery.settle_time(),
          absl::StrCat(delivery.destination(), reference), report);
}

// "CarePlan/abc" of "CarePlan\tabc\t2025-01-01T10:00:00Z".
std::string ResourceOf(const std::string& stored) {
  const std::vector<std::string> parts = absl::StrSplit(stored, '\t');
  return parts.size() < 2 ? "" : absl::StrCat(parts[0], "/", parts[1]);
}

}  // namespace

absl::Status ReportPage::Read(const access::Scope& scope,
                              const v1::GetReviewedReportRequest& request,
                              v1::ReviewedReport* report) const {
  auto stored =
      FindReview(pool_, scope, request.report_key(), request.rejection_id());
  if (!stored.ok()) return stored.status();
  report->set_report_key(stored->report_key);
  *report->mutable_receipt() = stored->receipt;
  report->set_submitter(stored->submitter);
  report->set_municipality_cvr(stored->municipality_cvr);
  report->set_municipality(stored->municipality);
  report->set_content_no_longer_kept(!stored->content_kept);
  AddStep(ReportStep::KIND_RECEIVED, stored->receipt.receive_time(),
          stored->submitter, report);
  AddStep(ReportStep::KIND_JUDGED, stored->receipt.receive_time(),
          stored->receipt.rule_set(), report);
  AddContent(*stored, report);
  std::vector<int64_t> accepted;
  absl::Status status = AddReview(scope, *stored, &accepted, report);
  if (status.ok()) status = AddDeliveries(*stored, accepted, report);
  if (status.ok()) status = AddCitizenReports(scope, *stored, report);
  SortSteps(report);
  return status;
}

void ReportPage::AddContent(const StoredReview& stored,
                            v1::ReviewedReport* report) const {
  if (!stored.content_kept) return;
  std::string json;
  if (stored.is_fhir_json) {
    json = stored.content;
  } else if (const auto parsed = stored.Parsed()) {
    validator::fhir::AppendFhirJson(mapping_, *parsed, &json);
  }
  if (json.empty()) return;
  const RecordText text(json);
  if (text.text().empty()) return;
  report->set_fhir_json(text.text());
  for (int i = 0; i < report->receipt().findings_size(); ++i) {
    v1::FindingPlace* place = report->add_places();
    place->set_finding(i);
    place->set_line(text.LineOf(report->receipt().findings(i).fhir_path()));
  }
}

absl::Status ReportPage::AddDeliveries(const StoredReview& stored,
                                       const std::vector<int64_t>& accepted,
                                       v1::ReviewedReport* report) const {
  store::ArrayWriter lanes(store::ArrayWriter::Element::kInt2);
  lanes.Int16(stored.lane);
  std::vector<int64_t> keys = {stored.report_key};
  if (!accepted.empty()) {
    const absl::Time came =
        absl::FromUnixSeconds(stored.receipt.receive_time().seconds());
    auto found = pool_.Execute(store::kLanesOfReports,
                               store::Params().Int64Array(accepted).Time(came));
    if (!found.ok()) return found.status();
    for (int row = 0; row < found->rows(); ++row) {
      keys.push_back(found->Int64(row, 0));
      lanes.Int16(found->Int16(row, 1));
    }
  }
  auto rows =
      pool_.Execute(store::kReportDeliveries,
                    store::Params().Int64Array(keys).Array(std::move(lanes)));
  if (!rows.ok()) return rows.status();
  const std::string cpr = CprOf(stored);
  std::vector<int64_t> batches;
  for (int row = 0; row < rows->rows(); ++row) {
    v1::Delivery* delivery = report->add_deliveries();
    ReadDelivery(*rows, row, cpr, delivery);
    if (delivery->batch_id() != 0) batches.push_back(delivery->batch_id());
    AddAnswer(*delivery, report);
  }
  if (batches.empty()) return absl::OkStatus();
  auto sealed =
      pool_.Execute(store::kSealedBatches, store::Params().Int64Array(batches));
  if (!sealed.ok()) return sealed.status();
  std::map<int64_t, absl::Time> times;
  for (int row = 0; row < sealed->rows(); ++row) {
    times[sealed->Int64(row, 0)] = sealed->Time(row, 1);
  }
  for (const v1::Delivery& delivery : report->deliveries()) {
    const auto time = times.find(delivery.batch_id());
    if (time == times.end()) continue;
    google::protobuf::Timestamp at;
    SetTime(time->second, &at);
    AddStep(ReportStep::KIND_SENT, at, delivery.destination(), report);
  }
  return absl::OkStatus();
}

absl::Status ReportPage::AddReview(const access::Scope& scope,
                                   const StoredReview& stored,
                                   std::vector<int64_t>* accepted,
                                   v1::ReviewedReport* report) const {
  auto found = pool_.Execute(store::kRejectionsOfReport,
                             store::Params().Int64(stored.report_key));
  if (!found.ok()) return found.status();
  std::vector<int64_t> ids;
  for (int row = 0; row < found->rows(); ++row) {
    ids.push_back(found->Int64(row, 0));
  }
  if (ids.empty()) return absl::OkStatus();
  auto rejections = LoadRejections(pool_, scope, ids, false);
  if (!rejections.ok()) return rejections.status();
  absl::Status named = NameAssignees(pool_, &*rejections);
  if (!named.ok()) return named;
  for (RejectionRow& row : *rejections) {
    // Once, however many receivers had refused it.
    if (row.accepted_as != 0 &&
        (accepted->empty() || accepted->back() != row.accepted_as)) {
      accepted->push_back(row.accepted_as);
    }
    *report->add_rejections() = std::move(row.rejection);
  }
  auto rows = pool_.Execute(store::kListEvents,
                            store::Params().Int64Array(ids).Int32(kMostEvents));
  if (!rows.ok()) return rows.status();
  for (int row = 0; row < rows->rows(); ++row) {
    v1::ReviewEvent* event = report->add_events();
    // Numbers of the enum are the stored ones.
    event->set_kind(static_cast<v1::ReviewEvent::Kind>(rows->Int16(row, 4)));
    SetTime(rows->Time(row, 1), event->mutable_time());
    event->set_actor(CallActor(rows->Text(row, 2), rows->Text(row, 3)));
    event->set_text(rows->Text(row, 5));
    const bool accepted = event->kind() == v1::ReviewEvent::KIND_ACCEPTED;
    AddStep(
        accepted ? ReportStep::KIND_ACCEPTED_LATER : ReportStep::KIND_REVIEWED,
        event->time(), accepted ? event->text() : event->actor(), report);
  }
  return absl::OkStatus();
}

absl::Status ReportPage::AddCitizenReports(const access::Scope& scope,
                                           const StoredReview& stored,
                                           v1::ReviewedReport* report) const {
  store::Params params;
  params.Bytes(stored.citizen);
  AddScope(scope, &params);
  params.Int32(kMostCitizenReports);
  const std::string cpr = CprOf(stored);
  auto rows = pool_.Execute(store::kCitizenReports, params);
  if (!rows.ok()) return rows.status();
  for (int row = 0; row < rows->rows(); ++row) {
    v1::CitizenReport* one = report->add_citizen_reports();
    one->set_report_key(rows->Int64(row, 0));
    one->set_report_id(rows->Text(row, 1));
    SetTime(rows->Time(row, 2), one->mutable_receive_time());
    one->set_verdict(static_cast<v1::Verdict>(rows->Int16(row, 3)));
    one->set_submitter(rows->Text(row, 4));
    for (const std::string& resource : rows->TextArray(row, 5)) {
      one->add_resources(WithoutNumber(ResourceOf(resource), cpr));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReportPage::Reveal(
    const access::Scope& scope, const std::string& actor,
    const v1::RevealCitizenRequest& request) const {
  auto stored = FindReview(pool_, scope, request.report_key(), 0);
  if (!stored.ok()) return stored.status();
  std::string cpr = CprOf(*stored);
  if (cpr.empty()) {
    return absl::FailedPreconditionError(
        "indberetningen har intet CPR-nummer, der kan læses / the report has "
        "no CPR number that can be read");
  }
  absl::Status written =
      journal::Append(&pool_, journal::Kind::kCitizenRevealed, actor,
                      absl::StrCat("citizen revealed: report ",
                                   stored->report_key, ": ", request.reason()));
  if (!written.ok()) return written;
  return cpr;
}

}  // namespace trivsel::gateway::review
