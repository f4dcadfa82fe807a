#include "gateway/ingest/refusal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using absl::StatusCode;

struct Row {
  v1::ErrorReason reason;
  StatusCode code;
  const char* danish;
  const char* english;
};

constexpr Row kRows[] = {
    {v1::ERROR_REASON_REPORT_ID_MISSING, StatusCode::kInvalidArgument,
     "Rapporten har intet id, hverken i forsendelsen eller i indhold, der kan "
     "læses.",
     "The report has no id, neither in the submission nor in content that can "
     "be read."},
    {v1::ERROR_REASON_REPORT_ID_INVALID, StatusCode::kInvalidArgument,
     "Rapportens id er ikke et FHIR-id (1-64 tegn: A-Z, a-z, 0-9, - og .).",
     "The report id is not a FHIR id (1-64 characters: A-Z, a-z, 0-9, - and "
     ".)."},
    {v1::ERROR_REASON_CONTENT_MISSING, StatusCode::kInvalidArgument,
     "Forsendelsen har intet indhold.", "The submission has no content."},
    {v1::ERROR_REASON_BATCH_SIZE, StatusCode::kInvalidArgument,
     "Antallet af rapporter eller id'er ligger uden for grænserne (1-1000).",
     "The number of reports or ids is outside the limits (1-1000)."},
    {v1::ERROR_REASON_REPORT_TOO_LARGE, StatusCode::kInvalidArgument,
     "Rapporten er større end 4 MiB.", "The report is larger than 4 MiB."},
    {v1::ERROR_REASON_PAGE_TOKEN_INVALID, StatusCode::kInvalidArgument,
     "Sidemærket, sidestørrelsen eller filteret kan ikke bruges.",
     "The page token, the page size or the filter cannot be used."},
    {v1::ERROR_REASON_REPORT_ID_REUSED, StatusCode::kAlreadyExists,
     "Rapportens id er allerede brugt til en rapport med andet indhold.",
     "The report id is taken by a report with other content."},
    {v1::ERROR_REASON_CREDENTIAL_UNKNOWN, StatusCode::kUnauthenticated,
     "Det vides ikke, hvem der kalder.", "It is not known who is calling."},
    {v1::ERROR_REASON_MUNICIPALITY_NOT_ALLOWED, StatusCode::kPermissionDenied,
     "Rapporten handler om en kommune, som afsenderen ikke må indberette for.",
     "The report is about a municipality that the caller may not report for."},
    {v1::ERROR_REASON_REPORT_NOT_FOUND, StatusCode::kNotFound,
     "Afsenderen har ingen rapport med det id.",
     "The caller has no report with that id."},
    {v1::ERROR_REASON_OVERLOADED, StatusCode::kUnavailable,
     "Gatewayen har for meget i gang; prøv igen lidt senere.",
     "The gateway has too much in flight; try again a little later."},
    {v1::ERROR_REASON_STORE_UNAVAILABLE, StatusCode::kUnavailable,
     "Lageret kan ikke nås; rapporten er måske ikke gemt. Send den igen under "
     "samme id.",
     "The store cannot be reached; the report may not be stored. Send it again "
     "under the same id."},
    {v1::ERROR_REASON_SUBMITTER_SHARE_EXHAUSTED, StatusCode::kResourceExhausted,
     "Afsenderen har brugt sin andel af det, gatewayen kan have i gang.",
     "The caller has used its share of what the gateway can have in flight."},
    {v1::ERROR_REASON_SHUTTING_DOWN, StatusCode::kUnavailable,
     "Gatewayen er ved at lukke ned.", "The gateway is shutting down."},
    {v1::ERROR_REASON_DEADLINE_TOO_SHORT, StatusCode::kDeadlineExceeded,
     "Der er for kort tid tilbage til at være sikker på at svare.",
     "Too little time is left to be sure to answer."},
    {v1::ERROR_REASON_REQUEST_UNREADABLE, StatusCode::kInvalidArgument,
     "Kaldets indhold kan ikke læses som den besked, metoden tager imod.",
     "The call's bytes cannot be read as the message that the method takes."},
    {v1::ERROR_REASON_RATE_EXCEEDED, StatusCode::kResourceExhausted,
     "Afsenderen indleverer flere rapporter i sekundet, end den må; prøv igen "
     "efter den tid, der er angivet.",
     "The caller hands in more reports a second than it may; try again after "
     "the time told."},
    {v1::ERROR_REASON_CONCURRENCY_EXCEEDED, StatusCode::kResourceExhausted,
     "Afsenderen har så mange kald i gang, som den må; vent på svar, før der "
     "kaldes igen.",
     "The caller has as many calls under way as it may; wait for answers "
     "before calling again."},
    {v1::ERROR_REASON_MESSAGE_TOO_LARGE, StatusCode::kInvalidArgument,
     "Beskeden er større, end afsenderen må sende; send færre rapporter ad "
     "gangen.",
     "The message is larger than the caller may send; send fewer reports at a "
     "time."},
    {v1::ERROR_REASON_INTERNAL, StatusCode::kInternal,
     "Der er en fejl i gatewayen; dens driftsfolk har fået besked.",
     "There is a fault in the gateway; its operators have been told."},
};

