// trivselctl on agreements, credentials, operators, checklists and warnings, as
// registrars use it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;
using Words = std::vector<std::string>;

constexpr char kName[] = "demo-fagsystem";
constexpr char kCvr[] = "11111111";

// "2026-11-23" of so many days from now, in Denmark.
std::string Day(int days) {
  absl::TimeZone denmark;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Copenhagen", &denmark));
  return absl::FormatCivilTime(absl::ToCivilDay(absl::Now(), denmark) + days);
}

class RegistryCtlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(world_.StartReceiver());
    ASSERT_TRUE(world_.StartGateway());
  }

  int Ctl(const Words& words) { return world_.Ctl(words, &said_); }
  bool Said(const std::string& text) const {
    return said_.find(text) != std::string::npos;
  }
  void AddMunicipality() {
    ASSERT_EQ(Ctl({"municipality", "add", kCvr, "Korsbæk Kommune", "--sor",
                   kFactorySor}),
              0)
        << said_;
  }
  std::string Write(const std::string& name, const std::string& octets) {
    const std::string path = world_.folder() + "/" + name;
    std::ofstream(path, std::ios::binary) << octets;
    return path;
  }
  std::string Read(const std::string& path) {
    std::ostringstream octets;
    octets << std::ifstream(path, std::ios::binary).rdbuf();
    return octets.str();
  }

  World world_;
  std::string said_;
};

TEST_F(RegistryCtlTest, Agreements) {
  AddMunicipality();
  const std::string document = Write("aftale.pdf", "the signed document");
  ASSERT_EQ(Ctl({"agreement", "add", "--municipality", kCvr, "--kind",
                 "connection", "--reference", "2026-117", "--signed", Day(-4),
                 "--document", document, "--until", Day(20), "--json"}),
            0)
      << said_;
  EXPECT_TRUE(Said("\"agreement\":\"1\"")) << said_;
  // What sha256sum says of it.
  EXPECT_TRUE(
      Said("\"sha256\":\"f5fed88779b467fa39e09648877079e4"
           "78236f46b5e239860c4eb28c4ff7c624\""))
      << said_;
  EXPECT_TRUE(Said("\"until\":\"" + Day(20) + "\"")) << said_;
  EXPECT_EQ(Ctl({"agreement", "warnings"}), 1);
  EXPECT_TRUE(Said("ikke arkiveret")) << said_;
  EXPECT_TRUE(Said("is valid until and including " + Day(20))) << said_;
  EXPECT_EQ(Ctl({"agreement", "archive", "1", "--document",
                 Write("other.pdf", "another document")}),
            1);
  EXPECT_TRUE(Said("another document than the registered one")) << said_;
  EXPECT_EQ(Ctl({"agreement", "archive", "1", "--document", document}), 0)
      << said_;
  EXPECT_EQ(Ctl({"agreement", "end", "1", "--on", Day(400)}), 0) << said_;
  EXPECT_EQ(Ctl({"agreement", "warnings"}), 0) << said_;
  EXPECT_EQ(Ctl({"--output=json", "agreement", "list", "--municipality", kCvr}),
            0);
  EXPECT_TRUE(Said("\"days_to_archive\":\"\"")) << said_;
  EXPECT_EQ(Ctl({"agreement", "add", "--municipality", kCvr, "--kind",
                 "handshake", "--reference", "1", "--signed", Day(0)}),
            2);
  EXPECT_EQ(Ctl({"agreement", "add", "--municipality", kCvr, "--kind",
                 "databehandler", "--reference", "1", "--signed", "i går"}),
            1);
  EXPECT_EQ(Ctl({"agreement", "add", "--municipality", "22222222", "--kind",
                 "databehandler", "--reference", "1", "--signed", Day(0)}),
            1);
  EXPECT_EQ(Ctl({"agreement", "end", "9", "--on", Day(0)}), 1);
}

