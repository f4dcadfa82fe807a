#include "tests/integration/console_fill.h"

#include <algorithm>
#include <deque>
#include <future>
#include <utility>

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr uint64_t kSeed = 11;
// Known by every edition.
constexpr char kScreening[] = "404665f4-3488-4225-953e-3f1c5a061829";
constexpr int kRefusedOfEach = 3;
// Receipts that are waited for at a time.
constexpr size_t kUnderWay = 5000;

using Answer = absl::StatusOr<v1::Receipt>;

void Shape(bool screening, bool faulty, bool korsbaek,
           ltt::v1::DeliveryReport* report) {
  for (ltt::v1::Entry& entry : *report->mutable_entry()) {
    if (entry.has_citizen() && korsbaek) {
      entry.mutable_citizen()
          ->mutable_managing_organization()
          ->mutable_identifier()
          ->set_value(ConsoleFill::kKorsbaekSor);
    }
    if (entry.has_care_plan() && faulty) {
      entry.mutable_care_plan()->clear_period();
    }
    if (!entry.has_encounter() || !screening) continue;
    entry.mutable_encounter()->mutable_type()->mutable_coding(0)->set_code(
        kScreening);
  }
}

}  // namespace

ConsoleFill::ConsoleFill(int reports, int rejected)
    : reports_(reports), period_(reports / rejected) {
  ReportFactory factory(kSeed);
  // A few of the first: more need not be made to know their ids.
  for (int number = 0; number < std::min(reports, 200); ++number) {
    const std::string id = factory.Next().id();
    if (PlanOf(number).refused) to_refuse_.push_back(id);
  }
}

ConsoleFill::Plan ConsoleFill::PlanOf(int number) const {
  const int group = number / period_;
  // Not always the same child's.
  if (number % period_ == group % 8) {
    return {group % 10 == 6 ? Kind::kFaulty : Kind::kUnknownCode,
            group % 10 == 3, false};
  }
  const bool korsbaek = number % 10 == 9;
  const bool refused = korsbaek
                           ? number / 10 < kRefusedOfEach
                           : number % 10 == 8 && number / 10 < kRefusedOfEach;
  return {Kind::kAccepted, korsbaek, refused};
}

void ConsoleFill::Tally(const Plan& plan) {
  const auto add = [&plan](Count* count) {
    ++(plan.korsbaek ? count->korsbaek : count->holbaek);
  };
  add(&counts_.received);
  if (plan.kind == Kind::kUnknownCode) add(&counts_.wrongly_rejected);
  if (plan.kind == Kind::kFaulty) add(&counts_.faulty);
  if (plan.refused) add(&counts_.refused);
}

std::string ConsoleFill::HandIn(client::Client& holbaek,
                                client::Client& korsbaek) {
  ReportFactory factory(kSeed);
  std::deque<std::pair<bool, std::future<Answer>>> under_way;
  std::string wrong;
  const auto take = [&under_way, &wrong] {
    const bool accepted = under_way.front().first;
    const Answer answer = under_way.front().second.get();
    under_way.pop_front();
    if (!answer.ok()) {
      wrong = std::string(answer.status().message());
    } else if ((answer->verdict() == v1::VERDICT_ACCEPTED) != accepted) {
      wrong = answer->ShortDebugString();
    }
  };
  for (int number = 0; number < reports_ && wrong.empty(); ++number) {
    const Plan plan = PlanOf(number);
    Tally(plan);
    ltt::v1::DeliveryReport report = factory.Next();
    Shape(plan.kind != Kind::kUnknownCode, plan.kind == Kind::kFaulty,
          plan.korsbaek, &report);
    client::Client& client = plan.korsbaek ? korsbaek : holbaek;
    under_way.emplace_back(
        plan.kind == Kind::kAccepted,
        client.SubmitAsync(client::SubmissionOf(std::move(report))));
    if (under_way.size() > kUnderWay) take();
  }
  while (!under_way.empty()) take();
  return wrong;
}

}  // namespace trivsel::testing
