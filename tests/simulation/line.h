// One gateway's line to the receiver, on which much is lost.
#ifndef TRIVSEL_TESTS_SIMULATION_LINE_H_
#define TRIVSEL_TESTS_SIMULATION_LINE_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/delivery/destination.h"
#include "tests/simulation/receiver.h"
#include "tests/simulation/stage.h"

namespace trivsel::simulation {

class Line final : public gateway::delivery::Destination {
 public:
  // Both must outlive it.
  Line(Stage* stage, Receiver* receiver)
      : stage_(*stage), receiver_(*receiver) {}

  const std::string& name() const override { return name_; }
  gateway::delivery::SendResult Send(
      const gateway::queue::SealedBatch& batch) override;

  // How long the last Send has to be waited for.
  absl::Duration took() const { return took_; }

 private:
  using SendResult = gateway::delivery::SendResult;

  SendResult Answered(const gateway::queue::SealedBatch& batch);
  SendResult Broken(const gateway::queue::SealedBatch& batch);
  SendResult NoAnswer(const gateway::queue::SealedBatch& batch);

  Stage& stage_;
  Receiver& receiver_;
  const std::string name_ = "national";
  absl::Duration took_;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_LINE_H_
