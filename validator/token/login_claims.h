// What a login says of a person: from Context Handler 2's SAML assertion, or
// from an ID token.
#ifndef TRIVSEL_VALIDATOR_TOKEN_LOGIN_CLAIMS_H_
#define TRIVSEL_VALIDATOR_TOKEN_LOGIN_CLAIMS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/claims.h"

namespace trivsel::validator::token {

// NSIS levels of assurance (https://data.gov.dk/concept/core/nsis/loa/…).
enum class Assurance { kNone = 0, kLow = 1, kSubstantial = 2, kHigh = 3 };

// "Substantial", as the attribute has it, or the URI; kNone for anything else.
Assurance AssuranceOf(std::string_view text);
// "Substantial"; "-" for kNone.
std::string_view NameOf(Assurance assurance);
inline constexpr std::string_view kNsisPrefix =
    "https://data.gov.dk/concept/core/nsis/loa/";

// Verified, wherever it was given out.
struct LoginClaims {
  std::string id;  // of the assertion, the ID token; unique at the issuer
  std::string issuer;
  std::string user_key;  // UUID or the like; never a CPR number
  std::string name;      // for people; may be empty
  std::string cvr;       // of the person's organisation, 8 digits
  std::string name_id, name_id_format;  // as they came, for single logout
  std::string session_index;            // may be empty
  Assurance assurance = Assurance::kNone;
  absl::Time not_after;  // of the assertion
  // The issuer's own end of the session; InfiniteFuture: none told.
  absl::Time session_ends = absl::InfiniteFuture();
  std::vector<Privilege> privileges;
};

// A key of a user: 1-100 letters, digits, '-', '_', '.', ':' or '@', and not
// what could be a CPR number (ten digits, perhaps with a hyphen).
bool IsUserKey(std::string_view key);

// The parts of a name as CH2 writes it: "C = DK, O = 19435075, CN = user1,
// Serial = 555e…", with or without the blanks. The value of the only part of
// that name; nullopt if there is none, or two.
std::optional<std::string> NamePart(std::string_view x509_subject,
                                    std::string_view name);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_LOGIN_CLAIMS_H_
