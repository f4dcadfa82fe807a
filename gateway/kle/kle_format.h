// How KLE numbers look.
#ifndef TRIVSEL_GATEWAY_KLE_KLE_FORMAT_H_
#define TRIVSEL_GATEWAY_KLE_KLE_FORMAT_H_

#include <string_view>

namespace trivsel::gateway::kle {

// A subject (emne): two digits thrice, with dots: "29.24.16".
bool IsSubject(std::string_view text);

// A facet (handlingsfacet): one of the categories A, P, S, Ø, G, K, I and two
// digits, in UTF-8, where Ø is two bytes: "G01", "Ø00".
bool IsFacet(std::string_view text);

// An edition: an ISO date, "2025-05-01".
bool IsEdition(std::string_view text);

}  // namespace trivsel::gateway::kle

#endif  // TRIVSEL_GATEWAY_KLE_KLE_FORMAT_H_
