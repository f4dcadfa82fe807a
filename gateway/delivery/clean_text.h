// Text from outside, made fit to be kept and shown.
#ifndef TRIVSEL_GATEWAY_DELIVERY_CLEAN_TEXT_H_
#define TRIVSEL_GATEWAY_DELIVERY_CLEAN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace trivsel::gateway::delivery {

// A sentence: control characters become spaces; six or more digits in a row,
// hyphens and spaces between them not counted, become stars (a CPR number,
// however it is written); cut at 300 bytes, between characters. `text` must be
// UTF-8.
std::string CleanText(std::string_view text);

// A reference that the receiver gave: visible ASCII only, cut at `max`. Kept
// as it is, digits too: it is the receiver's own key and not about a person.
std::string CleanReference(std::string_view reference, size_t max);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_CLEAN_TEXT_H_
