// trivselctl as operators use it, and that a running gateway heeds it.
#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/data_folder.h"
#include "gateway/store/connection.h"
#include "gateway/store/result.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using Words = std::vector<std::string>;

constexpr char kName[] = "demo-fagsystem";
constexpr char kCvr[] = "11111111";

class CtlTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(world_.StartGateway()); }

  int Ctl(const Words& words) { return world_.Ctl(words, &said_); }
  // What a list says, as JSON lines.
  std::string List(const std::string& family) {
    EXPECT_EQ(Ctl({"--output=json", family, "list"}), 0) << said_;
    return said_;
  }
  // The fingerprint that `credential add` gave.
  std::string AddCredential(const std::string& certificate) {
    EXPECT_EQ(Ctl({"--output=json", "credential", "add", "--submitter", kName,
                   "--cert", world_.Certificate(certificate + ".pem"),
                   "--label", "prøve \"1\""}),
              0)
        << said_;
    const std::string key = "{\"fingerprint\":\"";
    EXPECT_TRUE(said_.starts_with(key)) << said_;
    return said_.substr(key.size(), 64);
  }
  // How long until the next report is answered with that reason.
  double SecondsUntil(const Submitter& submitter, const std::string& reason) {
    const auto begun = steady_clock::now();
    EXPECT_TRUE(WaitFor(
        [&] { return Reason(submitter.Submit(factory_.Next())) == reason; },
        seconds(10)))
        << reason;
    return std::chrono::duration<double>(steady_clock::now() - begun).count();
  }
  int64_t Denials() {
    auto address =
        gateway::ReadDatabaseFile(world_.folder() + "/gateway").value();
    auto connection = gateway::store::Connection::Open({address, "test"});
    constexpr gateway::store::Statement kCount{
        "denials", "select count(*) from journal where kind = 4"};
    auto row = (*connection)->Execute(kCount, gateway::store::Params());
    return row.ok() ? row->Int64(0, 0) : -1;
  }

  World world_;
  ReportFactory factory_{10};
  std::string said_;
};

TEST_F(CtlTest, Municipalities) {
  EXPECT_EQ(List("municipality"), "");
  EXPECT_EQ(Ctl({"municipality", "add", kCvr, "Korsbæk Kommune", "--sor",
                 kFactorySor, "--sor", "451001000016003"}),
            0)
      << said_;
  const std::string added = List("municipality");
  EXPECT_NE(added.find("\"cvr\":\"11111111\""), std::string::npos) << added;
  EXPECT_NE(added.find("\"name\":\"Korsbæk Kommune\""), std::string::npos);
  EXPECT_NE(added.find("\"451001000016003\""), std::string::npos);
  EXPECT_EQ(Ctl({"municipality", "set", kCvr, "--name", "Ny Kommune", "--sor",
                 kFactorySor}),
            0);
  const std::string changed = List("municipality");
  EXPECT_NE(changed.find("Ny Kommune"), std::string::npos);
  EXPECT_EQ(changed.find("451001000016003"), std::string::npos);
  EXPECT_EQ(Ctl({"municipality", "add", "1", "Kort", "--sor", kFactorySor}), 1)
      << said_;
  EXPECT_EQ(Ctl({"municipality", "remove", "22222222"}), 1);
  EXPECT_EQ(Ctl({"municipality", "remove", kCvr}), 0);
  EXPECT_EQ(List("municipality"), "");
}

