// The single checks behind CheckClaims: Explain() runs all of them, a door
// ends at the first.
#ifndef TRIVSEL_VALIDATOR_TOKEN_CLAIM_CHECKS_H_
#define TRIVSEL_VALIDATOR_TOKEN_CLAIM_CHECKS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/claims.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

// CLOCK_DIFFERS, TOKEN_NOT_YET_VALID, TOKEN_EXPIRED.
std::optional<Fault> CheckTimes(const Claims& claims, const Trust& trust,
                                absl::Time now);
// LIFETIME_TOO_LONG: counted from the later of issued_at and not_before, as
// some issuers put not_before a little back for slow clocks.
std::optional<Fault> CheckLifetime(const Claims& claims, const Trust& trust);
// AUDIENCE_WRONG.
std::optional<Fault> CheckAudience(const Claims& claims, const Trust& trust);
// RECIPIENT_WRONG.
std::optional<Fault> CheckRecipient(const Claims& claims, const Trust& trust);
// CLAIM_INVALID unless eight digits.
std::optional<Fault> CheckCvr(const Claims& claims);
// CONFIRMATION_MISMATCH.
std::optional<Fault> CheckConfirmation(const Claims& claims,
                                       const Sha256& peer);

// "a, b, c", for a fault.
std::string ShownList(const std::vector<std::string>& texts);

// A token's claims as far as they could be read, and all that was wrong.
struct ReadClaims {
  Claims claims = {};
  std::vector<Fault> faults = {};
  // What could be read and can be checked, though other claims are bad.
  bool has_times = false, has_audience = false, has_cvr = false;
  bool has_confirmation = false, has_privileges = false;

  void Missing(std::string_view name);
  void Invalid(std::string_view expected, std::string_view found);
  // The claims, or the first fault.
  OrFault<Claims> Take() &&;
};

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_CLAIM_CHECKS_H_
