// The policy file: what is missing or wrong in it is told.
#include "gateway/login/login_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trivsel::gateway::login {
namespace {

using ::testing::HasSubstr;

constexpr char kSaml[] =
    "saml { idp_entity_id: 'https://idp/runtime' idp_metadata: 'm.xml' "
    "idp_metadata_certificate_files: 'idp.pem' entity_id: 'https://sp' "
    "certificate_files: 'sp.pem' key_files: 'sp.key' } ";
constexpr char kRoles[] = "roles { uri: 'http://r/1' role: 'operator' } ";

std::string ErrorOf(const std::string& text) {
  return std::string(ParseLoginPolicy(text).status().message());
}

TEST(LoginPolicyTest, DefaultsAreFilledIn) {
  const auto policy = ParseLoginPolicy(std::string(kSaml) + kRoles);
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->sessions().idle_seconds(), 1800);
  EXPECT_EQ(policy->sessions().absolute_seconds(), 28800);
  EXPECT_EQ(policy->sessions().per_user(), 5);
  EXPECT_EQ(policy->max_skew_seconds(), 120);
  EXPECT_EQ(policy->saml().idp_metadata_refresh_seconds(), 3600);
}

TEST(LoginPolicyTest, WhatIsWrongIsTold) {
  EXPECT_THAT(ErrorOf(kRoles), HasSubstr("saml, oidc"));
  EXPECT_THAT(ErrorOf(kSaml), HasSubstr("roles: none"));
  EXPECT_THAT(
      ErrorOf(std::string(kSaml) + "roles { uri: 'http://r/1' role: 'boss' }"),
      HasSubstr("delivery_manager"));
  EXPECT_THAT(ErrorOf("saml { } " + std::string(kRoles)),
              HasSubstr("idp_entity_id"));
  EXPECT_THAT(ErrorOf("saml {\n colour: 'red' }"), HasSubstr("line 2"));
  EXPECT_THAT(
      ErrorOf(std::string(kSaml) + kRoles + "all_municipalities_cvrs: '1'"),
      HasSubstr("eight digits"));
  EXPECT_THAT(
      ErrorOf(std::string(kSaml) + kRoles + "sessions { idle_seconds: -1 }"),
      HasSubstr("sessions.idle_seconds"));
  EXPECT_THAT(ErrorOf("oidc { issuer: 'http://x' client_id: 'c' } " +
                      std::string(kRoles)),
              HasSubstr("https://"));
  EXPECT_THAT(ErrorOf("oidc { issuer: 'https://x' client_id: 'c' } " +
                      std::string(kRoles)),
              HasSubstr("one of them"));
}

TEST(LoginPolicyTest, AFileThatIsNotThereIsNamed) {
  std::vector<access::WatchedFile> seen;
  const auto loaded = LoadLoginPolicy("/nonexistent/login.textproto", &seen);
  EXPECT_THAT(std::string(loaded.status().message()),
              HasSubstr("/nonexistent/login.textproto"));
  EXPECT_EQ(seen.size(), 1u);
}

}  // namespace
}  // namespace trivsel::gateway::login
