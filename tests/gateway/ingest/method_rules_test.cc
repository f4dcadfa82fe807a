// Every method of ours says who may call it, and others may not.
#include "gateway/ingest/method_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>

#include <fstream>

#include "trivsel/gateway/v1/registry_service.grpc.pb.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using access::Caller;

constexpr char kSubmitReport[] =
    "trivsel.gateway.v1.ReportService.SubmitReport";

std::string FaultOf(const MethodRules& rules, const char* method,
                    Caller::Role role) {
  Caller caller;
  caller.role = role;
  if (role == Caller::Role::kOperator) {
    // All that there is: no right makes a submitter.
    caller.rights = std::make_shared<const access::Operator>(
        access::Operator{"operator:A", "A", {{0xF, true}}});
  }
  const auto fault = rules.Check(method, caller);
  return fault ? validator::token::FaultName(fault->code) : "";
}

MethodRules Rules() {
  auto rules = MethodRules::Compile({v1::ReportService::service_full_name()});
  EXPECT_TRUE(rules.ok()) << rules.status();
  return *std::move(rules);
}

TEST(MethodRulesTest, TheRoleMustBeTheMethods) {
  const MethodRules rules = Rules();
  EXPECT_EQ(FaultOf(rules, kSubmitReport, Caller::Role::kSubmitter), "");
  EXPECT_EQ(FaultOf(rules, kSubmitReport, Caller::Role::kOperator),
            "METHOD_NOT_ALLOWED");
  const char* service = v1::ReportService::service_full_name();
  EXPECT_EQ(FaultOf(rules, service, Caller::Role::kSubmitter), "");
  EXPECT_EQ(FaultOf(rules, service, Caller::Role::kOperator),
            "METHOD_NOT_ALLOWED");
}

TEST(MethodRulesTest, WhatHasNoRuleIsNobodys) {
  const MethodRules rules = Rules(), empty;
  for (const Caller::Role role :
       {Caller::Role::kSubmitter, Caller::Role::kOperator}) {
    EXPECT_EQ(FaultOf(rules, "trivsel.gateway.v1.ReportService.Else", role),
              "METHOD_NOT_ALLOWED");
    EXPECT_EQ(FaultOf(empty, kSubmitReport, role), "METHOD_NOT_ALLOWED");
    EXPECT_EQ(FaultOf(rules, "", role), "METHOD_NOT_ALLOWED");
  }
}

TEST(MethodRulesTest, AnOperatorsRightIsTheMethods) {
  // So that the linker keeps the service.
  ASSERT_NE(v1::PutMunicipalityRequest::descriptor(), nullptr);
  const auto compiled =
      MethodRules::Compile({v1::RegistryService::service_full_name()});
  ASSERT_TRUE(compiled.ok()) << compiled.status();
  const std::string service{v1::RegistryService::service_full_name()};
  const auto may = [&](std::vector<access::Grant> grants) {
    Caller caller;
    caller.role = Caller::Role::kOperator;
    caller.rights = std::make_shared<const access::Operator>(
        access::Operator{"operator:A", "A", std::move(grants)});
    return !compiled->Check(service, caller).has_value();
  };
  const auto rights = [](access::Right right) {
    return static_cast<uint8_t>(right);
  };
  EXPECT_TRUE(may({{rights(access::Right::kRegister), true}}));
  EXPECT_FALSE(may({{rights(access::Right::kOperate), true}}));
  EXPECT_FALSE(may({{rights(access::Right::kRead), true}}));
  EXPECT_FALSE(may({}));
  Caller without;
  without.role = Caller::Role::kOperator;
  EXPECT_TRUE(compiled->Check(service, without).has_value());
}

TEST(MethodRulesTest, AServiceWithoutRulesStopsTheStart) {
  EXPECT_FALSE(MethodRules::Compile({"trivsel.gateway.v1.NoService"}).ok());
}

// As the files stand there (protoc has read them), whatever of them is linked
// into this test.
TEST(MethodRulesTest, EveryMethodInTheProtosStatesItsAudience) {
  std::ifstream input(TRIVSEL_DESCRIPTOR_SET, std::ios::binary);
  google::protobuf::FileDescriptorSet files;
  ASSERT_TRUE(files.ParseFromIstream(&input));
  int methods = 0;
  for (const auto& file : files.file()) {
    for (const auto& service : file.service()) {
      for (const auto& method : service.method()) {
        const v1::Audience audience =
            method.options().GetExtension(v1::audience);
        EXPECT_TRUE(v1::Audience_IsValid(audience) &&
                    audience != v1::AUDIENCE_UNSPECIFIED)
            << service.name() << "." << method.name()
            << " needs option (audience)";
        ++methods;
      }
    }
  }
  EXPECT_GE(methods, 6);
}

}  // namespace
}  // namespace trivsel::gateway::ingest