TEST_F(CtlTest, SubmittersAndWhatTheyMay) {
  ASSERT_EQ(Ctl({"municipality", "add", kCvr, "Korsbæk", "--sor", kFactorySor}),
            0);
  EXPECT_EQ(Ctl({"submitter", "add", kName}), 0) << said_;
  EXPECT_EQ(Ctl({"submitter", "allow", kName, "--municipality", kCvr}), 0);
  EXPECT_NE(List("submitter").find(kCvr), std::string::npos) << said_;
  EXPECT_EQ(Ctl({"submitter", "allow", kName, "--municipality", "22222222"}),
            1);
  EXPECT_EQ(Ctl({"submitter", "disallow", kName, "--municipality", kCvr}), 0);
  EXPECT_EQ(List("submitter").find(kCvr), std::string::npos) << said_;
  EXPECT_EQ(Ctl({"submitter", "set", kName, "--new-name", "Nyt navn"}), 0);
  EXPECT_EQ(Ctl({"submitter", "set", "Nyt navn", "--active", "no"}), 0);
  const std::string changed = List("submitter");
  EXPECT_NE(changed.find("\"name\":\"Nyt navn\""), std::string::npos);
  EXPECT_EQ(changed.find(kName), std::string::npos);
  EXPECT_EQ(Ctl({"submitter", "remove", kName}), 1) << "that one is gone";
  EXPECT_EQ(Ctl({"submitter", "remove", "Nyt navn"}), 0);
  EXPECT_EQ(List("submitter"), "");
}

TEST_F(CtlTest, Credentials) {
  ASSERT_EQ(Ctl({"submitter", "add", kName}), 0);
  const std::string fingerprint = AddCredential("fagsystem");
  EXPECT_EQ(fingerprint.find_first_not_of("0123456789abcdef"),
            std::string::npos);
  const std::string added = List("credential");
  EXPECT_NE(added.find(fingerprint), std::string::npos);
  EXPECT_NE(added.find(R"(prøve \"1\")"), std::string::npos) << added;
  EXPECT_EQ(Ctl({"credential", "list", "--submitter", "another"}), 0);
  EXPECT_EQ(said_.find(fingerprint), std::string::npos);
  EXPECT_EQ(Ctl({"credential", "add", "--submitter", kName, "--cert",
                 world_.folder() + "/nothing.pem"}),
            1);
  EXPECT_EQ(Ctl({"credential", "add", "--submitter", "nobody", "--cert",
                 world_.Certificate("gateway-client.pem")}),
            1);
  EXPECT_EQ(Ctl({"credential", "remove", fingerprint}), 0);
  EXPECT_NE(List("credential").find(fingerprint), std::string::npos)
      << "revoked for good, and remembered";
  EXPECT_EQ(Ctl({"credential", "remove", std::string(64, '0')}), 1);
  EXPECT_EQ(Ctl({"credential", "add", "--submitter", kName, "--cert",
                 world_.Certificate("fagsystem.pem")}),
            1)
      << "what was revoked is not trusted again";
}

