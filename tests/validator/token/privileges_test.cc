// Lists of privileges, in XML and in JSON.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"
#include "validator/token/claims.h"

namespace trivsel::validator::token::testing {
namespace {

using Constraints = std::vector<std::pair<std::string, std::string>>;

constexpr char kScope[] = "urn:dk:gov:saml:cvrNumberIdentifier:19435077";

std::vector<Privilege> Read(const OrFault<std::vector<Privilege>>& read) {
  const auto fault = FaultOf(read);
  if (fault.has_value()) {
    ADD_FAILURE() << EnglishSentence(*fault);
    return {};
  }
  return std::get<std::vector<Privilege>>(read);
}

std::string Group(std::string_view inside) {
  return absl::StrCat(
      R"(<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile"><PrivilegeGroup Scope=")",
      kScope, "\">", absl::string_view(inside.data(), inside.size()),
      "</PrivilegeGroup></bpp:PrivilegeList>");
}

TEST(PrivilegesXml, TheFactsExample) {
  const auto list = Read(ReadPrivilegesXml(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Group(R"(
 <Privilege>http://kombit.dk/roles/usersystemrole/kombitrolle5/1</Privilege>
 <Constraint Name="http://kombit.dk/constraints/KLE/5">KLE/500001</Constraint>
 <Constraint Name="http://kombit.dk/constraints/KLE/5">KLE/500002</Constraint>
)")));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].role,
            "http://kombit.dk/roles/usersystemrole/kombitrolle5/1");
  EXPECT_EQ(list[0].scope, kScope);
  EXPECT_EQ(
      list[0].constraints,
      (Constraints{{"http://kombit.dk/constraints/KLE/5", "KLE/500001"},
                   {"http://kombit.dk/constraints/KLE/5", "KLE/500002"}}));
}

TEST(PrivilegesXml, BothNamespacesQualifiedOrNot) {
  for (const char* space : {"itst", "digst"}) {
    for (const char* declared : {"xmlns", "xmlns:p"}) {
      const std::string p = declared[5] == ':' ? "p:" : "";
      const auto list = Read(ReadPrivilegesXml(absl::StrCat(
          "<", p, "PrivilegeList ", declared, "=\"http://", space,
          ".dk/oiosaml/basic_privilege_profile\"><", p,
          "PrivilegeGroup Scope=\"s\"><", p, "Privilege> r </", p,
          "Privilege></", p, "PrivilegeGroup></", p, "PrivilegeList>")));
      ASSERT_EQ(list.size(), 1u);
      EXPECT_EQ(list[0].role, "r");
    }
  }
}

TEST(PrivilegesXml, AnyOrderListsAndRepeats) {
  const auto list = Read(ReadPrivilegesXml(
      Group("<Constraint Name=\"k\">1, 2,</Constraint><Privilege>a</Privilege>"
            "<Privilege>b</Privilege><Privilege>a</Privilege>"
            "<Constraint Name=\"o\"/>")));
  ASSERT_EQ(list.size(), 2u);
  const Constraints both = {{"k", "1"}, {"k", "2"}, {"o", ""}};
  EXPECT_EQ(list[0].role, "a");
  EXPECT_EQ(list[0].constraints, both);
  EXPECT_EQ(list[1].role, "b");
  EXPECT_EQ(list[1].constraints, both);
}

TEST(PrivilegesXml, AnEmptyListIsAList) {
  EXPECT_TRUE(
      Read(
          ReadPrivilegesXml(
              R"(<PrivilegeList xmlns="http://itst.dk/oiosaml/basic_privilege_profile"/>)"))
          .empty());
}

// A few roles and a few constraints that multiply.
TEST(PrivilegesXml, DoesNotGrowBeyondItsLimits) {
  std::string inside;
  for (int i = 0; i < 900; ++i) {
    absl::StrAppend(&inside, "<Privilege>", i, "</Privilege>");
  }
  EXPECT_EQ(Read(ReadPrivilegesXml(Group(inside))).size(), 900u);
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&inside, "<Constraint Name=\"", i, "\"/>");
  }
  const auto fault = FaultOf(ReadPrivilegesXml(Group(inside)));
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->code, gateway::v1::ACCESS_FAULT_PRIVILEGES_MALFORMED);
}

TEST(PrivilegesXml, HostileMarkupIsNamed) {
  const auto fault = FaultOf(ReadPrivilegesXml(
      R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>)"));
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->code, gateway::v1::ACCESS_FAULT_PRIVILEGES_MALFORMED);
  EXPECT_EQ(fault->found, "XML_DOCTYPE");
}

TEST(PrivilegesJson, TheFactsExample) {
  const auto list = Read(ReadPrivilegesJson(
      R"({"privilegegroups":[{"privilege":"http://organisation.example/roles/servicesystemrole/rediger/1","scope":"urn:dk:gov:saml:cvrNumberIdentifier:19435077","constraints":[]},
          {"privilege":"b","scope":"s"},{"privilege":"b","scope":"s","constraints":null}]})"));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].scope, kScope);
  EXPECT_TRUE(list[0].constraints.empty());
  EXPECT_EQ(list[1].role, "b");
}

TEST(PrivilegesJson, ConstraintsAreKept) {
  const auto list = Read(ReadPrivilegesJson(
      R"({"privilegegroups":[{"privilege":"r","scope":"s","constraints":[{"name":"k","value":"1"},"k=2"]}]})"));
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].constraints, (Constraints{{"k", "1"}, {"", "k=2"}}));
}

TEST(Scope, OnlyOfACvrNumber) {
  EXPECT_EQ(ScopeCvr(kScope), "19435077");
  EXPECT_EQ(ScopeCvr("urn:dk:gov:saml:cvrNumberIdentifier:1943507"), "");
  EXPECT_EQ(ScopeCvr("urn:dk:gov:saml:cvrNumberIdentifier:194350777"), "");
  EXPECT_EQ(ScopeCvr("urn:dk:gov:saml:cvrNumberIdentifier:1943507x"), "");
  EXPECT_EQ(ScopeCvr("urn:dk:gov:saml:seNumberIdentifier:19435077"), "");
  EXPECT_EQ(ScopeCvr(""), "");
}

}  // namespace
}  // namespace trivsel::validator::token::testing
