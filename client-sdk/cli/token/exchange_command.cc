// trivsel token exchange: an STS's SAML assertion for a token of the gateway.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/token/assertion_file.h"
#include "client-sdk/cli/token/client_assertion.h"
#include "client-sdk/cli/token/token_output.h"
#include "client-sdk/sts/form_post.h"
#include "client-sdk/sts/token_answer.h"
#include "validator/token/certificate.h"

namespace trivsel::cli {
namespace {

namespace sts = trivsel::client::sts;

constexpr double kSeconds = 15;

using Fields = std::vector<std::pair<std::string, std::string>>;

// The parameters of the gateway that vendors integrated with before.
absl::StatusOr<Fields> Rfc8693Form(const ExchangeArguments& arguments,
                                   const GatewayArguments& gateway,
                                   const std::string& assertion) {
  ClientAssertion proof;
  proof.client_id = arguments.client_id;
  proof.audience = arguments.assertion_audience.empty()
                       ? arguments.endpoint
                       : arguments.assertion_audience;
  proof.key_file = arguments.client_key_file.empty()
                       ? gateway.key_file
                       : arguments.client_key_file;
  proof.now = absl::Now();
  auto signed_proof = SignClientAssertion(proof);
  if (!signed_proof.ok()) return signed_proof.status();
  return Fields{
      {"client_id", arguments.client_id},
      {"client_assertion_type",
       "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
      {"client_assertion", *signed_proof},
      {"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
      {"subject_issuer", arguments.subject_issuer},
      {"subject_token_type", "urn:ietf:params:oauth:token-type:saml2"},
      {"subject_token", validator::token::Base64Url(assertion)}};
}

absl::StatusOr<sts::TokenAnswer> Exchange(const ExchangeArguments& arguments,
                                          const GatewayArguments& gateway) {
  const auto assertion = ReadAssertion(arguments.saml_file);
  if (!assertion.ok()) return assertion.status();
  sts::FormPost post;
  post.url = arguments.endpoint;
  post.tls = {gateway.certificate_file, gateway.key_file, gateway.ca_file};
  post.timeout = absl::Seconds(std::min(gateway.timeout_seconds, kSeconds));
  if (arguments.client_id.empty()) {
    post.fields = {{"saml-token", absl::Base64Escape(*assertion)}};
  } else {
    auto form = Rfc8693Form(arguments, gateway, *assertion);
    if (!form.ok()) return form.status();
    post.fields = *std::move(form);
  }
  const auto answer = sts::Post(post);
  if (!answer.ok()) return answer.status();
  return sts::ReadTokenAnswer("token-endpoint", *answer);
}

}  // namespace

ExitCode RunExchange(const ExchangeArguments& arguments,
                     const GatewayArguments& gateway,
                     const ViewArguments& view) {
  const auto answer = Exchange(arguments, gateway);
  if (!answer.ok()) {
    ComplainAbout(answer.status(), view.language);
    return absl::IsPermissionDenied(answer.status()) ? kSomeInvalid
                                                     : ExitOf(answer.status());
  }
  return HandOver(answer->access_token, answer->expires_in, arguments.out,
                  view);
}

}  // namespace trivsel::cli
