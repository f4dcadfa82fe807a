// Page tokens of ListReports.
#ifndef TRIVSEL_GATEWAY_INGEST_PAGE_TOKEN_H_
#define TRIVSEL_GATEWAY_INGEST_PAGE_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::gateway::ingest {

// Opaque to the caller; says where the page ended and under which filter. It
// is no secret: another's reports are out of reach with any token.
std::string MakePageToken(int64_t before,
                          const trivsel::gateway::v1::ReportFilter& filter);

// Nothing if the token was not made by the above with the same filter.
std::optional<int64_t> ReadPageToken(
    const std::string& token, const trivsel::gateway::v1::ReportFilter& filter);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_PAGE_TOKEN_H_