TEST_F(RegistryCtlTest, PeriodsLimitsAndClientIds) {
  AddMunicipality();
  ASSERT_EQ(Ctl({"submitter", "add", kName}), 0);
  ASSERT_EQ(Ctl({"submitter", "allow", kName, "--municipality", kCvr, "--from",
                 "2026-01-01", "--until", Day(5)}),
            0)
      << said_;
  EXPECT_EQ(Ctl({"submitter", "permissions", "--json"}), 0);
  EXPECT_TRUE(Said("\"from\":\"2026-01-01\",\"until\":\"" + Day(5) + "\""))
      << said_;
  EXPECT_EQ(Ctl({"warnings", "--json"}), 1);
  EXPECT_TRUE(Said("\"kind\":\"WARNING_KIND_PERMISSION\"")) << said_;
  EXPECT_EQ(Ctl({"warnings", "--days", "2"}), 0) << said_;
  EXPECT_EQ(Ctl({"submitter", "allow", kName, "--municipality", kCvr, "--until",
                 "open"}),
            0);
  EXPECT_EQ(Ctl({"warnings"}), 0) << said_;
  EXPECT_EQ(Ctl({"submitter", "allow", kName, "--municipality", kCvr, "--until",
                 "2025-12-31"}),
            1)
      << "before it begins";
  EXPECT_EQ(Ctl({"submitter", "limits", kName, "--reports-per-second", "50"}),
            0)
      << said_;
  EXPECT_EQ(Ctl({"submitter", "client-id", kName, "demo_test"}), 0) << said_;
  EXPECT_EQ(Ctl({"submitter", "list", "--json"}), 0);
  EXPECT_TRUE(Said("\"client_id\":\"demo_test\",\"reports_per_second\":\"50\""))
      << said_;
  EXPECT_EQ(Ctl({"submitter", "client-id", kName, "--none"}), 0);
  EXPECT_EQ(Ctl({"submitter", "limits", kName, "--reports-per-second", "0"}),
            0);
  EXPECT_EQ(Ctl({"submitter", "list", "--json"}), 0);
  EXPECT_TRUE(Said("\"client_id\":\"\",\"reports_per_second\":\"\"")) << said_;
  EXPECT_EQ(Ctl({"submitter", "client-id", kName}), 1);
  EXPECT_EQ(Ctl({"submitter", "limits", kName, "--message-bytes", "-1"}), 2);
}

TEST_F(RegistryCtlTest, CredentialsInTheFormsThatVendorsSend) {
  ASSERT_EQ(Ctl({"submitter", "add", kName}), 0);
  const std::string pem = Read(world_.Certificate("fagsystem.pem"));
  std::string utf16 = "\xFF\xFE";
  for (char c : "Bag Attributes\n    localKeyID: 01\n" + pem) {
    utf16.append({c, '\0'});
  }
  ASSERT_EQ(Ctl({"--output=json", "credential", "add", "--submitter", kName,
                 "--cert", world_.Certificate("fagsystem.pem")}),
            0)
      << said_;
  const std::string first = said_;
  EXPECT_TRUE(Said("\"kid\":\"")) << said_;
  EXPECT_TRUE(Said("\"days_left\":\"")) << said_;
  ASSERT_EQ(Ctl({"--output=json", "credential", "add", "--submitter", kName,
                 "--cert", Write("utf16.txt", utf16)}),
            0)
      << said_;
  EXPECT_EQ(said_, first) << "the same certificate";
  EXPECT_EQ(Ctl({"credential", "add", "--submitter", kName, "--cert",
                 world_.Certificate("fagsystem-key.pem")}),
            1);
  EXPECT_FALSE(Said("PRIVATE KEY-----")) << "never shown: " << said_;
  ASSERT_EQ(Ctl({"operator", "add", "Registrator", "--role", "registrar"}), 0)
      << said_;
  ASSERT_EQ(Ctl({"operator", "credential", "Registrator", "--cert",
                 world_.Certificate("gateway-client.pem")}),
            0)
      << said_;
  EXPECT_EQ(
      Ctl({"--output=json", "credential", "list", "--operator", "Registrator"}),
      0);
  EXPECT_TRUE(Said("\"submitter\":\"\"")) << said_;
  EXPECT_TRUE(Said("\"operator\":\"Registrator\"")) << said_;
  EXPECT_EQ(Ctl({"operator", "set", "Registrator", "--active", "no"}), 0);
  EXPECT_EQ(Ctl({"--output=json", "operator", "list"}), 0);
  EXPECT_TRUE(Said(R"("active":"no","roles":["registrar"])")) << said_;
  EXPECT_EQ(Ctl({"operator", "add", "X", "--role", "king"}), 2);
  EXPECT_EQ(Ctl({"operator", "remove", "Registrator"}), 0);
  EXPECT_EQ(Ctl({"operator", "remove", "Registrator"}), 1);
}

