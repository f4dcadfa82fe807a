#include "client-sdk/cli/token/inspection.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/token/own_token.h"
#include "client-sdk/internal/danish_status.h"
#include "validator/token/trust.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = trivsel::validator::token;

constexpr size_t kMaxFile = 1024 * 1024;

// STS1 and Context Handler 1, which closed on 31 March 2025: test and
// production.
constexpr const char* kRetired[] = {
    "https://saml.adgangsstyring.stoettesystemerne.dk",
    "https://saml.adgangsstyring.eksterntest-stoettesystemerne.dk"};

absl::Status Bad(const std::string& danish, const std::string& english) {
  return client::internal::DanishStatus(absl::StatusCode::kInvalidArgument,
                                        danish, english);
}

absl::StatusOr<std::vector<token::PublicKey>> ReadKeys(
    const std::string& path) {
  std::string bytes;
  const absl::Status read = ReadInput(path, kMaxFile, &bytes);
  if (!read.ok()) {
    return Bad("kan ikke læse " + path, "cannot read " + path);
  }
  auto keys = token::ReadPublicKeys(bytes);
  if (keys.ok()) return keys;
  const std::string why(keys.status().message());
  return Bad(path + ": " + why, path + ": " + why);
}

// Faults that come of a list which nobody gave.
std::vector<v1::AccessFault> NotAsked(const InspectArguments& arguments) {
  std::vector<v1::AccessFault> out;
  if (arguments.issuer_certs.empty()) {
    out.insert(out.end(), {v1::ACCESS_FAULT_KEY_UNKNOWN,
                           v1::ACCESS_FAULT_KEY_NOT_VALID_NOW,
                           v1::ACCESS_FAULT_SIGNATURE_INVALID});
  }
  if (arguments.issuers.empty()) out.push_back(v1::ACCESS_FAULT_ISSUER_UNKNOWN);
  if (arguments.audiences.empty()) {
    out.insert(out.end(), {v1::ACCESS_FAULT_AUDIENCE_WRONG,
                           v1::ACCESS_FAULT_RECIPIENT_WRONG});
  }
  if (arguments.roles.empty()) {
    out.insert(out.end(),
               {v1::ACCESS_FAULT_ROLE_MISSING, v1::ACCESS_FAULT_SCOPE_WRONG});
  }
  return out;
}

// What is not given is taken from the token, so that it is no fault.
absl::StatusOr<token::Trust> TrustOf(const InspectArguments& arguments,
                                     const token::Claims& claims) {
  token::Trust trust;
  std::vector<token::PublicKey> keys;
  for (const std::string& file : arguments.issuer_certs) {
    auto read = ReadKeys(file);
    if (!read.ok()) return read.status();
    keys.insert(keys.end(), read->begin(), read->end());
  }
  const std::vector<std::string> issuers =
      arguments.issuers.empty() ? std::vector<std::string>{claims.issuer}
                                : arguments.issuers;
  for (const std::string& issuer : issuers) {
    trust.issuers.push_back({issuer, keys});
  }
  trust.retired_issuers.assign(std::begin(kRetired), std::end(kRetired));
  trust.service_entity_ids =
      arguments.audiences.empty() ? claims.audiences : arguments.audiences;
  trust.reporter_roles = arguments.roles;
  return trust;
}

// Times and certificate are all that others than the gateway can judge.
Inspection InspectOwn(const token::Claims& claims,
                      const token::ExplainContext& context) {
  Inspection inspection;
  inspection.own = true;
  inspection.at = context.now;
  inspection.explanation.kind = token::TokenKind::kJwt;
  inspection.explanation.algorithm = "HS256";
  inspection.explanation.claims = claims;
  // It names no audience; one is put in for the check that the others share.
  token::Claims checked = claims;
  token::Trust trust;
  checked.audiences = trust.service_entity_ids = {claims.issuer};
  trust.max_lifetime = absl::Hours(24);
  const auto fault = token::CheckClaims(
      checked, trust, context.peer.value_or(claims.confirmation), context.now);
  if (fault.has_value()) inspection.faults.push_back(*fault);
  return inspection;
}

}  // namespace

absl::StatusOr<token::PublicKey> ReadCertificate(const std::string& path) {
  auto keys = ReadKeys(path);
  if (!keys.ok()) return keys.status();
  for (token::PublicKey& key : *keys) {
    if (key.has_certificate()) return std::move(key);
  }
  return Bad("der er intet certifikat i " + path,
             "there is no certificate in " + path);
}

absl::StatusOr<Inspection> Inspect(const std::string& text,
                                   const InspectArguments& arguments,
                                   absl::Time now) {
  Inspection inspection;
  inspection.at = now;
  inspection.signature_wanted = !arguments.issuer_certs.empty();
  if (!arguments.at.empty()) {
    const auto at = ParseDanishTime(arguments.at);
    if (!at.has_value()) {
      return Bad("--at: 2026-07-10T14:30:00+02:00 eller '2026-07-10 14:30'",
                 "--at: 2026-07-10T14:30:00+02:00 or '2026-07-10 14:30'");
    }
    inspection.at = *at;
  }
  token::ExplainContext context;
  context.now = inspection.at;
  if (!arguments.certificate_file.empty()) {
    const auto peer = ReadCertificate(arguments.certificate_file);
    if (!peer.ok()) return peer.status();
    context.peer = peer->certificate_thumbprint();
  }
  if (const auto own = ReadOwnToken(text)) return InspectOwn(*own, context);
  // First only to learn who it says that it is from and for.
  inspection.explanation = token::Explain(text, context);
  const auto trust = TrustOf(
      arguments, inspection.explanation.claims.value_or(token::Claims()));
  if (!trust.ok()) return trust.status();
  if (inspection.explanation.claims.has_value() || !arguments.issuers.empty()) {
    context.trust = *trust;
    inspection.explanation = token::Explain(text, context);
  }
  const std::vector<v1::AccessFault> not_asked = NotAsked(arguments);
  for (const token::Fault& fault : inspection.explanation.faults) {
    if (std::find(not_asked.begin(), not_asked.end(), fault.code) ==
        not_asked.end()) {
      inspection.faults.push_back(fault);
    }
  }
  return inspection;
}

}  // namespace trivsel::cli
