// The processes of one schedule and the gates between them.
#ifndef TRIVSEL_TESTS_FAULT_SCENE_H_
#define TRIVSEL_TESTS_FAULT_SCENE_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/fault/plan.h"
#include "tests/integration/child_process.h"
#include "tests/support/tcp_gate.h"

namespace trivsel::fault {

using SteadyTime = std::chrono::steady_clock::time_point;

// A program of ours that is started again when it is down, as a service
// manager does. Not thread safe.
struct Actor {
  enum class State { kDown, kStarting, kUp, kStopping };

  std::string name;  // "gateway-1": of its log, folder and ready file
  std::vector<std::string> command;
  std::unique_ptr<testing::ChildProcess> process;
  State state = State::kDown;
  bool frozen = false;
  SteadyTime start_at = SteadyTime::min();  // while down
  SteadyTime since = SteadyTime::min();     // of `state`
};

// One gateway with a network of its own.
struct GatewayActor : Actor {
  std::unique_ptr<testing::TcpGate> door, database, receiver;
  std::string clock_file;
};

// Where a scene plays.
struct Stage {
  std::string folder;        // of this schedule; made by the scene
  std::string certificates;  // the development CA's folder
  std::string gateway;       // the program
  std::string citizen_key;   // what the gateways' files of it hold
  std::string database_socket;
  std::string database;  // its name
};

// Not thread safe.
class Scene {
 public:
  Scene(const Plan& plan, Stage stage);
  ~Scene();

  // Starts all and waits until they serve; false if they do not.
  bool Begin();
  // Looks after the processes: to be called every few milliseconds.
  void Tick();

  // Each false if there was nothing to do it to.
  bool KillGateway(int i, milliseconds down);
  bool TermGateway(int i, milliseconds down);
  bool FreezeGateway(int i, bool frozen);
  bool KillReceiver(milliseconds down);
  bool FreezeReceiver(bool frozen);
  bool SetReceiverMode(const std::string& json) const;
  void SetClock(int i, milliseconds ahead) const;
  testing::TcpGate& Gate(int i, Wire wire);

  // Ends all that was done to processes and gates.
  void Heal();
  bool AllUp() const;
  // Ends the gateways, gently (SIGTERM; must exit 0 soon) or by SIGKILL, and
  // the receiver.
  void End(bool gently);

  std::vector<std::string> doors() const;
  const std::string& receiver_folder() const { return receiver_folder_; }
  const std::vector<std::string>& misconduct() const { return misconduct_; }

 private:
  std::vector<std::string> GatewayCommand(const GatewayActor& gateway) const;
  void PrepareGateway(int i);
  void StartActor(Actor* actor);
  void TickActor(Actor* actor);
  void OnReady(Actor* actor);
  bool Freeze(Actor* actor, bool frozen);
  bool Kill(Actor* actor, milliseconds down);
  std::string Ready(const Actor& actor, const std::string& key) const;

  const Plan& plan_;
  const Stage stage_;
  std::string receiver_folder_;
  std::string control_;
  Actor receiver_;
  std::vector<std::unique_ptr<GatewayActor>> gateways_;
  bool ending_ = false;
  std::vector<std::string> misconduct_;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_SCENE_H_