const Row& Find(v1::ErrorReason reason) {
  for (const Row& row : kRows) {
    if (row.reason == reason) return row;
  }
  return kRows[std::size(kRows) - 1];
}

void AddInfo(const std::string& reason, google::rpc::ErrorInfo info,
             google::rpc::Status* status) {
  info.set_reason(reason);
  info.set_domain("trivsel.dk");
  status->add_details()->PackFrom(info);
}

void AddDanish(const std::string& sentence, google::rpc::Status* status) {
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da-DK");
  danish.set_message(sentence);
  status->add_details()->PackFrom(danish);
}

void AddRetry(absl::Duration after, google::rpc::Status* status) {
  if (after <= absl::ZeroDuration()) return;
  const int64_t nanos = absl::ToInt64Nanoseconds(after);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(nanos % 1'000'000'000));
  status->add_details()->PackFrom(retry);
}

google::rpc::Status FromFault(const token::Fault& fault,
                              const std::string& help) {
  const v1::AccessFaultText& text = token::TextOf(fault.code);
  google::rpc::Status status;
  status.set_code(text.grpc_code());
  status.set_message(
      absl::StrCat(token::EnglishSentence(fault), " ", text.english_advice()));
  google::rpc::ErrorInfo info;
  const auto tell = [&info](const char* name, const std::string& value) {
    if (!value.empty()) (*info.mutable_metadata())[name] = value;
  };
  tell("expected", fault.expected);
  tell("found", fault.found);
  tell("help", help);
  AddInfo(token::FaultName(fault.code), info, &status);
  AddDanish(
      absl::StrCat(token::DanishSentence(fault), " ", text.danish_advice()),
      &status);
  if (!help.empty()) {
    google::rpc::Help page;
    google::rpc::Help::Link* link = page.add_links();
    link->set_description("Hvad det betyder / what it means");
    link->set_url(help);
    status.add_details()->PackFrom(page);
  }
  return status;
}

}  // namespace

std::string ReasonName(v1::ErrorReason reason) {
  return std::string(
      absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

std::string ReasonName(const Refusal& refusal) {
  return refusal.fault ? token::FaultName(refusal.fault->code)
                       : ReasonName(refusal.reason);
}

google::rpc::Status ToRpcStatus(const Refusal& refusal) {
  if (refusal.fault) {
    google::rpc::Status status = FromFault(*refusal.fault, refusal.help);
    AddRetry(refusal.retry_after, &status);
    return status;
  }
  const Row& row = Find(refusal.reason);
  google::rpc::Status status;
  status.set_code(static_cast<int>(row.code));
  status.set_message(row.english);
  google::rpc::ErrorInfo info;
  info.mutable_metadata()->insert(refusal.metadata.begin(),
                                  refusal.metadata.end());
  AddInfo(ReasonName(row.reason), std::move(info), &status);
  AddDanish(row.danish, &status);
  AddRetry(refusal.retry_after, &status);
  return status;
}

Refusal FromStoreStatus(const absl::Status& status) {
  switch (status.code()) {
    case StatusCode::kResourceExhausted:
      return {v1::ERROR_REASON_OVERLOADED, absl::Milliseconds(250)};
    case StatusCode::kInternal:
    case StatusCode::kInvalidArgument:
    case StatusCode::kDataLoss:
      return {v1::ERROR_REASON_INTERNAL};
    default:
      return {v1::ERROR_REASON_STORE_UNAVAILABLE, absl::Seconds(1)};
  }
}

}  // namespace trivsel::gateway::ingest
