// A process's link to the store in memory: the one place where what can go
// wrong between them goes wrong.
#ifndef TRIVSEL_TESTS_SUPPORT_STORE_LINK_H_
#define TRIVSEL_TESTS_SUPPORT_STORE_LINK_H_

#include <deque>
#include <functional>
#include <optional>
#include <utility>

namespace trivsel::testing {

enum class Statement {
  kCommit,
  kLease,
  kLookAtOwners,
  kRelease,
  kLook,
  kSeal,
  kRefence,
  kLoad,
  kSettle,
  kRefuse,
};

// What becomes of a statement. The process learns only of kDone; the rest is
// UNAVAILABLE to it.
enum class Fate {
  kDone,
  kNotDone,     // it had no effect
  kAnswerLost,  // it had its effect
  kLate,        // it will have its effect, some time later
};

class StoreLink {
 public:
  virtual ~StoreLink() = default;

  // Asked right before a statement; others may run while it is asked.
  virtual Fate FateOf(Statement statement) = 0;
  // Runs it at the process, soon; never once the process is gone.
  virtual void Soon(std::function<void()> work) = 0;
  // Runs it at the store, some time later, whatever becomes of the process.
  virtual void Later(std::function<void()> work) = 0;
};

// Nothing goes wrong but what is told to, and everything is done in turn, when
// it is pumped.
class DirectLink final : public StoreLink {
 public:
  Fate FateOf(Statement statement) override {
    return statement == broken_ ? Fate::kNotDone : Fate::kDone;
  }
  // From now on such statements fail; nothing: none.
  void Break(std::optional<Statement> statement) { broken_ = statement; }
  void Soon(std::function<void()> work) override { Later(std::move(work)); }
  void Later(std::function<void()> work) override {
    waiting_.push_back(std::move(work));
  }
  // Until nothing is left to do.
  void Pump() {
    while (!waiting_.empty()) {
      const std::function<void()> work = std::move(waiting_.front());
      waiting_.pop_front();
      work();
    }
  }

 private:
  std::optional<Statement> broken_;
  std::deque<std::function<void()>> waiting_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_STORE_LINK_H_
