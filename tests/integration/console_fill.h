// What the console's browser test finds in the gateway: reports of two
// municipalities, handed in through the gateway's own door.
#ifndef TRIVSEL_TESTS_INTEGRATION_CONSOLE_FILL_H_
#define TRIVSEL_TESTS_INTEGRATION_CONSOLE_FILL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/report_factory.h"
#include "trivsel/client/client.h"

namespace trivsel::testing {

// By the rules of OlderTerminology(): most are accepted, `rejected` are not.
// Of ten rejected, one is Korsbæk's and one has a fault that no new code system
// mends; the others only have a type that the older code system lacks. Of the
// accepted a tenth is Korsbæk's, and a few the receiver is to refuse.
class ConsoleFill {
 public:
  static constexpr char kKorsbaekSor[] = "79641000016006";

  // `rejected` is at most a tenth of `reports`.
  ConsoleFill(int reports, int rejected);

  // Ids for the receiver's reject_ids.
  const std::vector<std::string>& to_refuse() const { return to_refuse_; }

  // Hands all in and waits for the receipts, by one client for each
  // municipality; empty, or what was not as it should be.
  std::string HandIn(client::Client& holbaek, client::Client& korsbaek);

  struct Count {
    int64_t holbaek = 0, korsbaek = 0;
    int64_t both() const { return holbaek + korsbaek; }
  };
  struct Counts {
    Count received;
    Count wrongly_rejected;  // accepted by NewerTerminology()
    Count faulty;            // rejected by both
    Count refused;           // accepted, but not by the receiver
  };
  // Of what was handed in.
  const Counts& counts() const { return counts_; }

 private:
  enum class Kind { kAccepted, kUnknownCode, kFaulty };
  struct Plan {
    Kind kind = Kind::kAccepted;
    bool korsbaek = false;
    bool refused = false;
  };
  Plan PlanOf(int number) const;
  void Tally(const Plan& plan);

  const int reports_;
  const int period_;  // one of so many is rejected
  std::vector<std::string> to_refuse_;
  Counts counts_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_INTEGRATION_CONSOLE_FILL_H_
