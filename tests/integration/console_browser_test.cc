// The console of a whole gateway in a real browser: people log in through the
// sandbox's identity provider, and get what was rejected wrongly through, to a
// receiver that confirms it.
//
// What the browser does stands in tests/browser/gateway_*.test.mjs: first with
// an older code system in use, then with a newer one. TRIVSEL_FULL_BROWSER=1
// takes 5,000 rejected of 200,000 reports; else it is a few hundred.
#include <httplib.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gateway/access/fingerprint.h"
#include "gateway/console/show.h"
#include "tests/integration/child_process.h"
#include "tests/integration/console_fill.h"
#include "tests/integration/login_fixture.h"
#include "tests/support/older_terminology.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using testing::ChildProcess;
using testing::ConsoleFill;

constexpr char kPictures[] = TRIVSEL_BROWSER_DIR "/pictures";
constexpr char kHolbaek[] = "29189447";
constexpr char kKorsbaek[] = "11111111";
// Reports for Korsbæk alone: a name that Holbæk's operator must never see.
constexpr char kElsewhereSystem[] = "Møllesystemet";

bool Full() { return std::getenv("TRIVSEL_FULL_BROWSER") != nullptr; }

std::string TextOf(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class ConsoleBrowserTest : public LoginFixture {
 protected:
  ConsoleBrowserTest() {
    PutPolicy(
        "roles { uri: "
        "'http://trivsel.sandbox.localhost/roles/usersystemrole/"
        "delivery_manager/1' role: 'delivery_manager' }\n");
    EXPECT_TRUE(registry_->PutSubmitter("test", kElsewhereSystem).ok());
    EXPECT_TRUE(registry_->Allow("test", kElsewhereSystem, kKorsbaek).ok());
    const auto facts = access::ReadCertificate(elsewhere_.cert_pem);
    EXPECT_TRUE(registry_
                    ->PutCredential("test", kElsewhereSystem,
                                    access::ToHex(facts->fingerprint), "test",
                                    facts->not_after)
                    .ok());
  }
  ~ConsoleBrowserTest() override { Stop(); }

  void StartReceiver() {
    const testing::CertifiedKey server = certificates_.Server("receiver");
    const testing::CertifiedKey client = certificates_.Client("national");
    const std::string& ca = certificates_.ca().cert_file;
    receiver_ = ChildProcess::Start(
        {TRIVSEL_BIN_DIR "/trivsel-sandbox-receiver", "--data", In("receiver"),
         "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--cert",
         server.cert_file, "--key", server.key_file, "--client-ca", ca,
         "--ready-file", In("receiver.ready")},
        In("receiver.log"));
    ASSERT_TRUE(Await([&] {
      return std::filesystem::exists(In("receiver.ready")) ||
             !receiver_->running();
    }));
    std::map<std::string, std::string> ready;
    std::ifstream lines(In("receiver.ready"));
    for (std::string line; std::getline(lines, line);) {
      const size_t at = line.find('=');
      if (at != line.npos) ready[line.substr(0, at)] = line.substr(at + 1);
    }
    ASSERT_FALSE(ready["https"].empty()) << TextOf(In("receiver.log"));
    control_ = ready["control"];
    config_.destination.url = absl::StrCat("https://", ready["https"]);
    config_.destination.cert = client.cert_file;
    config_.destination.key = client.key_file;
    config_.destination.ca = ca;
  }
  void Refuse(const std::vector<std::string>& ids) {
    httplib::Client client("http://" + control_);
    const auto result =
        client.Put("/mode",
                   absl::StrCat(R"({"mode":"reject","reject_ids":[")",
                                absl::StrJoin(ids, "\",\""), "\"]}"),
                   "application/json");
    ASSERT_TRUE(result && result->status == 200);
  }
  std::string Control(const std::string& path) {
    const auto result = httplib::Client("http://" + control_).Get(path.c_str());
    return result ? result->body : "";
  }

  // Looks often until it holds.
  static bool Await(const std::function<bool()>& condition) {
    const absl::Time until =
        absl::Now() + (Full() ? absl::Minutes(4) : absl::Seconds(30));
    while (!condition()) {
      if (absl::Now() > until) return false;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return true;
  }
  void Ctl(std::vector<std::string> words) {
    words.insert(words.begin(), {TRIVSEL_BIN_DIR "/trivselctl", "--data",
                                 folder_, "--database", config_.database});
    ASSERT_EQ(testing::RunProgram(words, In("ctl.log")), 0)
        << TextOf(In("ctl.log"));
  }
  void Take(const std::string& terminology, const std::string& reason) {
    const std::string file = In("codes.textproto");
    std::ofstream(file) << terminology;
    Ctl({"rules", "use", "--terminology=" + file, "--reason=" + reason});
  }
  // Until the gateway judges by what is in use now; nothing is stored.
  void AwaitJudged(v1::Verdict verdict) {
    testing::ReportFactory factory{99};
    v1::ValidateReportsRequest request;
    *request.add_submissions()->mutable_report() = factory.Next();
    ASSERT_TRUE(Await([&] {
      v1::ValidateReportsResponse response;
      EXPECT_TRUE(StubAs(vendor_)
                      ->ValidateReports(Context().get(), request, &response)
                      .ok());
      return response.outcomes(0).receipt().verdict() == verdict;
    }));
  }
  client::Client ClientAs(const testing::CertifiedKey& key) {
    client::Options options;
    options.endpoint = gateway_->address();
    options.tls = {key.cert_file, key.key_file, certificates_.ca().cert_file};
    options.check.before_sending = false;
    // Batches that follow each other: a child's reports arrive in order.
    options.batching.max_reports = 500;
    options.deadline = absl::Minutes(4);
    return *client::Client::Connect(options);
  }
  void Fill() {
    Refuse(fill_.to_refuse());
    client::Client holbaek = ClientAs(vendor_);
    client::Client korsbaek = ClientAs(elsewhere_);
    ASSERT_EQ(fill_.HandIn(holbaek, korsbaek), "");
    ASSERT_TRUE(AwaitDelivered());
  }
  bool AwaitDelivered() {
    return Await([&] { return Count("select count(*) from pending") == 0; });
  }
  // For the scripts, as JSON.
  std::string Facts() {
    const ConsoleFill::Counts& counts = fill_.counts();
    const auto pair = [](const char* name, const ConsoleFill::Count& count) {
      return absl::StrCat("\"", name, "\":{\"holbaek\":", count.holbaek,
                          ",\"korsbaek\":", count.korsbaek, "},");
    };
    const auto key = [this](const char* name, const std::string& where) {
      return absl::StrCat(
          "\"", name, "\":",
          Count(absl::StrCat("select coalesce(max(report_key), 0) from ",
                             "rejection where ", where)),
          ",");
    };
    const std::string korsbaek =
        "municipality_id = (select municipality_id from municipality where "
        "cvr = '11111111')";
    return absl::StrCat(
        "{", pair("received", counts.received),
        pair("wrong", counts.wrongly_rejected), pair("faulty", counts.faulty),
        pair("refused", counts.refused),
        key("elsewhere", korsbaek + " and origin = 1"),
        key("refusedElsewhere", korsbaek + " and origin = 2"),
        key("refusedHere", "not " + korsbaek + " and origin = 2"), "\"day\":\"",
        absl::FormatTime("%Y-%m-%d", begun_, console::Denmark()),
        "\",\"full\":", Full() ? "true" : "false", "}");
  }
  // Runs a script; what it says when it fails.
  std::string Browse(const std::string& script) {
    setenv("TRIVSEL_URL", Url("").c_str(), 1);
    setenv("TRIVSEL_FACTS", Facts().c_str(), 1);
    setenv("TRIVSEL_PICTURES", kPictures, 1);
    setenv("TRIVSEL_TOLD", In("told").c_str(), 1);
    const int result = testing::RunProgram(
        {TRIVSEL_NODE, "--test", TRIVSEL_BROWSER_DIR "/" + script},
        In("browser.log"));
    std::cout << TextOf(In("told")) << "pictures: " << kPictures << std::endl;
    std::filesystem::remove(In("told"));
    return result == 0 ? "" : TextOf(In("browser.log"));
  }

  const absl::Time begun_ = absl::Now();
  const testing::CertifiedKey elsewhere_ = certificates_.Client("elsewhere");
  ConsoleFill fill_ =
      Full() ? ConsoleFill(200'000, 5'000) : ConsoleFill(1'500, 150);
  std::unique_ptr<ChildProcess> receiver_;
  std::string control_;
};

TEST_F(ConsoleBrowserTest, FromRejectedToConfirmed) {
  StartReceiver();
  std::ofstream(In("aftale.pdf")) << "%PDF-1.4 tilslutningsaftale";
  Ctl({"agreement", "add", "--municipality", kHolbaek, "--kind", "connection",
       "--reference", "2026-117", "--signed", "2026-11-20", "--document",
       In("aftale.pdf")});
  Take(testing::OlderTerminology(), "Udgaven fra 2024");
  Open();
  AwaitJudged(v1::VERDICT_REJECTED);
  Fill();
  EXPECT_EQ(Browse("gateway_rejected.test.mjs"), "");
  const int64_t through =
      Count("select count(*) from rejection where state = 3 and origin = 1");
  EXPECT_EQ(through, 0);
  EXPECT_EQ(Count("select count(*) from pending"), 0);

  Take(testing::NewerTerminology(), "Udgaven fra 2025");
  AwaitJudged(v1::VERDICT_ACCEPTED);
  EXPECT_EQ(Browse("gateway_through.test.mjs"), "");
  // All but those that were returned or dismissed; each once, and confirmed.
  const ConsoleFill::Counts& counts = fill_.counts();
  const int64_t settled = Count(
      "select count(*) from rejection where state in (4, 5) and origin = 1");
  EXPECT_EQ(
      Count("select count(*) from rejection where state = 3 and origin = 1"),
      counts.wrongly_rejected.both() - settled);
  ASSERT_TRUE(AwaitDelivered());
  EXPECT_EQ(Control("/violations"), R"({"violations":[]})");
  EXPECT_EQ(Sessions(), 0) << "everybody has logged out";
}

}  // namespace
}  // namespace trivsel::gateway
