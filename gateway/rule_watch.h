// Sees to it that this gateway judges by the edition of the rules that is in
// use.
#ifndef TRIVSEL_GATEWAY_RULE_WATCH_H_
#define TRIVSEL_GATEWAY_RULE_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/ingest/rule_shelf.h"
#include "gateway/rules.h"
#include "gateway/store/rule_editions.h"

namespace trivsel::gateway {

// Looks twice a second for another edition and puts its book onto the shelf. An
// edition that does not compile here, over this gateway's own files, is left
// alone: the one before stays, and log and metric say so. Thread safe.
class RuleWatch {
 public:
  using BookPtr = std::shared_ptr<const ingest::RuleBook>;

  // Compiles what is in use; a thread of its own looks from then on. Fails when
  // that cannot be compiled: a gateway that judged by other rules than the
  // operators took into use would be worse than none. `base` and its book: this
  // gateway's own files. `pool` must outlive it.
  static absl::StatusOr<std::unique_ptr<RuleWatch>> Start(store::Pool* pool,
                                                          RuleSources base,
                                                          BookPtr base_book);
  ~RuleWatch() { Stop(); }
  // Looks no longer; the book in use stays.
  void Stop();

  const ingest::RuleShelf& shelf() const { return *shelf_; }
  // False: another edition is in use, but it does not compile here.
  bool usable() const { return usable_; }

 private:
  RuleWatch(store::Pool* pool, RuleSources base, BookPtr base_book);
  absl::StatusOr<BookPtr> Compile(store::RulesInUse in_use) const;
  void Run();
  void Look();

  store::RuleEditions editions_;
  const RuleSources base_;
  const BookPtr base_book_;
  std::unique_ptr<ingest::RuleShelf> shelf_;
  std::atomic<bool> usable_{true};
  int32_t version_ = 0;  // what was looked at last; the thread's own

  std::mutex mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_RULE_WATCH_H_
