// Danish identifiers: CPR and SOR numbers.
//
// A CPR number is never checked by modulus 11: since 2007 numbers that break
// it are valid.
#ifndef TRIVSEL_VALIDATOR_IDENTIFIERS_H_
#define TRIVSEL_VALIDATOR_IDENTIFIERS_H_

#include <optional>
#include <string_view>

#include "validator/date_time.h"

namespace trivsel::validator {

// DDMMYYSSSS, ten digits, no hyphen; the day fits the month, and 29 February
// fits every year. Invariant `cpr` of dk-core-cpr-identifier.
bool IsCpr(std::string_view text);

// The date of birth, the century by the seventh digit. Null if the text is not
// a CPR number or its date is not of the calendar.
std::optional<Date> BirthDate(std::string_view cpr);

// Whole years from birth to `day`.
int AgeOn(const Date& birth, const Date& day);

// Eleven digits or more. Invariant `min-digits-sor` of dk-core-sor-identifier.
bool IsSor(std::string_view text);

// A SOR number as the register gives them out: SNOMED's long form with the
// namespace 1000016, partition 00 and a Verhoeff check digit.
bool HasSorCheckDigit(std::string_view text);

// Whether the last digit is the Verhoeff check digit of those before it.
bool HasVerhoeffCheckDigit(std::string_view digits);

// The systems of the Danish replacement numbers (X-eCPR, D-eCPR).
bool IsReplacementNumberSystem(std::string_view system);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_IDENTIFIERS_H_
