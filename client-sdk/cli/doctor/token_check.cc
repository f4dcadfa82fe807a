// The token: can it be had, and does it fit.
#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/doctor/checkup.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/cli/token/inspection.h"
#include "client-sdk/cli/token_options.h"
#include "client-sdk/internal/authorization.h"

namespace trivsel::cli::doctor {
namespace {

namespace token = trivsel::validator::token;

constexpr absl::Duration kFetch = absl::Seconds(10);
constexpr absl::Duration kSoon = absl::Minutes(10);

absl::Status Fetch(Checkup* checkup) {
  if (!checkup->gateway.token_file.empty()) {
    auto read = client::TokenFile(checkup->gateway.token_file)->Token(false);
    if (read.ok()) checkup->token = *std::move(read);
    return read.status();
  }
  client::StsOptions options = StsOptionsOf(checkup->gateway);
  options.timeout = checkup->Patience(kFetch);
  auto fetched = client::FetchStsToken(options);
  if (!fetched.ok()) return fetched.status();
  checkup->token = fetched->token;
  if (fetched->server_time.has_value()) {
    checkup->clock_ahead = *fetched->server_time - absl::Now();
    checkup->clock_of = "STS";
  }
  return absl::OkStatus();
}

Finding WithFaults(const Inspection& inspection) {
  Finding finding;
  finding.state = StepState::kFailed;
  const token::Fault& first = inspection.faults.front();
  finding.said = {token::DanishSentence(first), token::EnglishSentence(first)};
  const auto& text = token::TextOf(first.code);
  finding.advice = {text.danish_advice(), text.english_advice()};
  for (const token::Fault& fault : inspection.faults) {
    finding.facts.push_back({{"fejl", "fault"}, token::FaultName(fault.code)});
  }
  return finding;
}

Finding Fitting(const Checkup& checkup, const token::Claims& claims) {
  const absl::Duration left = claims.not_after - absl::Now();
  const Words span = WordsOf(left);
  const Words said = {
      "token for CVR " + claims.cvr + ", udløber om " + span.danish,
      "token for CVR " + claims.cvr + ", expires in " + span.english};
  const std::string& wanted = checkup.gateway.municipality;
  if (!wanted.empty() && wanted != claims.cvr) {
    return Warning({"tokenet er for CVR " + claims.cvr + ", ikke " + wanted,
                    "the token is for CVR " + claims.cvr + ", not " + wanted},
                   {"bed STS'en om et token til den rigtige kommune",
                    "ask the STS for a token for the right municipality"});
  }
  if (left < kSoon && !checkup.gateway.token_file.empty()) {
    return Warning(said, {"læg et nyt i filen, før det udløber; den læses igen",
                          "put a new one into the file before it ends; it is "
                          "read again"});
  }
  return Good(said);
}

}  // namespace

Finding CheckToken(Checkup* checkup) {
  const GatewayArguments& gateway = checkup->gateway;
  if (gateway.token_file.empty() && gateway.sts_url.empty()) {
    return Skipped({"intet token; gatewayen skal så tage certifikatet alene",
                    "no token; the gateway must take the certificate alone"});
  }
  const absl::Status fetched = Fetch(checkup);
  if (!fetched.ok()) {
    return Failed(
        SentenceOf(fetched),
        {"se på serviceaftalen i Administrationsmodulet, STS'ens "
         "adresse og --sts-ca, eller token-filen",
         "look at the service agreement in the administration "
         "module, the STS's address and --sts-ca, or the token file"});
  }
  const auto sendable = client::internal::AuthorizationOf(checkup->token);
  if (!sendable.ok()) {
    return Failed(SentenceOf(sendable.status()),
                  {"hent tokenet igen", "fetch the token again"});
  }
  InspectArguments arguments;
  arguments.certificate_file = gateway.certificate_file;
  if (!gateway.sts_service.empty()) {
    arguments.audiences = {gateway.sts_service};
  }
  const auto inspection = Inspect(checkup->token, arguments, absl::Now());
  if (!inspection.ok()) {
    return Failed(SentenceOf(inspection.status()), {});
  }
  if (inspection->explanation.kind == token::TokenKind::kUnknown) {
    return Warning({"tokenet kan kun gatewayen læse",
                    "only the gateway can read the token"},
                   {"er det ikke gatewayens eget token, så hent det igen",
                    "unless it is a token of the gateway, fetch it again"});
  }
  if (!inspection->faults.empty()) return WithFaults(*inspection);
  return Fitting(*checkup,
                 inspection->explanation.claims.value_or(token::Claims()));
}

}  // namespace trivsel::cli::doctor
