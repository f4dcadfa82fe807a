#include "gateway/ingest/judge.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "gateway/ingest/digest.h"
#include "gateway/ingest/finding_codec.h"
#include "gateway/ingest/receipt_codec.h"
#include "gateway/ingest/report_facts.h"
#include "validator/extra_codings.h"
#include "validator/gateway_finding.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using queue::ContentForm;
using validator::GatewayFindingOf;
using validator::fhir::FhirReader;
using validator::fhir::Readability;

// The id that the report goes under: the submission's, else the content's.
std::variant<std::string, Refusal> ChooseId(
    const v1::Submission& submission, const ltt::v1::DeliveryReport* report) {
  std::string id = submission.report_id();
  if (id.empty() && report != nullptr) id = report->id();
  if (id.empty()) return Refusal{v1::ERROR_REASON_REPORT_ID_MISSING};
  if (!IsReportId(id)) return Refusal{v1::ERROR_REASON_REPORT_ID_INVALID};
  return id;
}

// The municipality that a report that names none is stored under.
int32_t OnlyMunicipality(const access::Caller& caller) {
  return caller.municipalities.size() == 1 ? caller.municipalities[0]->id : 0;
}

void FillReceipt(const queue::Draft& draft, const validator::Findings& findings,
                 v1::Receipt* receipt) {
  receipt->set_report_id(draft.report_id);
  receipt->set_verdict(draft.verdict == queue::Verdict::kAccepted
                           ? v1::VERDICT_ACCEPTED
                           : v1::VERDICT_REJECTED);
  receipt->set_rule_set(draft.rule_set);
  ToReceipt(findings, receipt);
  SetKle(draft.kle, receipt);
}

}  // namespace

// What makes two submissions the same: JSON as received; a proto in its one
// canonical form, if it can be read.
std::string_view Judge::SameContent(const Intake& intake) {
  return intake.form == ContentForm::kFhirJson || intake.canonical.empty()
             ? intake.content
             : intake.canonical;
}

void Judge::ReadBinary(Intake* intake) {
  if (!buffer_.ParseFromString(intake->content)) {
    findings_.Add(GatewayFindingOf(v1::GATEWAY_FINDING_PROTO_UNREADABLE));
    return;
  }
  intake->report = &buffer_;
  intake->canonical = SerializeDeterministically(buffer_);
}

Judge::Intake Judge::Read(v1::Submission* submission) {
  Intake intake;
  switch (submission->content_case()) {
    case v1::Submission::kReport:
      intake.form = ContentForm::kReportBinary;
      intake.report = submission->mutable_report();
      intake.content = SerializeDeterministically(*intake.report);
      break;
    case v1::Submission::kReportBinary:
      intake.form = ContentForm::kReportBinary;
      intake.content = std::move(*submission->mutable_report_binary());
      ReadBinary(&intake);
      break;
    case v1::Submission::kFhirJson:
      intake.content = std::move(*submission->mutable_fhir_json());
      if (reader_.Read(intake.content, &buffer_, &findings_) ==
          Readability::kReadable) {
        intake.report = &buffer_;
        intake.canonical = SerializeDeterministically(buffer_);
      }
      break;
    case v1::Submission::CONTENT_NOT_SET:
      break;
  }
  return intake;
}

void Judge::Validate(const Intake& intake, absl::Time now,
                     validator::Strictness strictness) {
  if (intake.report != nullptr) {
    rules_.validator->Validate(
        *intake.report, {absl::ToUnixSeconds(now), strictness}, &findings_);
  }
  findings_.Settle();
}

void Judge::Tag(const Intake& intake, queue::Draft* draft) {
  if (intake.report == nullptr) return;
  if (const kle::Tag* tag = rules_.tagger.Find(*intake.report)) {
    draft->kle = {tag->subject, tag->facet, tag->rule, tag->edition};
  } else if (!findings_.has_error()) {
    // For a report that is rejected anyway this would only be noise.
    findings_.Add(GatewayFindingOf(v1::GATEWAY_FINDING_KLE_NO_RULE));
  }
}

