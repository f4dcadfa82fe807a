#include "tests/simulation/fagsystem.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "tests/simulation/report_stock.h"

namespace trivsel::simulation {
namespace {

namespace v1 = trivsel::gateway::v1;
using gateway::ingest::Refusal;

}  // namespace

Fagsystem::Fagsystem(Stage* stage, PickGateway pick_gateway)
    : stage_(*stage), pick_gateway_(std::move(pick_gateway)) {
  const Weather& weather = stage_.weather;
  of_child_.resize(weather.children);
  for (int child = 0; child < weather.children; ++child) {
    for (int n = 0; n < weather.reports_per_child; ++n) {
      of_child_[child].push_back(parcels_.size());
      Add(child, n, /*impostor=*/false);
      if (stage_.dice.Chance(weather.impostor)) {
        impostors_.push_back(parcels_.size());
        Add(child, n, /*impostor=*/true);
      }
    }
  }
  open_ = parcels_.size();
}

void Fagsystem::Add(int child, int number, bool impostor) {
  const ReportStock& stock = ReportStock::Get();
  const StockReport& report = stock.Report(child, number);
  Parcel parcel;
  parcel.child = child;
  parcel.id = report.id;
  parcel.content = &report.valid;
  if (impostor) parcel.content = &report.other;
  if (stage_.dice.Chance(stage_.weather.rejected)) {
    parcel.content = &report.broken;
  }
  parcel.caller = stage_.dice.Chance(stage_.weather.foreign) ? &stock.stranger()
                                                             : &stock.caller();
  parcels_.push_back(std::move(parcel));
}

void Fagsystem::Start() {
  const auto at_any_time = [this] {
    return stage_.weather.submits_within * stage_.dice.Uniform();
  };
  for (const std::vector<size_t>& parcels : of_child_) {
    stage_.timeline.After(at_any_time(),
                          [this, first = parcels[0]] { HandIn(first); });
  }
  for (const size_t impostor : impostors_) {
    stage_.timeline.After(at_any_time(),
                          [this, impostor] { HandIn(impostor); });
  }
}

void Fagsystem::HandIn(size_t index) {
  Parcel& parcel = parcels_[index];
  if (parcel.told != Told::kNothing) return;
  if (parcel.sent == absl::InfiniteFuture()) {
    parcel.sent = stage_.timeline.Now();
    const auto& mine = of_child_[parcel.child];
    for (size_t i = 0; i + 1 < mine.size(); ++i) {
      if (mine[i] != index || !stage_.dice.Chance(stage_.weather.eager)) {
        continue;
      }
      // The child's next does not wait for this one's answer.
      stage_.timeline.After(absl::Milliseconds(stage_.dice.Below(200)),
                            [this, next = mine[i + 1]] { HandIn(next); });
    }
  }
  Deliver(index);
  if (stage_.Strikes(stage_.weather.twice)) {
    stage_.tally.Count(Seen::kHandedInTwice);
    Deliver(index);
  }
  stage_.timeline.After(
      stage_.dice.Between(absl::Milliseconds(500), absl::Seconds(5)),
      [this, index] { HandIn(index); });
}

void Fagsystem::Deliver(size_t index) {
  Message([this, index] {
    Process* gateway = pick_gateway_();
    if (gateway == nullptr) return;  // tried again after a while
    const Parcel& parcel = parcels_[index];
    gateway->Receive(*parcel.content, *parcel.caller,
                     [this, index](Answer answer) {
                       Message([this, index, answer = std::move(answer)] {
                         OnAnswer(index, answer);
                       });
                     });
  });
}

void Fagsystem::Message(std::function<void()> arrives) {
  if (stage_.Strikes(stage_.weather.lost)) {
    stage_.tally.Count(Seen::kMessageLost);
    return;
  }
  const absl::Duration most = stage_.Strikes(stage_.weather.slow)
                                  ? absl::Seconds(20)
                                  : absl::Milliseconds(20);
  stage_.timeline.After(most * stage_.dice.Uniform(), std::move(arrives));
}

void Fagsystem::OnAnswer(size_t index, const Answer& answer) {
  if (const auto* receipt = std::get_if<v1::Receipt>(&answer)) {
    if (receipt->replayed()) stage_.tally.Count(Seen::kAnsweredReplayed);
    const bool accepted = receipt->verdict() == v1::VERDICT_ACCEPTED;
    if (!accepted) stage_.tally.Count(Seen::kAnsweredRejected);
    Ended(index, accepted ? Told::kAccepted : Told::kRejected,
          absl::StrCat(receipt->receive_time().seconds(), ".",
                       receipt->receive_time().nanos()));
    return;
  }
  switch (std::get<Refusal>(answer).reason) {
    case v1::ERROR_REASON_REPORT_ID_REUSED:
      stage_.tally.Count(Seen::kAnsweredReused);
      return Ended(index, Told::kIdReused, "");
    case v1::ERROR_REASON_MUNICIPALITY_NOT_ALLOWED:
      stage_.tally.Count(Seen::kAnsweredNotAllowed);
      return Ended(index, Told::kNotAllowed, "");
    case v1::ERROR_REASON_STORE_UNAVAILABLE:
      stage_.tally.Count(Seen::kAnsweredTryAgain);
      return;
    default:
      stage_.Violated("a report got an answer that nothing here should bring");
  }
}

void Fagsystem::Ended(size_t index, Told told,
                      const std::string& receive_time) {
  Parcel& parcel = parcels_[index];
  if (parcel.told != Told::kNothing) {
    if (parcel.told != told || parcel.receive_time != receive_time) {
      stage_.Violated("a report was answered in two ways");
    }
    return;
  }
  parcel.told = told;
  parcel.answered = stage_.timeline.Now();
  parcel.receive_time = receive_time;
  --open_;
  const auto& mine = of_child_[parcel.child];
  for (size_t i = 0; i + 1 < mine.size(); ++i) {
    if (mine[i] != index) continue;
    // Unless it was handed in before, the child's next is now.
    stage_.timeline.After(absl::Milliseconds(stage_.dice.Below(500)),
                          [this, next = mine[i + 1]] {
                            if (parcels_[next].sent == absl::InfiniteFuture()) {
                              HandIn(next);
                            }
                          });
  }
}

}  // namespace trivsel::simulation
