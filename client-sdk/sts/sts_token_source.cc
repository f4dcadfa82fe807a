#include "trivsel/client/sts_token_source.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "client-sdk/internal/file_stamp.h"
#include "client-sdk/sts/fetch_token.h"

namespace trivsel::client {
namespace {

// A gateway that refuses every token must not make us storm the STS.
constexpr absl::Duration kRefreshAgain = absl::Seconds(5);
// So long before its end a token is no longer sent: clocks differ, and a call
// takes a while.
constexpr absl::Duration kTooLate = absl::Seconds(10);

}  // namespace

// The thread that asks: who needs a token wants a round and waits for its end,
// so that one request at a time is on its way.
class StsTokenSource::Fetcher {
 public:
  explicit Fetcher(const StsOptions& options)
      : options_(options), thread_([this] { Work(); }) {}

  ~Fetcher() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stop_ = true;
    changed_.notify_all();
    thread_.join();
  }

  absl::StatusOr<std::string> Token(bool refresh);

 private:
  void Work();
  // These need the lock.
  bool IsUsable(absl::Time now, const internal::FileStamp& certificate) const;
  bool IsDue(absl::Time now) const;
  void Keep(absl::StatusOr<StsToken> fetched,
            const internal::FileStamp& certificate, absl::Time now);

  const StsOptions options_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  StsToken token_;                   // the last that was got
  internal::FileStamp certificate_;  // that it is bound to
  absl::Time fetched_ = absl::InfinitePast();
  absl::Time renew_at_ = absl::InfinitePast();
  absl::Status outcome_;  // of the last round
  uint64_t wanted_ = 0;   // rounds that were asked for
  uint64_t done_ = 0;     // rounds that have ended
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

bool StsTokenSource::Fetcher::IsUsable(
    absl::Time now, const internal::FileStamp& certificate) const {
  return !token_.token.empty() && now < token_.expires - kTooLate &&
         certificate == certificate_;
}

bool StsTokenSource::Fetcher::IsDue(absl::Time now) const {
  return now >= renew_at_;
}

absl::StatusOr<std::string> StsTokenSource::Fetcher::Token(bool refresh) {
  const internal::FileStamp certificate =
      internal::StampOf(options_.tls.certificate);
  std::unique_lock lock(mutex_);
  const absl::Time now = options_.time->Now();
  if (IsUsable(now, certificate)) {
    const bool fresh = now - fetched_ < kRefreshAgain;
    if (fresh || (!refresh && !IsDue(now))) return token_.token;
    if (!refresh) {
      // In time: it is fetched while this one is still used.
      if (wanted_ == done_) ++wanted_;
      changed_.notify_all();
      return token_.token;
    }
  }
  // One that is on its way may have begun with the certificate of before, but
  // hardly: then the gateway says so, and a refresh mends it.
  if (wanted_ == done_) ++wanted_;
  const uint64_t round = wanted_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return done_ >= round || stopping_; });
  if (stopping_) return absl::CancelledError("the token source is going away");
  if (!outcome_.ok()) return outcome_;
  return token_.token;
}

void StsTokenSource::Fetcher::Keep(absl::StatusOr<StsToken> fetched,
                                   const internal::FileStamp& certificate,
                                   absl::Time now) {
  outcome_ = fetched.status();
  if (!fetched.ok()) {
    // The old one is used as long as it lasts; look again soon.
    renew_at_ = now + kRefreshAgain;
    return;
  }
  token_ = *std::move(fetched);
  certificate_ = certificate;
  fetched_ = now;
  const absl::Duration early =
      std::min(options_.renew_before, (token_.expires - now) / 2);
  renew_at_ = token_.expires - early;
}

void StsTokenSource::Fetcher::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || wanted_ > done_; });
    if (stopping_) return;
    lock.unlock();
    const internal::FileStamp certificate =
        internal::StampOf(options_.tls.certificate);
    absl::StatusOr<StsToken> fetched = sts::FetchToken(options_, &stop_);
    const absl::Time now = options_.time->Now();
    lock.lock();
    Keep(std::move(fetched), certificate, now);
    done_ = wanted_;
    changed_.notify_all();
  }
}

StsTokenSource::StsTokenSource(std::unique_ptr<Fetcher> fetcher)
    : fetcher_(std::move(fetcher)) {}

StsTokenSource::~StsTokenSource() = default;

absl::StatusOr<std::shared_ptr<StsTokenSource>> StsTokenSource::Create(
    const StsOptions& options) {
  const absl::Status checked = CheckStsOptions(options);
  if (!checked.ok()) return checked;
  return std::shared_ptr<StsTokenSource>(
      new StsTokenSource(std::make_unique<Fetcher>(options)));
}

absl::StatusOr<std::string> StsTokenSource::Token(bool refresh) {
  return fetcher_->Token(refresh);
}

}  // namespace trivsel::client
