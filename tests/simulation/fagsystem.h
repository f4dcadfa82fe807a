// The submitters: hand in their reports until each has an answer for good.
#ifndef TRIVSEL_TESTS_SIMULATION_FAGSYSTEM_H_
#define TRIVSEL_TESTS_SIMULATION_FAGSYSTEM_H_

#include <functional>
#include <memory>
#include <vector>

#include "gateway/ingest/intake.h"
#include "tests/simulation/parcel.h"
#include "tests/simulation/process.h"
#include "tests/simulation/stage.h"

namespace trivsel::simulation {

class Fagsystem {
 public:
  // A gateway that can be reached; null: there is none now.
  using PickGateway = std::function<Process*()>;

  Fagsystem(Stage* stage, PickGateway pick_gateway);

  // Lets the reports come in; they go on by themselves.
  void Start();
  bool done() const { return open_ == 0; }
  const std::vector<Parcel>& parcels() const { return parcels_; }

 private:
  using Answer = gateway::ingest::Intake::Answer;

  void Add(int child, int number, bool impostor);
  // Hands it in and looks after it until it is answered.
  void HandIn(size_t parcel);
  void Deliver(size_t parcel);
  void OnAnswer(size_t parcel, const Answer& answer);
  void Ended(size_t parcel, Told told, const std::string& receive_time);
  // A message arrives, later or never.
  void Message(std::function<void()> arrives);

  Stage& stage_;
  const PickGateway pick_gateway_;
  std::vector<Parcel> parcels_;
  std::vector<std::vector<size_t>> of_child_;  // in their order
  std::vector<size_t> impostors_;
  size_t open_ = 0;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_FAGSYSTEM_H_
