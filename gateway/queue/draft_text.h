// Lists of a draft as one text each, as the statements that store reports take
// them.
#ifndef TRIVSEL_GATEWAY_QUEUE_DRAFT_TEXT_H_
#define TRIVSEL_GATEWAY_QUEUE_DRAFT_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::queue {

// With E'\x1f' between. What a report says about its resources is not ours:
// PostgreSQL would refuse a NUL or broken UTF-8, and with it the report; so
// what is not printable ASCII becomes '?'.
std::string JoinCodes(const std::vector<std::string>& codes);
// Type, id and lastUpdated with tabs between.
std::string JoinResources(const std::vector<ResourceVersion>& resources);

// A digest or reference as bytes.
template <typename Bytes>
std::string_view ViewBytes(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_DRAFT_TEXT_H_