bool Judge::Place(const access::Caller& caller, Intake* intake,
                  queue::Draft* draft) {
  draft->municipality_id = OnlyMunicipality(caller);
  if (intake->report == nullptr) return true;
  const std::optional<int32_t> owner =
      FindMunicipality(*intake->report, caller);
  if (!owner) return false;
  if (*owner != 0) draft->municipality_id = *owner;
  draft->citizen = rules_.citizen_key.Ref(CitizenCpr(*intake->report));
  draft->lane = LaneOf(draft->citizen);
  return true;
}

void Judge::CheckId(const queue::Draft& draft, Intake* intake) {
  if (intake->report == nullptr) return;
  const std::string& own = intake->report->id();
  if (own.empty()) {
    // What goes onward states its id; what was received stays as it was.
    intake->report->set_id(draft.report_id);
    intake->canonical = SerializeDeterministically(*intake->report);
  } else if (own != draft.report_id) {
    validator::Finding mismatch =
        GatewayFindingOf(v1::GATEWAY_FINDING_REPORT_ID_MISMATCH);
    mismatch.path = "id";
    mismatch.fhir_path = "Bundle.id";
    findings_.Add(std::move(mismatch));
  }
}

void Judge::KeepWhatGoesOnward(Intake* intake) {
  // The warnings tell; looking for codings would cost more than judging.
  const bool told =
      std::any_of(findings_.list().begin(), findings_.list().end(),
                  [](const validator::Finding& finding) {
                    return absl::EndsWith(finding.code, "-NOT-ONE-CODING");
                  });
  if (!told && findings_.left_out() == 0) return;
  if (validator::DropExtraCodings(rules_.validator->terminology(),
                                  intake->report) > 0) {
    intake->canonical = SerializeDeterministically(*intake->report);
  }
}

void Judge::Decide(Intake intake, Judged* judged) {
  queue::Draft& draft = judged->draft;
  const bool accepted = intake.report != nullptr && !findings_.has_error();
  draft.verdict =
      accepted ? queue::Verdict::kAccepted : queue::Verdict::kRejected;
  if (accepted) {
    draft.resources = Resources(*intake.report);
    KeepWhatGoesOnward(&intake);
  }
  draft.rule_set = rule_set_;
  if (intake.canonical != intake.content) {
    draft.canonical = std::move(intake.canonical);
  }
  draft.content = std::move(intake.content);
  draft.error_codes = ErrorCodes(findings_);
  FillReceipt(draft, findings_, &judged->receipt);
  draft.findings = SerializeFindings(judged->receipt);
}

Judgement Judge::Run(v1::Submission* submission, const access::Caller& caller,
                     absl::Time now, validator::Strictness strictness,
                     bool digest) {
  findings_.Clear();
  Intake intake = Read(submission);
  const bool no_json =
      intake.form == ContentForm::kFhirJson && intake.content.empty();
  if (submission->content_case() == v1::Submission::CONTENT_NOT_SET ||
      no_json) {
    return Refusal{v1::ERROR_REASON_CONTENT_MISSING};
  }
  if (intake.content.size() > FhirReader::kMaxBytes) {
    return Refusal{v1::ERROR_REASON_REPORT_TOO_LARGE};
  }
  auto id = ChooseId(*submission, intake.report);
  if (const auto* refusal = std::get_if<Refusal>(&id)) return *refusal;

  Judged judged;
  queue::Draft& draft = judged.draft;
  draft.report_id = std::move(std::get<std::string>(id));
  draft.submitter_id = caller.submitter_id;
  draft.form = intake.form;
  if (digest) draft.digest = ContentDigest(intake.form, SameContent(intake));
  if (!Place(caller, &intake, &draft)) {
    return Refusal{v1::ERROR_REASON_MUNICIPALITY_NOT_ALLOWED,
                   absl::ZeroDuration(), std::move(draft.report_id)};
  }
  CheckId(draft, &intake);
  Validate(intake, now, strictness);
  Tag(intake, &draft);
  if (findings_.left_out() > 0) {
    findings_.Add(GatewayFindingOf(v1::GATEWAY_FINDING_FINDINGS_LEFT_OUT));
  }
  Decide(std::move(intake), &judged);
  return judged;
}

}  // namespace trivsel::gateway::ingest
