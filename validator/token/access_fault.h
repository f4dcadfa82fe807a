// Why a token or a caller is refused, with the sentences of
// access_fault.proto: gateway, token endpoint and command line say the same.
#ifndef TRIVSEL_VALIDATOR_TOKEN_ACCESS_FAULT_H_
#define TRIVSEL_VALIDATOR_TOKEN_ACCESS_FAULT_H_

#include <string>
#include <variant>
#include <vector>

#include "trivsel/gateway/v1/access_fault.pb.h"

namespace trivsel::validator::token {

// A refusal. `expected` and `found` are for people and go to the caller, the
// log and ErrorInfo's metadata: names, times, thumbprints, roles and CVR
// numbers of municipalities, never a token, a key, a signature or a CPR
// number, at most 200 characters, control characters removed.
struct Fault {
  gateway::v1::AccessFault code = gateway::v1::ACCESS_FAULT_UNSPECIFIED;
  std::string expected = {};  // what would have been right; may be empty
  std::string found = {};     // what it was; may be empty
};

// A value, or why there is none.
template <typename T>
using OrFault = std::variant<T, Fault>;

// The name without "ACCESS_FAULT_", "TOKEN_EXPIRED".
std::string FaultName(gateway::v1::AccessFault code);

// The sentences and codes as the proto states them. Thread safe.
const gateway::v1::AccessFaultText& TextOf(gateway::v1::AccessFault code);

// All codes but UNSPECIFIED, in order.
std::vector<gateway::v1::AccessFault> AllAccessFaults();

// The sentence with what was expected and found: "Tokenet er udløbet.
// Forventet: …. Fundet: …." / "The token has expired. Expected: …. Found: …."
std::string DanishSentence(const Fault& fault);
std::string EnglishSentence(const Fault& fault);

// What of a foreign text may stand in a Fault: without control characters and
// anything that is not UTF-8, cut at `limit` octets.
std::string Shown(std::string_view text, size_t limit = 200);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_ACCESS_FAULT_H_
