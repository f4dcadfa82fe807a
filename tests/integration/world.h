// The whole product as processes: the gateway, the receiver, certificates.
#ifndef TRIVSEL_TESTS_INTEGRATION_WORLD_H_
#define TRIVSEL_TESTS_INTEGRATION_WORLD_H_

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/child_process.h"

namespace trivsel::testing {

// Waits until it holds, looking often; whether it came to hold in time.
bool WaitFor(const std::function<bool()>& condition,
             std::chrono::seconds patience);

// What the receiver says about one report.
struct Arrival {
  std::string id;
  std::string status;   // "accepted", "rejected"
  std::string citizen;  // hashed
  int64_t arrivals = 0;
};

// One installation in a temporary folder, all of it real: processes, TLS,
// PostgreSQL. Registered: the submitter "demo-fagsystem", which may report for
// the factory's municipality. Not thread safe.
class World {
 public:
  World();
  ~World();

  // Addresses stay the same over a restart. False if it does not get ready;
  // its log is printed then.
  bool StartReceiver();
  // With a database address: on that; else on its own.
  bool StartGateway(const std::string& database = "") {
    return StartGateway(0, database);
  }
  // The second one, on the database of the first; it is given that one's
  // citizen key.
  bool StartSecondGateway();
  // Tells the gateway's registry who may report. The gateway must run.
  bool Register();

  ChildProcess& receiver() { return *receiver_; }
  ChildProcess& gateway(int i = 0) { return *gateways_[i].process; }
  const std::string& gateway_address(int i = 0) const {
    return gateways_[i].address;
  }
  // Of those that were ever started.
  std::vector<std::string> gateway_addresses() const;
  // What /metrics gives; empty if it does not answer.
  std::string Metrics(int i = 0) const;
  // The value of the first sample that begins so; -1 if there is none.
  double Metric(const std::string& name, int i = 0) const;
  // Runs trivselctl on the gateway's store; its exit code. `output` gets what
  // it said on standard output and error.
  int Ctl(const std::vector<std::string>& words, std::string* output = nullptr);
  const std::string& folder() const { return folder_; }
  std::string Certificate(const std::string& name) const;  // "ca.pem"

  // From the receiver's control door; empty if it does not answer.
  std::vector<Arrival> Arrivals() const;
  std::string Control(const std::string& path) const;
  bool SetMode(const std::string& json) const;
  // The number of that name in the receiver's /stats; -1 if there is none.
  int64_t Stat(const std::string& name) const;

 private:
  bool AwaitReady(ChildProcess* process, const std::string& name);
  struct GatewaySlot {
    std::string address = "127.0.0.1:0";
    std::string metrics;
    std::unique_ptr<ChildProcess> process;
  };
  static std::string NameOf(int gateway);
  bool StartGateway(int i, const std::string& database);
  std::vector<std::string> GatewayCommand(int i) const;
  std::string ReadyValue(const std::string& name, const std::string& key) const;

  std::string folder_;
  std::string database_;
  std::string receiver_address_ = "127.0.0.1:0";
  std::string control_address_ = "127.0.0.1:0";
  std::unique_ptr<ChildProcess> receiver_;
  std::array<GatewaySlot, 2> gateways_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_INTEGRATION_WORLD_H_
