#include "validator/identifiers.h"

#include <cstdint>

namespace trivsel::validator {
namespace {

bool AllDigits(std::string_view text) {
  unsigned worst = 0;
  for (char c : text) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    worst = digit > worst ? digit : worst;
  }
  return worst <= 9;
}

int TwoDigits(std::string_view text, size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// First year of the century by the seventh digit and the year's two digits.
int Century(int seventh, int year) {
  if (seventh <= 3) return 1900;
  if (seventh == 4 || seventh == 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

}  // namespace

bool IsCpr(std::string_view text) {
  if (text.size() != 10 || !AllDigits(text)) return false;
  const int day = TwoDigits(text, 0);
  // 2000 is a leap year: 29 February passes here in any year.
  return day >= 1 && day <= DaysInMonth(2000, TwoDigits(text, 2));
}

std::optional<Date> BirthDate(std::string_view cpr) {
  if (!IsCpr(cpr)) return std::nullopt;
  const int year = TwoDigits(cpr, 4);
  Date date;
  date.year = Century(cpr[6] - '0', year) + year;
  date.month = TwoDigits(cpr, 2);
  date.day = TwoDigits(cpr, 0);
  if (date.day > DaysInMonth(date.year, date.month)) return std::nullopt;
  return date;
}

int AgeOn(const Date& birth, const Date& day) {
  const bool before_birthday =
      day.month < birth.month ||
      (day.month == birth.month && day.day < birth.day);
  return day.year - birth.year - (before_birthday ? 1 : 0);
}

bool IsSor(std::string_view text) {
  return text.size() >= 11 && AllDigits(text);
}

bool HasSorCheckDigit(std::string_view text) {
  constexpr std::string_view kNamespaceAndPartition = "100001600";
  return IsSor(text) && text.size() <= 18 &&
         text.substr(text.size() - 10, 9) == kNamespaceAndPartition &&
         HasVerhoeffCheckDigit(text);
}

bool HasVerhoeffCheckDigit(std::string_view digits) {
  constexpr char kMultiply[10][11] = {
      "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
      "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"};
  constexpr char kPermute[8][11] = {"0123456789", "1576283094", "5803796142",
                                    "8916043527", "9453126870", "4286573901",
                                    "2793806415", "7046913258"};
  if (digits.empty() || !AllDigits(digits)) return false;
  size_t check = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<size_t>(digits[digits.size() - 1 - i] - '0');
    const auto permuted = static_cast<size_t>(kPermute[i % 8][digit] - '0');
    check = static_cast<size_t>(kMultiply[check][permuted] - '0');
  }
  return check == 0;
}

bool IsReplacementNumberSystem(std::string_view system) {
  constexpr std::string_view kCentral = "urn:oid:1.2.208.176.1.6.1.1";
  constexpr std::string_view kDecentral = "urn:oid:1.2.208.176.1.6.1.3";
  if (system == kCentral || system == kDecentral) return true;
  // The regions' own: one more number.
  return system.size() > kDecentral.size() &&
         system.substr(0, kDecentral.size()) == kDecentral &&
         system[kDecentral.size()] == '.';
}

}  // namespace trivsel::validator
