// "--since": a point in time as people write it.
#ifndef TRIVSEL_CLIENT_SDK_CLI_SINCE_H_
#define TRIVSEL_CLIENT_SDK_CLI_SINCE_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace trivsel::cli {

// RFC 3339 ("2025-07-07T14:30:00Z"), a date ("2025-07-07", its beginning in
// `zone`), or a span back from `now` ("90m", "36h", "2h30m").
std::optional<absl::Time> ParseSince(const std::string& text, absl::Time now,
                                     absl::TimeZone zone);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_SINCE_H_
