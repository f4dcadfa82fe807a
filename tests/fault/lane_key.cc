#include "tests/fault/lane_key.h"

#include <algorithm>
#include <array>
#include <vector>

#include "gateway/ingest/citizen_key.h"
#include "gateway/queue/lane_queue.h"
#include "tests/fault/draw.h"
#include "tests/support/report_factory.h"

namespace trivsel::fault {
namespace {

using gateway::ingest::CitizenKey;

constexpr int kTries = 3000;

std::vector<std::string> Children() {
  testing::ReportFactory factory(1);
  std::vector<std::string> children;
  for (int i = 0; i < testing::ReportFactory::children(); ++i) {
    children.push_back(factory.Next().entry(0).citizen().identifier().value());
  }
  return children;
}

// Of the children, in the lane that has most.
int MostTogether(const CitizenKey& key,
                 const std::vector<std::string>& children) {
  std::array<int, gateway::queue::kLanes> lanes{};
  for (const std::string& child : children) {
    ++lanes[static_cast<size_t>(gateway::ingest::LaneOf(key.Ref(child)))];
  }
  return *std::max_element(lanes.begin(), lanes.end());
}

}  // namespace

std::string DrawCitizenKey(uint64_t seed, bool crowded) {
  const std::vector<std::string> children = Children();
  Draw draw = Draw(seed).For("citizen key");
  std::string best;
  int most = 0;
  for (int i = 0; i < (crowded ? kTries : 1); ++i) {
    std::array<uint8_t, CitizenKey::kBytes> bytes{};
    for (uint8_t& byte : bytes) {
      byte = static_cast<uint8_t>(draw.Between(0, 255));
    }
    const int together = MostTogether(CitizenKey(bytes), children);
    if (together <= most) continue;
    most = together;
    best.assign(bytes.begin(), bytes.end());
  }
  return best;
}

}  // namespace trivsel::fault
