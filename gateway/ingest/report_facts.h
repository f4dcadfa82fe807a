// What the gateway itself wants to know of a report, whether it is valid or
// not.
#ifndef TRIVSEL_GATEWAY_INGEST_REPORT_FACTS_H_
#define TRIVSEL_GATEWAY_INGEST_REPORT_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/caller.h"
#include "gateway/queue/report_sink.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::gateway::ingest {

// FHIR id: 1-64 characters of A-Z, a-z, 0-9, '-' and '.'.
bool IsReportId(std::string_view id);

// CPR number of the first citizen; empty if there is none.
std::string_view CitizenCpr(const ltt::v1::DeliveryReport& report);

// The caller's municipality that the report is about, by the SOR code of its
// citizens: its id, or 0 when the report names none (such a report is not
// valid). Nothing when it names one that is not the caller's.
std::optional<int32_t> FindMunicipality(const ltt::v1::DeliveryReport& report,
                                        const access::Caller& caller);

// All records that have an id.
std::vector<queue::ResourceVersion> Resources(
    const ltt::v1::DeliveryReport& report);

// Serialized so that equal messages give equal bytes.
std::string SerializeDeterministically(const ltt::v1::DeliveryReport& report);

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_REPORT_FACTS_H_
