// Editions of the rules as a gateway follows them, on a real database.
#include "gateway/rule_watch.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gateway/journal/journal.h"
#include "tests/support/older_terminology.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway {
namespace {

class RuleWatchTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RuleWatch>> Start() {
    auto base = CompileBook(
        RuleSources(),
        ingest::CitizenKey(std::array<uint8_t, ingest::CitizenKey::kBytes>{}));
    if (!base.ok()) return base.status();
    return RuleWatch::Start(pool_.get(), RuleSources(), *base);
  }
  int32_t Take(const std::string& text) {
    auto taken = editions_.Take("operator:test", "Ny",
                                {{"codes.textproto", text}}, std::nullopt);
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.value_or(0);
  }
  static bool Await(const std::function<bool()>& condition) {
    const absl::Time until = absl::Now() + absl::Seconds(10);
    while (!condition() && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(10));
    }
    return condition();
  }

  std::unique_ptr<store::Pool> pool_ =
      testing::NewPool(testing::PostgresCluster::Get().NewStore());
  store::RuleEditions editions_{pool_.get()};
};

TEST_F(RuleWatchTest, FollowsWhatIsTakenIntoUseAndKeepsItsOwnWhenItCannot) {
  auto watch = Start();
  ASSERT_TRUE(watch.ok()) << watch.status();
  const auto edition = [&] { return (*watch)->shelf().Current()->edition; };
  EXPECT_EQ(edition(), "");
  ASSERT_EQ(Take(testing::OlderTerminology()), 1);
  const absl::Time taken = absl::Now();
  ASSERT_TRUE(Await([&] { return edition() == "r1"; }));
  EXPECT_LT(absl::Now() - taken, absl::Seconds(3));
  EXPECT_TRUE((*watch)->usable());

  // Who compiled it elsewhere may have had other files.
  ASSERT_EQ(Take("code_system {"), 2);
  ASSERT_TRUE(Await([&] { return !(*watch)->usable(); }));
  EXPECT_EQ(edition(), "r1");
  auto another = Start();
  EXPECT_TRUE(absl::IsFailedPrecondition(another.status()));
  EXPECT_TRUE(absl::StrContains(another.status().message(), "r2"))
      << another.status();

  ASSERT_TRUE(editions_.Use("operator:test", "Tilbage", 0).ok());
  ASSERT_TRUE(Await([&] { return edition().empty(); }));
  EXPECT_TRUE((*watch)->usable());
}

TEST_F(RuleWatchTest, AnEditionIsKeptAsItWasGiven) {
  const std::string text = testing::NewerTerminology();
  ASSERT_EQ(Take(text), 1);
  ASSERT_TRUE(editions_
                  .Take("operator:test", "KLE", {},
                        store::RuleFile{"kle.textproto", "x: 1"})
                  .ok());
  auto first = editions_.Load(1);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->terminology.size(), 1u);
  EXPECT_EQ(first->terminology[0].name, "codes.textproto");
  EXPECT_EQ(first->terminology[0].text, text);
  EXPECT_FALSE(first->kle);
  EXPECT_EQ(editions_.Load(2)->kle->text, "x: 1");
  EXPECT_TRUE(absl::IsNotFound(editions_.Load(3).status()));
  EXPECT_TRUE(absl::IsNotFound(editions_.Use("operator:test", "x", 3)));
  EXPECT_TRUE(absl::IsInvalidArgument(editions_.Use("operator:test", "", 1)));
  ASSERT_TRUE(editions_.Use("operator:test", "Tilbage", 1).ok());
  auto list = editions_.List();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0].edition.name, "r2");
  EXPECT_FALSE((*list)[0].in_use);
  EXPECT_TRUE((*list)[1].in_use);
  EXPECT_EQ((*list)[1].use_reason, "Tilbage");
  EXPECT_EQ(*editions_.Version(), 3);
  EXPECT_TRUE(journal::Verify(pool_.get()).ok());
}

}  // namespace
}  // namespace trivsel::gateway
