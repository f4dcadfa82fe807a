#include "validator/invariants.h"

#include "validator/date_time.h"
#include "validator/invariants_course.h"
#include "validator/invariants_report.h"

namespace trivsel::validator {

bool IsFuture(std::string_view text, const Context& context) {
  const std::optional<DateTime> time = ParseDateTime(text);
  return time.has_value() &&
         Earliest(*time) > context.now_seconds + kClockSkewSeconds;
}

Predicate FindPredicate(std::string_view id) {
  for (const NamedPredicate& named : ReportPredicates())
    if (named.id == id) return named.predicate;
  for (const NamedPredicate& named : CoursePredicates())
    if (named.id == id) return named.predicate;
  return nullptr;
}

}  // namespace trivsel::validator
