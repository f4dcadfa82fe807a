// Does the plan's faults to a scene, and mends them when their time is over.
#ifndef TRIVSEL_TESTS_FAULT_INJECTOR_H_
#define TRIVSEL_TESTS_FAULT_INJECTOR_H_

#include <sys/types.h>

#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/store/connection.h"
#include "tests/fault/plan.h"
#include "tests/fault/postgres_host.h"
#include "tests/fault/scene.h"

namespace trivsel::fault {

// Not thread safe. All pointers must outlive it.
class Injector {
 public:
  Injector(const Plan& plan, const std::string& database,
           PostgresHost* postgres, Scene* scene, const std::string& log_file);

  // Before the gateways start: what must be in the database. `poison`: the id
  // of the report whose row is to fail.
  bool Prepare(const std::string& poison);
  // Does and mends what is due, `now` after the load began.
  void Tick(milliseconds now);
  bool over() const;
  // Mends what is left.
  void MendAll(milliseconds now);
  // What could not be mended while the database was away: to be called now
  // and then.
  void MendRest();

  // Faults that found something to do.
  const std::map<FaultKind, int>& done() const { return done_; }

 private:
  bool Begin(const Fault& fault);
  bool BeginOfReceiver(const Fault& fault);
  bool BeginOfPostgres(const Fault& fault);
  bool BeginOfNetwork(const Fault& fault);
  bool KillBackend(const Fault& fault);
  bool Exhaust(const Fault& fault);
  bool StealLeases(const Fault& fault);
  bool Pin();
  void Mend(const Fault& fault);
  void DropPoison();
  void EndStuckStop();
  void Say(milliseconds now, const std::string& what);

  struct Turn {
    Fault fault;
    bool begun = false, mended = false;
    milliseconds again_at{0};  // for what is done again and again
  };
  const std::string database_;
  PostgresHost& postgres_;
  Scene& scene_;
  std::vector<Turn> turns_;
  std::map<FaultKind, int> done_;
  std::vector<std::unique_ptr<gateway::store::Connection>> taken_;
  std::unique_ptr<gateway::store::Connection> pin_;
  bool poisoned_ = false;
  pid_t asked_to_stop_ = 0;  // a postmaster; 0 = none
  std::chrono::steady_clock::time_point asked_at_;
  std::ofstream log_;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_INJECTOR_H_
