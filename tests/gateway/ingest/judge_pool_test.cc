// Judges when the rules are exchanged under them.
#include "gateway/ingest/judge_pool.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <utility>

#include "gateway/kle/rule_table.h"
#include "tests/gateway/ingest/ingest_fixture.h"

namespace trivsel::gateway::ingest {
namespace {

std::shared_ptr<const RuleBook> Edition(const std::string& name) {
  return std::shared_ptr<const RuleBook>(new RuleBook{
      *validator::Validator::Create(*validator::Terminology::BuiltIn()),
      *validator::fhir::FhirMapping::Create(),
      kle::KleTagger(*kle::ParseRules(kle::BuiltInRules())),
      CitizenKey(std::array<uint8_t, CitizenKey::kBytes>{}),
      validator::Strictness::kProfile, name});
}

std::string RuleSetOf(JudgePool* pool) {
  trivsel::gateway::v1::Submission submission =
      JsonSubmission(FixtureJson("josefine-1"));
  const access::Caller caller = HolbaekCaller();
  JudgePool::Lease judge(*pool);
  Judgement judgement =
      judge->Run(&submission, caller, TestNow(), judge->rules().strictness);
  return std::get<Judged>(judgement).receipt.rule_set();
}

TEST(JudgePoolTest, JudgesByTheBookOnTheShelfAndLetsTheOldOneGo) {
  auto first = Edition("r1");
  const std::weak_ptr<const RuleBook> old = first;
  RuleShelf shelf(std::move(first));
  JudgePool pool(shelf);
  EXPECT_TRUE(RuleSetOf(&pool).ends_with("+r1")) << RuleSetOf(&pool);
  std::optional<JudgePool::Lease> at_work(pool);
  shelf.Replace(Edition("r2"));
  // Who began goes on with what it began with.
  EXPECT_EQ((*at_work)->rules().edition, "r1");
  EXPECT_TRUE(RuleSetOf(&pool).ends_with("+r2"));
  EXPECT_FALSE(old.expired());
  at_work.reset();
  EXPECT_TRUE(old.expired());
  EXPECT_TRUE(RuleSetOf(&pool).ends_with("+r2"));
}

TEST(JudgePoolTest, WithoutAnEditionTheRuleSetIsAsItWas) {
  RuleShelf shelf(Edition(""));
  JudgePool pool(shelf);
  EXPECT_EQ(RuleSetOf(&pool), shelf.Current()->validator->rule_set());
}

}  // namespace
}  // namespace trivsel::gateway::ingest
