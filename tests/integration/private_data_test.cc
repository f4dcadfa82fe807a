// What is said about the work never says whom it is about: logs, metrics,
// journal and PostgreSQL's own log, after everything has gone wrong that can.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "gateway/data_folder.h"
#include "gateway/store/connection.h"
#include "gateway/store/result.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

// Stands for a person's words; not a word of any program.
constexpr char kSecret[] = "hemmeligtudsagn";

std::string ReadFile(const fs::path& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// Ten digits that stand alone: a CPR number, or what looks like one.
std::set<std::string> CprNumbersIn(const std::string& json) {
  std::set<std::string> found;
  for (size_t at = 0; at < json.size();) {
    size_t end = at;
    while (end < json.size() && json[end] >= '0' && json[end] <= '9') ++end;
    if (end - at == 10) found.insert(json.substr(at, 10));
    at = end + 1;
  }
  return found;
}

class PrivateDataTest : public ::testing::Test {
 protected:
  void Begin() {
    ASSERT_TRUE(world_.StartReceiver());
    ASSERT_TRUE(world_.StartGateway());
    ASSERT_TRUE(world_.Register());
    submitter_ = std::make_unique<Submitter>(world_, world_.gateway_address());
    ASSERT_TRUE(submitter_->AwaitKnown());
  }

  // Josefine's reports as they are, and spoilt: the secret after every colon
  // in turn, and cut off in the middle.
  void SubmitGoodAndBad() {
    const fs::path folder = TRIVSEL_SOURCE_DIR "/deploy/quickstart-data";
    int number = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string json = ReadFile(entry.path());
      numbers_.merge(CprNumbersIn(json));
      submitter_->SubmitFhir(json);
      if (number++ % 4 == 0) SubmitSpoilt(json, number);
    }
    ASSERT_FALSE(numbers_.empty());
  }
  void SubmitSpoilt(const std::string& json, int number) {
    const auto id = [&](size_t at) {
      return "spoilt-" + std::to_string(number) + "-" + std::to_string(at);
    };
    for (size_t at = json.find(": \""); at != std::string::npos;
         at = json.find(": \"", at + 1)) {
      std::string spoilt = json;
      spoilt.insert(at + 3, kSecret);
      submitter_->SubmitFhir(spoilt, id(at));
      ++spoilt_;
    }
    submitter_->SubmitFhir(json.substr(0, json.size() / 2), id(0));
    std::string text = json;
    text.insert(text.find('{') + 1, std::string("\"") + kSecret + "\":\"" +
                                        *numbers_.begin() + "\",");
    submitter_->SubmitFhir(text, id(1));
  }
  void SubmitFactory(int count) {
    for (int i = 0; i < count; ++i) {
      const ltt::v1::DeliveryReport report = factory_.Next();
      for (const auto& entry : report.entry()) {
        if (!entry.has_citizen()) continue;
        numbers_.insert(entry.citizen().identifier().value());
      }
      submitter_->Submit(report);
    }
  }

  // Everything that was said, by where.
  void Gather() {
    said_["metrics"] = world_.Metrics();
    said_["journal"] = Journal();
    for (const auto& entry : fs::recursive_directory_iterator(
             world_.folder(), fs::directory_options::skip_permission_denied)) {
      const std::string path = entry.path().string();
      if (entry.is_regular_file() && path.ends_with(".log")) {
        said_[path.substr(world_.folder().size())] = ReadFile(path);
      }
    }
  }
  std::string Journal() {
    auto address =
        gateway::ReadDatabaseFile(world_.folder() + "/gateway").value();
    auto connection = gateway::store::Connection::Open({address, "test"});
    constexpr gateway::store::Statement kAll{
        "journal_text",
        "select string_agg(actor || ' ' || encode(subject, 'escape'), E'\\n') "
        "from journal"};
    auto row = (*connection)->Execute(kAll, gateway::store::Params());
    return row.ok() ? row->Text(0, 0) : std::string();
  }
  void ExpectSilence() {
    for (const auto& [where, text] : said_) {
      EXPECT_EQ(text.find(kSecret), std::string::npos) << where;
      for (const std::string& cpr : numbers_) {
        EXPECT_EQ(text.find(cpr), std::string::npos) << where;
        const std::string dashed = cpr.substr(0, 6) + "-" + cpr.substr(6);
        EXPECT_EQ(text.find(dashed), std::string::npos) << where;
      }
    }
  }

  World world_;
  std::unique_ptr<Submitter> submitter_;
  ReportFactory factory_{11};
  std::set<std::string> numbers_;
  int spoilt_ = 0;
  std::map<std::string, std::string> said_;
};

TEST_F(PrivateDataTest, NeverLeavesTheReports) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_TRUE(world_.SetMode(R"({"mode":"reject","probability":0.3})"));
  ASSERT_NO_FATAL_FAILURE(SubmitGoodAndBad());
  EXPECT_GT(spoilt_, 50);
  SubmitFactory(30);
  ASSERT_TRUE(world_.SetMode(R"({"mode":"fail"})"));
  SubmitFactory(30);
  pid_t server = 0;
  std::ifstream(world_.folder() + "/gateway/postgres/postmaster.pid") >> server;
  ASSERT_EQ(kill(server, SIGKILL), 0);
  SubmitFactory(30);
  world_.gateway().Kill();
  ASSERT_TRUE(world_.StartGateway());
  ASSERT_TRUE(submitter_->AwaitKnown());
  SubmitFactory(5);  // the new gateway's metrics know of findings too
  // For a municipality that is not its own any more.
  ASSERT_EQ(world_.Ctl({"submitter", "disallow", "demo-fagsystem",
                        "--municipality", "11111111"}),
            0);
  ASSERT_TRUE(WaitFor(
      [&] {
        return Reason(submitter_->Submit(factory_.Next())) ==
               "MUNICIPALITY_NOT_ALLOWED";
      },
      seconds(10)));
  SubmitFactory(5);
  ASSERT_TRUE(world_.SetMode(R"({"mode":"normal"})"));
  EXPECT_TRUE(WaitFor(
      [&] { return world_.Metric("trivsel_delivery_reports_total") > 0; },
      seconds(60)));
  Gather();
  // That there is something to be silent about.
  EXPECT_NE(said_["/gateway.log"].find("report_denied"), std::string::npos);
  EXPECT_NE(said_["/gateway.log"].find("batch_not_delivered"),
            std::string::npos);
  EXPECT_NE(said_["metrics"].find("trivsel_findings_total"), std::string::npos);
  EXPECT_NE(said_["journal"].find("report denied"), std::string::npos);
  EXPECT_GE(said_.size(), 5u) << "PostgreSQL's logs are among them";
  ExpectSilence();
}

}  // namespace
}  // namespace trivsel::testing
