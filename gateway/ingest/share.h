// Whose part of the gateway a call uses. What is shared is shared fairly
// between these, so that one municipality's flood, or one vendor's runaway
// loop, leaves room for the others.
#ifndef TRIVSEL_GATEWAY_INGEST_SHARE_H_
#define TRIVSEL_GATEWAY_INGEST_SHARE_H_

#include <cstdint>
#include <utility>

#include "gateway/access/caller.h"

namespace trivsel::gateway::ingest {

struct Share {
  int32_t submitter = 0;
  // 0: the caller may report for several, and counts as a whole: whom each
  // report is about is only known when it has been read.
  int32_t municipality = 0;

  friend bool operator==(const Share&, const Share&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Share& share) {
    return H::combine(std::move(state), share.submitter, share.municipality);
  }
};

inline Share ShareOf(const access::Caller& caller) {
  return {caller.submitter_id, caller.municipalities.size() == 1
                                   ? caller.municipalities.front()->id
                                   : 0};
}

// Whether one that holds `own` may take of what is `free`: alone it gets all
// but an eighth, and several that want everything get equal parts, and a
// seventh of such a part is left for whoever comes with little.
inline bool LeavesRoom(int64_t own, int64_t free) { return own < 7 * free; }

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_SHARE_H_
