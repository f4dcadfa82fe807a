#include "gateway/rule_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

constexpr absl::Duration kLookEvery = absl::Milliseconds(500);

}  // namespace

RuleWatch::RuleWatch(store::Pool* pool, RuleSources base, BookPtr base_book)
    : editions_(pool),
      base_(std::move(base)),
      base_book_(std::move(base_book)) {}

absl::StatusOr<std::unique_ptr<RuleWatch>> RuleWatch::Start(store::Pool* pool,
                                                            RuleSources base,
                                                            BookPtr base_book) {
  std::unique_ptr<RuleWatch> watch(
      new RuleWatch(pool, std::move(base), std::move(base_book)));
  auto in_use = watch->editions_.LoadInUse();
  if (!in_use.ok()) return in_use.status();
  watch->version_ = in_use->version;
  const std::string name = in_use->edition.name;
  auto book = watch->Compile(*std::move(in_use));
  if (!book.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "regeludgaven ", name,
        " er i brug, men kan ikke bruges med denne gateways egne filer; tag en "
        "anden i brug med trivselctl rules use / rule edition ",
        name,
        " is in use, but cannot be used with this gateway's own files; take "
        "another one into use with trivselctl rules use: ",
        std::string(book.status().message())));
  }
  watch->shelf_ = std::make_unique<ingest::RuleShelf>(*std::move(book));
  watch->thread_ = std::thread([raw = watch.get()] { raw->Run(); });
  return watch;
}

void RuleWatch::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<RuleWatch::BookPtr> RuleWatch::Compile(
    store::RulesInUse in_use) const {
  if (in_use.edition.number == 0) return base_book_;
  return CompileBook(Over(base_, std::move(in_use.edition)),
                     base_book_->citizen_key);
}

void RuleWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    stopping_changed_.wait_for(lock, absl::ToChronoNanoseconds(kLookEvery),
                               [this] { return stopping_; });
    if (stopping_) return;
    lock.unlock();
    Look();
    lock.lock();
  }
}

void RuleWatch::Look() {
  const auto version = editions_.Version();
  // The store watch tells that the store is away.
  if (!version.ok() || *version == version_) return;
  auto in_use = editions_.LoadInUse();
  if (!in_use.ok()) return;
  version_ = in_use->version;
  const std::string name =
      in_use->edition.number == 0 ? "none" : in_use->edition.name;
  auto book = Compile(*std::move(in_use));
  usable_ = book.ok();
  if (!book.ok()) {
    Log(LogLevel::kError, "rules_not_usable",
        {{"edition", name}, {"kept", shelf_->Current()->RuleSet()}});
    return;
  }
  Log(LogLevel::kInfo, "rules_in_use",
      {{"edition", name}, {"rule_set", (*book)->RuleSet()}});
  shelf_->Replace(*std::move(book));
}

}  // namespace trivsel::gateway