// From nothing to a confirmed report, and each step on the checklist.
TEST_F(RegistryCtlTest, TheChecklistFollowsAMunicipality) {
  AddMunicipality();
  EXPECT_EQ(Ctl({"onboarding", "show", "22222222"}), 1);
  EXPECT_EQ(Ctl({"--output=json", "onboarding", "list"}), 0);
  EXPECT_TRUE(Said("\"done\":\"0\",\"tasks\":\"10\"")) << said_;
  for (const char* kind : {"connection", "data-processing"}) {
    ASSERT_EQ(Ctl({"agreement", "add", "--municipality", kCvr, "--kind", kind,
                   "--reference", kind, "--signed", Day(-1), "--sha256",
                   std::string(64, 'a'), "--archived"}),
              0)
        << said_;
  }
  for (const char* role : {"it", "data_protection", "professional"}) {
    ASSERT_EQ(Ctl({"municipality", "contact", kCvr, "--role", role, "--name",
                   "Ditte"}),
              0)
        << said_;
  }
  ASSERT_TRUE(world_.Register());
  EXPECT_EQ(Ctl({"municipality", "checklist", kCvr}), 0);
  EXPECT_TRUE(Said("First test report accepted")) << said_;
  EXPECT_EQ(Ctl({"--output=json", "onboarding", "list"}), 0);
  EXPECT_TRUE(Said("\"done\":\"8\"")) << said_;
  const Submitter submitter(world_, world_.gateway_address());
  ASSERT_TRUE(submitter.AwaitKnown());
  ReportFactory factory{10};
  ASSERT_TRUE(submitter.Submit(factory.Next()).ok());
  EXPECT_TRUE(WaitFor(
      [&] {
        return Ctl({"--output=json", "onboarding", "list"}) == 0 &&
               Said("\"done\":\"10\"");
      },
      seconds(60)))
      << said_;
  EXPECT_EQ(Ctl({"onboarding", "export"}), 0);
  EXPECT_TRUE(
      said_.starts_with("\xEF\xBB\xBF"
                        "CVR;Kommune / municipality;"))
      << said_;
  EXPECT_EQ(
      Ctl({"onboarding", "export", "--separator", ",", "--no-bom", "--open"}),
      0);
  EXPECT_TRUE(said_.starts_with("CVR,Kommune")) << said_;
  EXPECT_FALSE(Said(kCvr)) << "all is done: " << said_;
  EXPECT_EQ(Ctl({"onboarding", "export", "--format", "json"}), 0);
  EXPECT_TRUE(said_.starts_with("[{\"municipality_cvr\":\"11111111\""));
  EXPECT_EQ(Ctl({"onboarding", "export", "--format", "xml"}), 2);
  EXPECT_EQ(Ctl({"municipality", "show", kCvr}), 0);
  for (const char* part : {"Korsbæk Kommune", "Ditte", kName, kFactorySor}) {
    EXPECT_TRUE(Said(part)) << part << said_;
  }
  EXPECT_EQ(Ctl({"municipality", "contact", kCvr, "--role", "it", "--remove"}),
            0);
  EXPECT_EQ(Ctl({"municipality", "contact", kCvr, "--role", "it", "--remove"}),
            1);
}

}  // namespace
}  // namespace trivsel::testing
