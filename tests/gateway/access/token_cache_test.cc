// What has been verified is remembered, and for how long.
#include "gateway/access/token_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"

namespace trivsel::gateway::access {
namespace {

std::shared_ptr<const Caller> CallerUntil(absl::Time until, int32_t id = 1) {
  auto caller = std::make_shared<Caller>();
  caller->submitter_id = id;
  caller->valid_until = until;
  return caller;
}

class TokenCacheTest : public ::testing::Test {
 protected:
  const absl::Time now_ = absl::Now();
  const absl::Time end_ = now_ + absl::Minutes(5);
  const Fingerprint peer_{1};
  const TokenCache::Epoch epoch_{1, 1};
  TokenCache cache_;
};

TEST_F(TokenCacheTest, TheKeyIsOfTokenAndCertificate) {
  const auto key = TokenCache::KeyOf("abc", peer_);
  EXPECT_EQ(key, TokenCache::KeyOf("abc", peer_));
  EXPECT_NE(key, TokenCache::KeyOf("abd", peer_));
  EXPECT_NE(key, TokenCache::KeyOf("abc", Fingerprint{2}));
  // SHA-256 of "abc", 01 and 31 times 00, by sha256sum.
  EXPECT_EQ(key[0], 0xd9);
  EXPECT_EQ(key[31], 0x6e);
}

TEST_F(TokenCacheTest, AnEntryDiesWithItsCallerAndItsEpoch) {
  const auto key = TokenCache::KeyOf("abc", peer_);
  EXPECT_EQ(cache_.Find(key, epoch_, now_), nullptr);
  cache_.Put(key, epoch_, CallerUntil(end_));
  EXPECT_NE(cache_.Find(key, epoch_, now_), nullptr);
  EXPECT_NE(cache_.Find(key, epoch_, end_ - absl::Nanoseconds(1)), nullptr);
  EXPECT_EQ(cache_.Find(key, epoch_, end_), nullptr);
  EXPECT_EQ(cache_.Find(key, {2, 1}, now_), nullptr);
  EXPECT_EQ(cache_.Find(key, {1, 2}, now_), nullptr);
  EXPECT_EQ(cache_.Find(TokenCache::KeyOf("abc", Fingerprint{2}), epoch_, now_),
            nullptr)
      << "a stolen token";
  cache_.Put(key, {2, 1}, CallerUntil(end_, 2));
  EXPECT_EQ(cache_.Find(key, {2, 1}, now_)->submitter_id, 2);
}

TEST_F(TokenCacheTest, IsBoundedAndDropsWhatEndsFirst) {
  TokenCache small(4);
  for (int i = 0; i < 100; ++i) {
    small.Put(TokenCache::KeyOf(std::to_string(i), peer_), epoch_,
              CallerUntil(now_ + absl::Seconds(1 + i), i));
  }
  int held = 0;
  for (int i = 0; i < 100; ++i) {
    const auto found =
        small.Find(TokenCache::KeyOf(std::to_string(i), peer_), epoch_, now_);
    if (found == nullptr) continue;
    EXPECT_EQ(found->submitter_id, i);
    EXPECT_GE(i, 96);
    ++held;
  }
  EXPECT_EQ(held, 4);
}

TEST_F(TokenCacheTest, ManyThreadsGetTheirOwn) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5000; ++i) {
        const int id = (i * 7 + t) % 200;
        const auto key = TokenCache::KeyOf(std::to_string(id), peer_);
        if (const auto found = cache_.Find(key, epoch_, now_)) {
          wrong += found->submitter_id != id;
        } else {
          cache_.Put(key, epoch_, CallerUntil(end_, id));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace trivsel::gateway::access
