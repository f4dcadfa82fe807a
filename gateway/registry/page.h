// Pages of a list: how many, and where to go on.
#ifndef TRIVSEL_GATEWAY_REGISTRY_PAGE_H_
#define TRIVSEL_GATEWAY_REGISTRY_PAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace trivsel::gateway::registry {

inline constexpr int kDefaultPage = 50;
inline constexpr int kMostOnPage = 200;

using Parts = std::vector<std::string>;

struct Page {
  int size = kDefaultPage;
  // The key that the page comes after; as many as were asked for, empty at the
  // beginning.
  Parts after;
};

// Of a request's page_size and page_token; `filter` is what else it asks for.
// OUT_OF_RANGE: they cannot be used, or the filter was another.
absl::StatusOr<Page> ReadPage(int32_t size, const std::string& token,
                              const Parts& filter, size_t key_parts);

// A token for what comes after `key`. Says nothing secret; it is text.
std::string MakePageToken(const Parts& filter, const Parts& key);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_PAGE_H_
