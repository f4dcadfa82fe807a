#include "gateway/review/cpr_mask.h"

namespace trivsel::gateway::review {
namespace {

constexpr size_t kBefore = 6;  // digits before the hyphen
constexpr size_t kAfter = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t DigitsAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - at;
}

// How long the hyphen, dash or space at `at` is; 0: there is none.
size_t SeparatorAt(std::string_view text, size_t at) {
  constexpr std::string_view kSeparators[] = {
      "-",
      " ",
      ".",
      "\xC2\xA0",      // no-break space
      "\xE2\x80\x90",  // hyphen
      "\xE2\x80\x91",  // no-break hyphen
      "\xE2\x80\x92",  // figure dash
      "\xE2\x80\x93",  // en dash
      "\xE2\x80\x94",  // em dash
      "\xE2\x88\x92",  // minus
  };
  for (const std::string_view one : kSeparators) {
    if (text.substr(at, one.size()) == one) return one.size();
  }
  return 0;
}

// The length of what has the form of a CPR number at `at`, where a row of
// `digits` digits begins; 0: it has not.
size_t NumberAt(std::string_view text, size_t at, size_t digits) {
  if (digits == kBefore + kAfter) return digits;
  if (digits != kBefore) return 0;
  const size_t between = SeparatorAt(text, at + kBefore);
  if (between == 0) return 0;
  const size_t rest = at + kBefore + between;
  if (DigitsAt(text, rest) != kAfter) return 0;
  return kBefore + between + kAfter;
}

// Calls found(at, length) for each, from left to right.
template <typename Found>
void ForEachNumber(std::string_view text, Found found) {
  for (size_t at = 0; at < text.size();) {
    const size_t digits = DigitsAt(text, at);
    if (digits == 0) {
      ++at;
      continue;
    }
    const size_t length = NumberAt(text, at, digits);
    if (length > 0) found(at, length);
    at += length > 0 ? length : digits;
  }
}

bool IsDayAndMonth(std::string_view number) {
  const int day = (number[0] - '0') * 10 + (number[1] - '0');
  const int month = (number[2] - '0') * 10 + (number[3] - '0');
  const int plain_day = day > 60 ? day - 60 : day;  // replacement numbers
  return plain_day >= 1 && plain_day <= 31 && month >= 1 && month <= 12;
}

}  // namespace

std::string MaskCpr(std::string_view text,
                    const std::vector<std::string>& known) {
  std::string out;
  size_t done = 0;
  ForEachNumber(text, [&](size_t at, size_t length) {
    out.append(text.substr(done, at - done)).append(kMaskedCpr);
    done = at + length;
  });
  out.append(text.substr(done));
  for (const std::string& number : known) {
    if (number.empty()) continue;
    for (size_t at = out.find(number); at != std::string::npos;
         at = out.find(number, at + sizeof kMaskedCpr - 1)) {
      out.replace(at, number.size(), kMaskedCpr);
    }
  }
  return out;
}

bool MayHoldCpr(std::string_view text) {
  bool may = false;
  ForEachNumber(text, [&](size_t at, size_t) {
    may = may || IsDayAndMonth(text.substr(at, 4));
  });
  return may;
}

}  // namespace trivsel::gateway::review