TEST_F(CtlTest, Retention) {
  ASSERT_TRUE(world_.Register());
  const Submitter submitter(world_, world_.gateway_address());
  ASSERT_TRUE(submitter.AwaitKnown());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(submitter.Submit(factory_.Next()).ok());
  }
  const std::string& state = said_;
  EXPECT_EQ(Ctl({"--output=json", "retention", "status"}), 0) << said_;
  EXPECT_EQ(state, "") << "no month is over";
  EXPECT_EQ(Ctl({"retention", "run"}), 1) << "content is kept for ever";
  auto connection = gateway::store::Connection::Open(
      {gateway::ReadDatabaseFile(world_.folder() + "/gateway").value(),
       "test"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  const auto old =
      (*connection)
          ->Run(
              "old",
              "create table report_2025_01 partition of report for values from "
              "('2025-01-01 00:00+00') to ('2025-02-01 00:00+00'); begin; set "
              "local "
              "session_replication_role = replica; update report set "
              "received_at = "
              "'2025-01-10 10:00+00'; update submission set received_at = "
              "'2025-01-10 "
              "10:00+00'; delete from pending; insert into receipt "
              "(report_key, "
              "destination_id, submitter_id, batch_id, outcome, received_at, "
              "receiver_reference) select report_key, 1, submitter_id, 1, 1, "
              "received_at, '' from report; commit");
  ASSERT_TRUE(old.ok()) << old;
  const Words keep = {"--output=json", "retention", "status",
                      "--keep-content=2m"};
  EXPECT_EQ(Ctl({"--output=json", "retention", "status"}), 0);
  EXPECT_NE(state.find("\"state\":\"kept\""), std::string::npos) << state;
  EXPECT_EQ(Ctl(keep), 0);
  EXPECT_NE(state.find("\"month\":\"2025-01\",\"reports\":\"3\""),
            std::string::npos)
      << state;
  EXPECT_NE(state.find("\"state\":\"ready\""), std::string::npos) << state;
  EXPECT_NE(state.find("\"due_on\":\"2025-04-01\""), std::string::npos);
  EXPECT_EQ(Ctl({"--output=json", "retention", "run", "--keep-content=2m",
                 "--dry-run"}),
            0);
  EXPECT_NE(state.find("\"state\":\"ready\""), std::string::npos) << state;
  EXPECT_EQ(Ctl(keep), 0);
  EXPECT_NE(state.find("\"state\":\"ready\""), std::string::npos) << state;
  EXPECT_EQ(Ctl({"--output=json", "retention", "run", "--keep-content=2m"}), 0)
      << said_;
  EXPECT_NE(state.find("\"state\":\"dropped\""), std::string::npos) << state;
  EXPECT_EQ(Ctl(keep), 0);
  EXPECT_NE(state.find("\"state\":\"dropped\""), std::string::npos) << state;
  EXPECT_EQ(Ctl({"retention", "status", "--keep-content=soon"}), 1);
  EXPECT_EQ(Ctl({"retention"}), 2);
}

TEST_F(CtlTest, WrongUseAndNoDatabase) {
  for (const Words& words :
       {Words{}, Words{"municipality"}, Words{"submitter", "add"},
        Words{"submitter", "fly"}, Words{"municipality", "add", kCvr},
        Words{"submitter", "set", kName, "--active", "perhaps"},
        Words{"--output=xml", "submitter", "list"}, Words{"--nothing"}}) {
    EXPECT_EQ(Ctl(words), 2) << ::testing::PrintToString(words) << said_;
  }
  for (const Words& words : {Words{"--help"}, Words{"submitter", "--help"},
                             Words{"credential", "add", "--help"}}) {
    EXPECT_EQ(Ctl(words), 0);
    EXPECT_NE(said_.find("--"), std::string::npos);
  }
  EXPECT_EQ(Ctl({"--database", "host=/nowhere dbname=x", "submitter", "list"}),
            3)
      << said_;
}

TEST_F(CtlTest, ARunningGatewayHeedsItWithinTwoSeconds) {
  ASSERT_TRUE(world_.Register());
  const std::string second = AddCredential("gateway-client");
  const Submitter first(world_, world_.gateway_address());
  const Submitter revoked(world_, world_.gateway_address(), "gateway-client");
  ASSERT_TRUE(first.AwaitKnown());
  ASSERT_TRUE(revoked.AwaitKnown());
  ASSERT_EQ(Ctl({"credential", "remove", second}), 0);
  EXPECT_LT(SecondsUntil(revoked, "CERTIFICATE_REVOKED"), 2.5);
  EXPECT_TRUE(first.Submit(factory_.Next()).ok());

  const int64_t before = Denials();
  ASSERT_EQ(Ctl({"submitter", "disallow", kName, "--municipality", kCvr}), 0);
  EXPECT_LT(SecondsUntil(first, "MUNICIPALITY_NOT_ALLOWED"), 2.5);
  EXPECT_EQ(first.Submit(factory_.Next()).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(WaitFor([&] { return Denials() >= before + 2; }, seconds(5)))
      << Denials();
  ASSERT_EQ(Ctl({"submitter", "allow", kName, "--municipality", kCvr}), 0);
  EXPECT_TRUE(
      WaitFor([&] { return first.Submit(factory_.Next()).ok(); }, seconds(3)));
  ASSERT_EQ(Ctl({"submitter", "set", kName, "--active", "no"}), 0);
  EXPECT_TRUE(
      WaitFor([&] { return !first.Submit(factory_.Next()).ok(); }, seconds(3)));
}

}  // namespace
}  // namespace trivsel::testing
