// Real calls: is the gateway well, does it know us, may we report.
#include <grpcpp/client_context.h>

#include <memory>

#include "client-sdk/cli/doctor/checkup.h"
#include "client-sdk/cli/doctor/dry_run_report.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/cli/unreachable.h"
#include "client-sdk/internal/channel.h"
#include "client-sdk/internal/rpc_status.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "trivsel/client/client.h"
#include "trivsel/client/error.h"
#include "validator/token/access_fault.h"

namespace trivsel::cli::doctor {
namespace {

namespace v1 = trivsel::gateway::v1;
using grpc::health::v1::HealthCheckResponse;

constexpr absl::Duration kCall = absl::Seconds(10);

// The token that the step before got, for every call.
class GotToken final : public client::TokenSource {
 public:
  explicit GotToken(std::string token) : token_(std::move(token)) {}
  absl::StatusOr<std::string> Token(bool) override { return token_; }

 private:
  const std::string token_;
};

absl::StatusOr<client::Client> Connect(const Checkup& checkup) {
  client::Options options = OptionsOf(checkup.gateway);
  options.retry.max_attempts = 1;
  options.deadline = checkup.Patience(kCall);
  if (!checkup.token.empty()) {
    options.token = std::make_shared<GotToken>(checkup.token);
  }
  return client::Client::Connect(options);
}

// A call that failed, in the words of whoever refused it.
Finding OfStatus(const absl::Status& status) {
  Words said = SentenceOf(status);
  const Phrase why = ExplainUnreachable(said.english);
  if (said.danish == said.english && !why.danish.empty()) {
    said.danish = std::string(why.danish);
  }
  const std::string reason = client::ErrorReasonNameOf(status);
  const std::string code =
      CodeName(status) + (reason.empty() ? "" : "/" + reason) + ": ";
  Finding finding = Failed({said.danish, code + said.english},
                           {"vis denne linje til gatewayens drift",
                            "show this line to the gateway's operators"});
  const auto fault = client::AccessFaultOf(status);
  if (fault != v1::ACCESS_FAULT_UNSPECIFIED) {
    const auto& text = validator::token::TextOf(fault);
    finding.advice = {text.danish_advice(), text.english_advice()};
  } else if (absl::IsPermissionDenied(status)) {
    finding.advice = {
        "kommunen skal have valgt fagsystemet hos gatewayens registrator, og "
        "SOR-koden skal være dens",
        "the municipality must have chosen the vendor system with the "
        "gateway's registrar, and the SOR code must be its own"};
  } else if (absl::IsUnauthenticated(status)) {
    finding.advice = {
        "bed gatewayens registrator registrere certifikatet, "
        "eller send et token",
        "ask the gateway's registrar to register the "
        "certificate, or send a token"};
  }
  auto metadata = client::ErrorMetadataOf(status);
  const std::pair<Words, const char*> parts[] = {
      {{"forventet", "expected"}, "expected"},
      {{"fundet", "found"}, "found"},
      {{"hjælp", "help"}, "help"}};
  for (const auto& [name, key] : parts) {
    if (!metadata[key].empty()) finding.facts.push_back({name, metadata[key]});
  }
  finding.unreachable =
      absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return finding;
}

// A proxy before the gateway may tell the time; gRPC itself does not.
void LearnTime(const grpc::ClientContext& context, Checkup* checkup) {
  const auto& metadata = context.GetServerInitialMetadata();
  const auto date = metadata.find("date");
  absl::Time time;
  if (date == metadata.end() || checkup->clock_ahead.has_value() ||
      !absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT",
                       std::string(date->second.data(), date->second.size()),
                       &time, nullptr)) {
    return;
  }
  checkup->clock_ahead = time - absl::Now();
  checkup->clock_of = "gateway";
}

Finding OfHealth(HealthCheckResponse::ServingStatus status) {
  if (status == HealthCheckResponse::SERVING) {
    return Good({"gatewayen er i drift", "the gateway is serving"});
  }
  return Failed({"gatewayen kører, men tager ikke imod nu (dens database er "
                 "væk, eller den er ved at lukke)",
                 "the gateway runs, but takes nothing now (its database is "
                 "away, or it is shutting down)"},
                {"vent, eller spørg gatewayens drift",
                 "wait, or ask the gateway's operators"});
}

Finding OfOutcome(const v1::ReportOutcome& outcome, const std::string& whose) {
  if (!outcome.has_receipt()) {
    return OfStatus(client::internal::FromRpcStatus(outcome.error()));
  }
  if (outcome.receipt().verdict() == v1::VERDICT_ACCEPTED) {
    return Good({"der må indberettes for " + whose +
                     "; prøverapporten er gyldig (intet er gemt)",
                 "reporting for " + whose +
                     " is allowed; the test report is valid (nothing stored)"});
  }
  Finding finding =
      Warning({"der må indberettes, men rapporten er ikke gyldig",
               "reporting is allowed, but the report is not valid"},
              {"se fejlene med trivsel validate",
               "see what is wrong by trivsel "
               "validate"});
  for (const v1::Finding& f : outcome.receipt().findings()) {
    if (finding.facts.size() == 5) break;
    finding.facts.push_back({{f.code(), f.code()}, f.danish()});
  }
  return finding;
}

}  // namespace

