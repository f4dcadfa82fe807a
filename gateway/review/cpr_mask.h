// Hides CPR numbers in texts that people are shown.
#ifndef TRIVSEL_GATEWAY_REVIEW_CPR_MASK_H_
#define TRIVSEL_GATEWAY_REVIEW_CPR_MASK_H_

#include <string>
#include <string_view>
#include <vector>

namespace trivsel::gateway::review {

// What stands instead of a number.
inline constexpr char kMaskedCpr[] = "******-****";

// `text` (UTF-8) without anything that has the form of a CPR number: ten digits
// that are not part of a longer row of digits, also with a hyphen, dash or
// space after the sixth; and without what is in `known` as it stands. Hides
// rather too much than too little.
std::string MaskCpr(std::string_view text,
                    const std::vector<std::string>& known = {});

// Whether something in `text` could be a CPR number: of that form, and its
// first four digits a day (also of a replacement number) and a month.
bool MayHoldCpr(std::string_view text);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_CPR_MASK_H_
