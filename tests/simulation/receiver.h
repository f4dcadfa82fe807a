// The national receiver: drops repeats, by batch and by report.
#ifndef TRIVSEL_TESTS_SIMULATION_RECEIVER_H_
#define TRIVSEL_TESTS_SIMULATION_RECEIVER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gateway/queue/lane_queue.h"
#include "tests/simulation/stage.h"

namespace trivsel::simulation {

class Receiver {
 public:
  explicit Receiver(Stage* stage) : stage_(*stage) {}

  // A report as it has come into effect.
  struct Effect {
    std::string report_id;
    int64_t report_key = 0;
    int64_t batch_id = 0;
    std::string canonical;
    bool refused = false;
    bool mute = false;
  };

  // Takes the first `reports` of a batch, in their order; gives the answers for
  // them.
  std::vector<gateway::queue::ItemSettlement> Take(
      const gateway::queue::SealedBatch& batch, size_t reports);

  // Whether there is a report in it for which all of it is refused.
  bool RefusesWhole(const gateway::queue::SealedBatch& batch);

  // In the order in which they came into effect.
  const std::vector<Effect>& effects() const { return effects_; }

 private:
  // Broken up by the gateway: its reports come in other batches too.
  bool IsVoid(int64_t batch_id) const;

  Stage& stage_;
  std::map<int64_t, std::string> batches_;  // what was in them
  std::map<std::string, bool> poison_;      // by report id
  std::map<std::string, size_t> known_;     // report id -> effect
  std::vector<Effect> effects_;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_RECEIVER_H_
