// Page tokens: where a list goes on, and for which filter that holds.
#ifndef TRIVSEL_GATEWAY_REVIEW_PAGE_MARK_H_
#define TRIVSEL_GATEWAY_REVIEW_PAGE_MARK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace trivsel::gateway::review {

inline constexpr int kDefaultPage = 50;
inline constexpr int kMostOnPage = 200;

struct PageMark {
  int size = kDefaultPage;
  int64_t before = 0;  // only lower numbers; 0: all
};

// Of a request's page_size and page_token. `filter` is what else was asked for,
// serialized. OUT_OF_RANGE: they cannot be used, or the filter was another.
absl::StatusOr<PageMark> ReadPageMark(int32_t size, const std::string& token,
                                      const std::string& filter);

// The token for what comes below `before`.
std::string MakePageMark(int64_t before, const std::string& filter);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_PAGE_MARK_H_
