// Every method of ours says who may call it, and others may not.
#include "gateway/ingest/method_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>

#include <fstream>

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
  EXPECT_EQ(FaultOf(rules, kSubmitReport, Caller::Role::kRegistrar),
            "METHOD_NOT_ALLOWED");
  const char* service = v1::ReportService::service_full_name();
  EXPECT_EQ(FaultOf(rules, service, Caller::Role::kSubmitter), "");
  EXPECT_EQ(FaultOf(rules, service, Caller::Role::kRegistrar),
            "METHOD_NOT_ALLOWED");
}

TEST(MethodRulesTest, WhatHasNoRuleIsNobodys) {
  const MethodRules rules = Rules(), empty;
  for (const Caller::Role role :
       {Caller::Role::kSubmitter, Caller::Role::kRegistrar}) {
    EXPECT_EQ(FaultOf(rules, "trivsel.gateway.v1.ReportService.Else", role),
              "METHOD_NOT_ALLOWED");
    EXPECT_EQ(FaultOf(empty, kSubmitReport, role), "METHOD_NOT_ALLOWED");
    EXPECT_EQ(FaultOf(rules, "", role), "METHOD_NOT_ALLOWED");
  }
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
        EXPECT_TRUE(audience == v1::AUDIENCE_SUBMITTER ||
                    audience == v1::AUDIENCE_REGISTRAR)
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
