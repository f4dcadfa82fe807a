#include "tests/fuzz/token_check.h"

#include "validator/token/certificate.h"
#include "validator/token/explain.h"

namespace trivsel::fuzz {
namespace {

using validator::token::Explanation;
using validator::token::Fault;
using validator::token::PublicKey;
using validator::token::Trust;

constexpr char kKey[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv/OwgB0Hn3V2BjF8jp7/\n"
    "DlMpl1R6VvBL+brxlFhq8ag62PLkMbgX9HVrlC0mf4kvuE/VBcpn/VD00qfyq7in\n"
    "rS1GYkgZDVBLRL0+6FZfs/APFWuMARsb2L0/G12kD4FSIJ39rr6DzugAWX6PkD+5\n"
    "SuKSeXvgM87wiA3YsS11Vvb157JWrG303LXmW5HA5gYsVkCjP70y1eqsB3znunfH\n"
    "XB0MNXCow4IFTvGNFjMvZAEW2dpuLczRBbuJyQ47vP/hjlB7ywVSZR5B7mU555za\n"
    "nOrctjimhPP/RhioJ+MToDINIunU1NBcQbsxOxfDDdSk3R+WGzlluciYPrgoYfKM\n"
    "8wIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

void CheckText(const std::string& text, const PersonNumbers& numbers) {
  Check(text.size() <= 200, "a fault that shows too much");
  Check(validator::token::Shown(text) == text, "a fault that cannot be shown");
  numbers.CheckAbsent(text);
}

}  // namespace

const Trust& TheTrust() {
  static const auto* trust = [] {
    auto keys = validator::token::ReadPublicKeys(kKey);
    Check(keys.ok(), "the key of the issuer");
    auto* made = new Trust;
    made->issuers = {{"https://sts.example.dk/runtime", *keys}};
    made->retired_issuers = {"https://saml.adgangsstyring."};
    made->service_entity_ids = {"http://entityid.example.dk/service/ltt/1"};
    made->reporter_roles = {
        "http://ltt.example.dk/roles/servicesystemrole/reporter/1"};
    return made;
  }();
  return *trust;
}

absl::Time TokenNow() { return absl::FromUnixSeconds(1768000000); }

void CheckFault(const Fault& fault, const PersonNumbers& numbers) {
  Check(!validator::token::TextOf(fault.code).danish().empty(),
        "a fault without a sentence");
  CheckText(fault.expected, numbers);
  CheckText(fault.found, numbers);
}

void CheckExplanation(std::string_view text, const PersonNumbers& numbers) {
  for (const bool trusting : {false, true}) {
    validator::token::ExplainContext context;
    context.now = TokenNow();
    if (trusting) {
      context.trust = TheTrust();
      // Whose digits are nowhere ten in a row: it is shown.
      context.peer = validator::token::Digest("caller");
    }
    const Explanation explanation = validator::token::Explain(text, context);
    for (const Fault& fault : explanation.faults) CheckFault(fault, numbers);
    Check(explanation.algorithm.size() <= 64, "an algorithm that is too long");
    Check(!trusting || !explanation.faults.empty(),
          "a token that nobody signed, without a fault");
    Check(explanation.claims.has_value() || !explanation.faults.empty(),
          "neither claims nor a fault");
  }
}

}  // namespace trivsel::fuzz
