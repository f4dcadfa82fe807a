// From privileges to rights: what is not understood gives nothing.
#include "gateway/login/privilege_rules.h"

#include <gtest/gtest.h>

#include "gateway/access/access_book.h"

namespace trivsel::gateway::login {
namespace {

using access::Operator;
using access::Right;
using validator::token::Privilege;

constexpr char kRole[] = "http://example.dk/roles/usersystemrole/operator/1";
constexpr char kReader[] = "http://example.dk/roles/usersystemrole/reader/1";
constexpr char kKle[] = "http://sts.kombit.dk/constraints/KLE/1";
constexpr int32_t kHolbaek = 7, kKorsbaek = 9;

std::string Scope(const std::string& cvr) {
  return "urn:dk:gov:saml:cvrNumberIdentifier:" + cvr;
}

class PrivilegeRulesTest : public ::testing::Test {
 protected:
  PrivilegeRulesTest() {
    auto add = [this](const char* uri, const char* role) {
      auto* mapping = policy_.add_roles();
      mapping->set_uri(uri);
      mapping->set_role(role);
    };
    add(kRole, "operator");
    add(kReader, "reader");
    policy_.add_kle_constraints(kKle);
    policy_.add_all_municipalities_cvrs("99999999");
    access::RegistrySnapshot snapshot;
    snapshot.municipalities.push_back({kHolbaek, "29189447", "Holbæk", {}});
    snapshot.municipalities.push_back({kKorsbaek, "11111111", "Korsbæk", {}});
    book_ = access::AccessBook(std::move(snapshot));
  }

  Operator Of(std::vector<Privilege> privileges,
              const std::string& cvr = "29189447") {
    return OperatorOf(policy_, book_,
                      {"key-1", cvr, "Olga", std::move(privileges)});
  }

  v1::LoginPolicy policy_;
  access::AccessBook book_;
};

TEST_F(PrivilegeRulesTest, ARoleForAMunicipalityIsAGrantForItAlone) {
  const Operator who = Of({{kRole, Scope("29189447")}});
  EXPECT_EQ(who.actor, "user:key-1@29189447");
  EXPECT_TRUE(who.Has(Right::kOperate));
  EXPECT_TRUE(who.Has(Right::kRead));
  EXPECT_FALSE(who.Has(Right::kRegister));
  EXPECT_TRUE(who.ScopeOf(Right::kOperate).Covers(kHolbaek));
  EXPECT_FALSE(who.ScopeOf(Right::kOperate).Covers(kKorsbaek));
  EXPECT_FALSE(who.ScopeOf(Right::kOperate).Covers(0));
}

TEST_F(PrivilegeRulesTest, RightsDoNotSpreadFromOneMunicipalityToAnother) {
  const Operator who =
      Of({{kRole, Scope("29189447")}, {kReader, Scope("11111111")}});
  EXPECT_FALSE(who.ScopeOf(Right::kOperate).Covers(kKorsbaek));
  EXPECT_TRUE(who.ScopeOf(Right::kRead).Covers(kKorsbaek));
  EXPECT_TRUE(who.ScopeOf(Right::kRead).Covers(kHolbaek));
}

TEST_F(PrivilegeRulesTest, WhatIsNotKnownGivesNothing) {
  EXPECT_TRUE(Of({}).grants.empty());
  EXPECT_TRUE(Of({{kRole, Scope("12345678")}}).grants.empty());
  EXPECT_TRUE(Of({{"http://other/1", Scope("29189447")}}).grants.empty());
  EXPECT_TRUE(Of({{kRole, "urn:dk:gov:saml:cprNumberIdentifier:0101070000"}})
                  .grants.empty());
  EXPECT_TRUE(Of({{kRole, "29189447"}}).grants.empty());
  EXPECT_TRUE(
      Of({{std::string(kRole) + "/", Scope("29189447")}}).grants.empty());
}

TEST_F(PrivilegeRulesTest, AllMunicipalitiesOnlyForTheOrganisationsOwnUsers) {
  EXPECT_TRUE(
      Of({{kRole, Scope("99999999")}}, "99999999").ScopeOf(Right::kRead).all);
  EXPECT_TRUE(Of({{kRole, Scope("99999999")}}, "29189447").grants.empty());
  EXPECT_FALSE(
      Of({{kRole, Scope("29189447")}}, "99999999").ScopeOf(Right::kRead).all);
}

TEST_F(PrivilegeRulesTest, AKleConstraintMustCoverOurSubjects) {
  const auto may = [&](std::vector<std::string> values) {
    Privilege privilege{kRole, Scope("29189447"), {}};
    for (const std::string& value : values) {
      privilege.constraints.emplace_back(kKle, value);
    }
    return !Of({privilege}).grants.empty();
  };
  EXPECT_TRUE(may({"29.24.16"}));
  EXPECT_TRUE(may({"27.45.00", "29.*"}));
  EXPECT_FALSE(may({"27.*"}));
  EXPECT_FALSE(may({""}));
  policy_.add_kle_subjects("29.24.16");
  policy_.add_kle_subjects("27.45.00");
  EXPECT_FALSE(may({"29.*"}));
  EXPECT_TRUE(may({"29.*", "27.45"}));
}

TEST_F(PrivilegeRulesTest, AnyOtherConstraintMakesTheGroupWorthNothing) {
  const Privilege unit{
      kRole,
      Scope("29189447"),
      {{kKle, "29.*"}, {"http://sts.kombit.dk/constraints/orgenhed/1", "x"}}};
  EXPECT_TRUE(Of({unit}).grants.empty());
  // Groups are OR: another one counts all the same.
  EXPECT_FALSE(Of({unit, {kReader, Scope("29189447")}}).Has(Right::kOperate));
  EXPECT_TRUE(Of({unit, {kReader, Scope("29189447")}}).Has(Right::kRead));
}

TEST(CoversKleTest, Patterns) {
  for (const char* good : {"29.24.16", "29.24", "29", "29.*", "29.24.*"}) {
    EXPECT_TRUE(CoversKle(good, "29.24.16")) << good;
  }
  for (const char* bad :
       {"", "*", ".*", "2", "29.2", "29.24.1", "29.24.16.*", "29.24.160",
        "29.24.16.01", "30.*", "29.2*", "KLE/29.24.16", "29.24.16 "}) {
    EXPECT_FALSE(CoversKle(bad, "29.24.16")) << bad;
  }
}

}  // namespace
}  // namespace trivsel::gateway::login
