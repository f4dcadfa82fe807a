#include "client-sdk/sts/fetch_token.h"

#include "client-sdk/internal/danish_status.h"
#include "client-sdk/sts/form_post.h"
#include "client-sdk/sts/token_answer.h"

namespace trivsel::client {
namespace {

absl::Status Bad(const std::string& danish, const std::string& english) {
  return internal::DanishStatus(absl::StatusCode::kInvalidArgument, danish,
                                english);
}

}  // namespace

namespace sts {

absl::StatusOr<StsToken> FetchToken(const StsOptions& options,
                                    const std::atomic<bool>* stop) {
  FormPost post;
  post.url = options.url;
  post.fields = {{"client_id", options.service},
                 {"grant_type", "client_credentials"},
                 {"scope", "entityid:" + options.service +
                               ",anvenderkontekst:" + options.municipality}};
  post.tls = options.tls;
  post.timeout = options.timeout;
  post.at_most_tls12 = options.at_most_tls12;
  post.stop = stop;
  // From before it was asked: then the token never seems to last longer.
  const absl::Time asked = options.time->Now();
  const auto answer = Post(post);
  if (!answer.ok()) return answer.status();
  auto token = ReadTokenAnswer("STS", *answer);
  if (!token.ok()) return token.status();
  return StsToken{std::move(token->access_token), asked + token->expires_in,
                  answer->date};
}

}  // namespace sts

absl::Status CheckStsOptions(const StsOptions& options) {
  if (options.url.rfind("https://", 0) != 0) {
    return Bad("STS'ens adresse skal begynde med https://",
               "sts.url: must begin with https://");
  }
  if (options.service.empty()) {
    return Bad("gatewayens entityID hos STS'en mangler",
               "sts.service: the gateway's entityID at the STS is missing");
  }
  const std::string& cvr = options.municipality;
  if (cvr.size() != 8 ||
      cvr.find_first_not_of("0123456789") != std::string::npos) {
    return Bad("kommunens CVR-nummer skal være 8 cifre",
               "sts.municipality: a CVR number of 8 digits");
  }
  if (options.tls.certificate.empty() || options.tls.key.empty()) {
    return Bad("STS'en kræver klientcertifikat og nøgle",
               "sts.tls: the STS asks for a client certificate and its key");
  }
  if (options.timeout <= absl::ZeroDuration() ||
      options.timeout > absl::Minutes(10)) {
    return Bad("STS'ens tidsfrist skal være over 0 og højst 10 minutter",
               "sts.timeout: more than 0, at most 10 minutes");
  }
  if (options.renew_before < absl::ZeroDuration()) {
    return Bad("fornyelsens tid skal være 0 eller mere",
               "sts.renew_before: 0 or more");
  }
  if (options.time == nullptr)
    return Bad("tiden mangler", "sts.time: not null");
  return absl::OkStatus();
}

absl::StatusOr<StsToken> FetchStsToken(const StsOptions& options) {
  const absl::Status checked = CheckStsOptions(options);
  if (!checked.ok()) return checked;
  return sts::FetchToken(options, nullptr);
}

}  // namespace trivsel::client