Finding CheckHealth(Checkup* checkup) {
  std::shared_ptr<grpc::Channel> channel;
  if (checkup->gateway.insecure) {
    channel = client::internal::MakeChannel(checkup->gateway.endpoint, nullptr);
  } else {
    const auto material = client::internal::ReadTlsFiles(checkup->tls_files());
    if (!material.ok()) return OfStatus(material.status());
    channel =
        client::internal::MakeChannel(checkup->gateway.endpoint, &*material);
  }
  grpc::ClientContext context;
  context.set_deadline(
      absl::ToChronoTime(absl::Now() + checkup->Patience(kCall)));
  HealthCheckResponse response;
  const grpc::Status status = grpc::health::v1::Health::NewStub(channel)->Check(
      &context, {}, &response);
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
    return Warning({"gatewayen har ingen grpc.health.v1",
                    "the gateway has no grpc.health.v1"},
                   {"er det en Trivsel-gateway?", "is it a Trivsel gateway?"});
  }
  if (!status.ok()) return OfStatus(client::internal::FromGrpcStatus(status));
  LearnTime(context, checkup);
  return OfHealth(response.status());
}

Finding CheckAccess(Checkup* checkup) {
  auto client = Connect(*checkup);
  if (!client.ok()) return OfStatus(client.status());
  // The cheapest call that asks who we are.
  client::ReportRange reports = client->ListReports({}, 1);
  const auto first = reports.begin();
  if (first != reports.end() && !first->ok()) return OfStatus(first->status());
  return Good({"gatewayen kender fagsystemet og lader det kalde",
               "the gateway knows the vendor system and lets it call"});
}

Finding CheckAgreement(Checkup* checkup) {
  const DoctorArguments& arguments = checkup->arguments;
  if (arguments.report_file.empty() && arguments.sor.empty()) {
    return Skipped(
        {"ingen kommune at prøve", "no municipality to try"},
        {"giv --sor SOR (eller --report FIL) for at prøve, om der må "
         "indberettes",
         "give --sor SOR (or --report FILE) to try whether reporting "
         "is allowed"});
  }
  auto submission = arguments.report_file.empty()
                        ? MakeUpReport(arguments.sor, absl::Now())
                        : ReadReport(arguments.report_file);
  if (!submission.ok()) {
    const std::string why(submission.status().message());
    Finding finding =
        Failed({"rapporten kan ikke laves: " + why,
                "the report cannot be made: " + why},
               {"ret --sor eller --report", "mend --sor or --report"});
    finding.usage = true;
    return finding;
  }
  auto client = Connect(*checkup);
  if (!client.ok()) return OfStatus(client.status());
  const auto outcomes = client->Validate({*std::move(submission)});
  if (!outcomes.ok()) return OfStatus(outcomes.status());
  if (outcomes->size() != 1) {
    return Failed({"gatewayen svarede ikke på rapporten",
                   "the gateway did not answer for the report"},
                  {"er den af en anden version?", "is it of another version?"});
  }
  return OfOutcome(outcomes->front(), arguments.sor.empty()
                                          ? "kommunen/the municipality"
                                          : "SOR " + arguments.sor);
}

}  // namespace trivsel::cli::doctor
