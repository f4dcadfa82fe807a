// FHIR dateTime and instant: their form, and what they say of time.
#ifndef TRIVSEL_VALIDATOR_DATE_TIME_H_
#define TRIVSEL_VALIDATOR_DATE_TIME_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace trivsel::validator {

struct Date {
  int year = 0;
  int month = 0;  // 1-12
  int day = 0;    // 1-31
};

// A dateTime as far as it was written down. With a time of day it is
// normalised to UTC.
struct DateTime {
  enum Precision { kYear, kMonth, kDay, kTime };
  Precision precision = kYear;
  Date date;                  // 1 where not written
  int32_t second = 0;         // of the day
  std::string_view fraction;  // digits after the point, no trailing zeros
};

// Null if the text is not a FHIR dateTime of the calendar: YYYY, YYYY-MM,
// YYYY-MM-DD or with time, seconds and zone. Second 60 is a leap second;
// fractions have any length.
std::optional<DateTime> ParseDateTime(std::string_view text);

bool IsDateTime(std::string_view text);
// With time, seconds and zone.
bool IsInstant(std::string_view text);

enum class Order { kBefore, kEqual, kAfter, kUndecided };

// Compares as FHIRPath does: field by field down to the coarser precision;
// equal up to there and then not equally precise is undecided.
Order Compare(const DateTime& a, const DateTime& b);

// The first and last second (since 1970-01-01T00:00:00Z) that it may mean. A
// date without a time is a Danish one, which begins 1 or 2 hours before UTC's.
int64_t Earliest(const DateTime& t);
int64_t Latest(const DateTime& t);

bool IsLeapYear(int year);
// 0 for a month that there is not.
int DaysInMonth(int year, int month);
// Days since 1970-01-01.
int64_t DaysFromCivil(const Date& date);
Date CivilFromDays(int64_t days);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_DATE_TIME_H_
