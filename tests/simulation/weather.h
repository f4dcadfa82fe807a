// What a run is like: how much happens in it, and how often what goes wrong.
#ifndef TRIVSEL_TESTS_SIMULATION_WEATHER_H_
#define TRIVSEL_TESTS_SIMULATION_WEATHER_H_

#include <cstdint>

#include "absl/time/time.h"
#include "gateway/delivery/dispatcher_options.h"
#include "tests/simulation/dice.h"

namespace trivsel::simulation {

// Numbers without a unit are probabilities, of one occasion each.
struct Weather {
  int gateways = 1;
  int children = 1;
  int reports_per_child = 1;
  // Faults come only this long; then everything must come to rest.
  absl::Duration faults_for;
  // Reports are handed in within this time.
  absl::Duration submits_within;

  // Of submitters and the net.
  double eager = 0;     // hands in before the child's last report is answered
  double twice = 0;     // hands in twice, at any two gateways
  double lost = 0;      // a message is lost
  double slow = 0;      // a message takes seconds
  double impostor = 0;  // the same id comes with other content
  double rejected = 0;  // a report that breaks the standard
  double foreign = 0;   // a report about another's municipality

  // Of gateways, at each point where they wait for something.
  double killed = 0;
  double stopped = 0;         // SIGSTOP, and SIGCONT maybe long after its lease
  double stopped_inside = 0;  // between two statements of one call
  // There, while the others go on; the more before a seal, which is seldom and
  // the statement that a takeover must not miss.
  double call_hangs = 0;
  double retired = 0;      // SIGTERM, looked for each second
  double clock_jumps = 0;  // each second

  // Of the store.
  double statement_fails = 0;
  double statement_hangs = 0;  // for up to 20 s
  double store_away = 0;       // for a while; looked for each second

  // Of the receiver.
  double receiver_fails = 0;
  double receiver_away = 0;  // for a while; looked for each second
  double refuses = 0;        // a report, for good
  double mute = 0;           // never answers for a report
  double poison = 0;         // each batch with this report, as a whole

  // Of the gateway's configuration.
  int connections = 2;
  int max_group = 8;
  int max_waiting = 100;
  gateway::delivery::DispatcherOptions dispatch;
};

Weather DrawWeather(Dice* dice);

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_WEATHER_H_
