#include "tests/simulation/weather.h"

namespace trivsel::simulation {
namespace {

// Half of the runs have none of a kind of fault: what is rare only beside many
// others is then met too.
double Maybe(Dice* dice, double most) {
  return dice->Chance(0.5) ? most * dice->Uniform() : 0;
}

void DrawDispatch(Dice* dice, gateway::delivery::DispatcherOptions* options) {
  options->senders = dice->Between(1, 4);
  options->lease_term = absl::Seconds(dice->Between(1, 15));
  options->look_every = absl::Milliseconds(500);
  options->limits.max_reports = dice->Between(1, 6);
  options->limits.max_bytes = dice->Chance(0.3) ? 4000 : 1 << 20;
  options->schedule.linger = absl::Milliseconds(dice->Between(0, 50));
  options->schedule.idle_probe = absl::Seconds(dice->Between(1, 3));
  options->schedule.idle_probe_max = absl::Seconds(dice->Between(10, 30));
  options->backoff = {absl::Milliseconds(dice->Between(50, 1000)), 2,
                      absl::Seconds(10)};
  options->give_up.incomplete_answers = dice->Between(2, 10);
  options->give_up.whole_refusals = dice->Between(1, 4);
  options->breaker.failures = dice->Between(2, 6);
  options->breaker.lanes = static_cast<size_t>(dice->Between(1, 3));
  options->breaker.probe = {absl::Seconds(1), 2, absl::Seconds(8)};
}

}  // namespace

Weather DrawWeather(Dice* dice) {
  Weather weather;
  weather.gateways = dice->Between(1, 3);
  weather.children = dice->Between(1, 4);
  weather.reports_per_child = dice->Between(1, 6);
  weather.faults_for = absl::Seconds(dice->Between(5, 40));
  weather.submits_within = weather.faults_for * dice->Uniform();

  weather.eager = Maybe(dice, 1);
  weather.twice = Maybe(dice, 0.5);
  weather.lost = Maybe(dice, 0.3);
  weather.slow = Maybe(dice, 0.2);
  weather.impostor = Maybe(dice, 0.2);
  weather.rejected = Maybe(dice, 0.3);
  weather.foreign = Maybe(dice, 0.1);

  weather.killed = Maybe(dice, 0.03);
  weather.stopped = Maybe(dice, 0.03);
  weather.stopped_inside = Maybe(dice, 0.05);
  weather.call_hangs = Maybe(dice, 0.05);
  weather.retired = Maybe(dice, 0.05);
  weather.clock_jumps = Maybe(dice, 0.1);

  weather.statement_fails = Maybe(dice, 0.2);
  weather.statement_hangs = Maybe(dice, 0.2);
  weather.store_away = Maybe(dice, 0.1);

  weather.receiver_fails = Maybe(dice, 0.6);
  weather.receiver_away = Maybe(dice, 0.1);
  weather.refuses = Maybe(dice, 0.2);
  weather.mute = Maybe(dice, 0.2);
  weather.poison = Maybe(dice, 0.2);

  weather.connections = dice->Between(1, 3);
  weather.max_group = dice->Between(1, 8);
  weather.max_waiting = dice->Chance(0.2) ? dice->Between(1, 5) : 1000;
  DrawDispatch(dice, &weather.dispatch);
  return weather;
}

}  // namespace trivsel::simulation
