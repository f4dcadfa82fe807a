// How operators run delivery, with everything real: they look, hold back, let
// go, send again; and no report holds its lane for ever.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "gateway/data_folder.h"
#include "gateway/store/connection.h"
#include "gateway/store/result.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

using std::chrono::seconds;
using Words = std::vector<std::string>;

constexpr char kReports[] = "trivsel_delivery_reports_total";

class DeliveryCtlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // As an operator may set them; the defaults would take minutes.
    setenv("TRIVSEL_DESTINATION_GIVE_UP_UNANSWERED", "2", 1);
    setenv("TRIVSEL_DESTINATION_GIVE_UP_REFUSED", "2", 1);
    ASSERT_TRUE(world_.StartReceiver());
    ASSERT_TRUE(world_.StartGateway());
    ASSERT_TRUE(world_.Register());
    submitter_ = std::make_unique<Submitter>(world_, world_.gateway_address());
    ASSERT_TRUE(submitter_->AwaitKnown());
  }
  ~DeliveryCtlTest() override {
    unsetenv("TRIVSEL_DESTINATION_GIVE_UP_UNANSWERED");
    unsetenv("TRIVSEL_DESTINATION_GIVE_UP_REFUSED");
  }

  int Ctl(Words words) {
    words.insert(words.begin(), "delivery");
    return world_.Ctl(words, &said_);
  }
  // Submits so many; their ids. That of the first is about the first child, as
  // is every children()th after it.
  Words Submit(int count) {
    Words ids;
    for (int i = 0; i < count; ++i) {
      const auto report = factory_.Next();
      EXPECT_TRUE(submitter_->Submit(report).ok());
      ids.push_back(report.id());
    }
    return ids;
  }
  bool Arrived(int64_t reports) {
    return WaitFor([&] { return world_.Stat("reports") >= reports; },
                   seconds(30));
  }
  std::string Text(const char* sql) {
    auto address =
        gateway::ReadDatabaseFile(world_.folder() + "/gateway").value();
    auto connection = gateway::store::Connection::Open({address, "test"});
    const gateway::store::Statement statement{"text", sql};
    auto row = (*connection)->Execute(statement, gateway::store::Params());
    EXPECT_TRUE(row.ok()) << row.status() << sql;
    return row.ok() ? row->Text(0, 0) : "";
  }
  bool Delivered(const std::string& outcome, double reports) {
    return WaitFor(
        [&] {
          return world_.Metric(std::string(kReports) +
                               "{destination=\"national\",outcome=\"" +
                               outcome + "\"}") == reports;
        },
        seconds(30));
  }
  bool Says(const std::string& what) const {
    return said_.find(what) != std::string::npos;
  }

  World world_;
  ReportFactory factory_{31};
  std::unique_ptr<Submitter> submitter_;
  std::string said_;
};

TEST_F(DeliveryCtlTest, HoldsBackAndLetsGo) {
  constexpr int kHeldBack = 20;
  Submit(1);
  ASSERT_TRUE(Arrived(1));
  ASSERT_EQ(Ctl({"pause", "national", "--reason", "Modtageren opgraderer"}), 0)
      << said_;
  Submit(kHeldBack);
  EXPECT_TRUE(
      WaitFor([&] { return world_.Metric("trivsel_delivery_paused") == 1; },
              seconds(15)))
      << world_.Metrics();
  EXPECT_EQ(world_.Stat("reports"), 1) << "for seconds nothing has come";
  ASSERT_EQ(Ctl({"status", "--json"}), 0) << said_;
  EXPECT_TRUE(Says("\"paused\":true")) << said_;
  EXPECT_TRUE(Says("\"pause_reason\":\"Modtageren opgraderer\"")) << said_;
  EXPECT_TRUE(Says("\"pending\":20,")) << said_;
  ASSERT_EQ(Ctl({"status"}), 0);
  EXPECT_TRUE(Says("HOLDT TILBAGE / PAUSED")) << said_;
  EXPECT_TRUE(Says(": 64")) << "no gateway with all lanes: " << said_;
  EXPECT_EQ(Ctl({"pause", "national", "--reason", "igen"}), 1);
  EXPECT_TRUE(Says("Modtageren opgraderer")) << said_;

  ASSERT_EQ(Ctl({"resume", "national"}), 0) << said_;
  EXPECT_TRUE(Arrived(1 + kHeldBack));
  EXPECT_EQ(Ctl({"resume", "national"}), 1) << said_;
  EXPECT_TRUE(
      WaitFor([&] { return world_.Metric("trivsel_delivery_paused") == 0; },
              seconds(15)));
}

TEST_F(DeliveryCtlTest, WrongUse) {
  for (const Words& words :
       {Words{}, Words{"pause", "national"}, Words{"replay"},
        Words{"replay", "--from", "yesterday", "--dry-run"},
        Words{"replay", "--from", "2026-01-02", "--to", "2026-01-01"},
        Words{"replay", "--resume", "1", "--from", "2026-01-01"},
        Words{"replay", "--resume", "-1"}, Words{"fly"}}) {
    EXPECT_EQ(Ctl(words), 2) << ::testing::PrintToString(words) << said_;
  }
  EXPECT_EQ(Ctl({"pause", "nobody", "--reason", "x"}), 1) << said_;
  EXPECT_EQ(Ctl({"replay", "--resume", "99"}), 1) << said_;
  EXPECT_EQ(Ctl({"replay", "--from", "2026-01-01", "--municipality", "99999999",
                 "--dry-run"}),
            1)
      << said_;
  for (const Words& words : {Words{"--help"}, Words{"status", "--help"},
                             Words{"replay", "--help"}}) {
    EXPECT_EQ(Ctl(words), 0);
    EXPECT_TRUE(Says("--")) << said_;
  }
}

TEST_F(DeliveryCtlTest, AReceiverThatLostItsDataGetsItAgain) {
  constexpr int kSent = 60;
  Submit(kSent);
  ASSERT_TRUE(Arrived(kSent));
  ASSERT_TRUE(Delivered("confirmed", kSent));
  const int64_t batches = world_.Stat("batches");
  const Words replay = {"replay", "--from", "2020-01-01"};
  const auto with = [&replay](Words more) {
    more.insert(more.begin(), replay.begin(), replay.end());
    return more;
  };
  ASSERT_EQ(Ctl(with({"--dry-run", "--json"})), 0) << said_;
  EXPECT_TRUE(Says("\"batches\":" + std::to_string(batches) +
                   ",\"reports\":" + std::to_string(kSent)))
      << said_;
  EXPECT_EQ(Ctl(with({})), 1) << "not confirmed: " << said_;
  EXPECT_EQ(world_.Stat("repeated_batches"), 0);

  // It has them: each batch comes again, with the very same bytes.
  ASSERT_EQ(Ctl(with({"--yes", "--wait", "--municipality", "11111111"})), 0)
      << said_;
  EXPECT_EQ(world_.Stat("repeated_batches"), batches);
  EXPECT_EQ(world_.Stat("violations"), 0);

  std::map<std::string, std::string> before;
  for (const Arrival& arrival : world_.Arrivals()) {
    before[arrival.id] = arrival.citizen;
  }
  world_.receiver().Kill();
  std::filesystem::remove_all(world_.folder() + "/receiver");
  ASSERT_TRUE(world_.StartReceiver());
  ASSERT_EQ(Ctl(with({"--yes", "--wait"})), 0) << said_;
  EXPECT_EQ(world_.Stat("reports"), kSent);
  EXPECT_EQ(world_.Stat("batches"), batches);
  for (const Arrival& arrival : world_.Arrivals()) {
    EXPECT_TRUE(before.contains(arrival.id));
  }
  EXPECT_EQ(Text("select count(*)::text from rejection"), "0");
  EXPECT_EQ(Text("select count(*)::text from receipt where outcome = 1"),
            std::to_string(kSent));

  // Now it refuses what it had taken: the operators get to know.
  world_.receiver().Kill();
  std::filesystem::remove_all(world_.folder() + "/receiver");
  ASSERT_TRUE(world_.StartReceiver());
  ASSERT_TRUE(world_.SetMode(R"({"mode":"reject"})"));
  ASSERT_EQ(Ctl(with({"--yes", "--wait"})), 0) << said_;
  EXPECT_EQ(Text("select count(*)::text from rejection "
                 "where 'GW-REPLAY-ANSWER-DIFFERS' = any(codes)"),
            std::to_string(kSent));
  EXPECT_EQ(Text("select count(*)::text from receipt where outcome = 1"),
            std::to_string(kSent));
}

TEST_F(DeliveryCtlTest, AReportThatIsNeverAnsweredForDoesNotHoldItsLane) {
  const int children = ReportFactory::children();
  ASSERT_EQ(Ctl({"pause", "national", "--reason", "x"}), 0);
  const Words ids = Submit(2 * children);
  ASSERT_TRUE(world_.SetMode(R"({"mode":"pending","reject_ids":[")" + ids[0] +
                             R"("]})"));
  ASSERT_EQ(Ctl({"resume", "national"}), 0);
  EXPECT_TRUE(Delivered("unanswered", 1)) << world_.Metrics();
  Submit(children);
  EXPECT_TRUE(WaitFor(
      [&] {
        return Text("select count(*)::text from receipt where outcome = 1") ==
               std::to_string(3 * children - 1);
      },
      seconds(30)))
      << "the child's lane goes on";
  EXPECT_EQ(Text("select codes::text from rejection where state = 1"),
            "{GW-RECEIVER-UNANSWERED}");

  // Asked again it answers: then it was late, and not lost.
  ASSERT_TRUE(world_.SetMode(R"({"mode":"normal"})"));
  ASSERT_EQ(Ctl({"replay", "--from", "2020-01-01", "--yes", "--wait"}), 0)
      << said_;
  EXPECT_EQ(Text("select string_agg(distinct outcome::text, ' ') from receipt"),
            "1");
  EXPECT_EQ(Text("select string_agg(state::text, ' ') from rejection"), "4");
  EXPECT_EQ(world_.Stat("violations"), 0);
}

TEST_F(DeliveryCtlTest, AReportThatSpoilsItsBatchIsFoundAndTheOthersArrive) {
  const int children = ReportFactory::children();
  ASSERT_EQ(Ctl({"pause", "national", "--reason", "x"}), 0);
  const Words ids = Submit(8 * children);
  const std::string bad = ids[3 * children];
  ASSERT_TRUE(world_.SetMode(R"({"mode":"refuse-batch","reject_ids":[")" + bad +
                             R"("]})"));
  ASSERT_EQ(Ctl({"resume", "national"}), 0);
  // With nothing else to deliver it cannot be told from a receiver that
  // refuses everything.
  EXPECT_TRUE(Delivered("confirmed", 8 * children - 1)) << world_.Metrics();
  Submit(children);
  EXPECT_TRUE(Delivered("refused", 1)) << world_.Metrics();
  EXPECT_TRUE(Delivered("confirmed", 9 * children - 1));
  EXPECT_EQ(Text("select codes::text from rejection"),
            "{GW-RECEIVER-REFUSED-WHOLE}");
  EXPECT_EQ(Text("select r.report_id from rejection join report r "
                 "using (report_key)"),
            bad);
  EXPECT_EQ(world_.Stat("violations"), 0);
  // Each child's reports in their order, the refused one left out.
  std::map<std::string, size_t> last;
  std::map<std::string, size_t> place;
  for (size_t i = 0; i < ids.size(); ++i) place[ids[i]] = i;
  for (const Arrival& arrival : world_.Arrivals()) {
    if (!place.contains(arrival.id)) continue;
    const size_t at = place[arrival.id] + 1;
    EXPECT_GT(at, last[arrival.citizen]) << "overtaken";
    last[arrival.citizen] = at;
  }
}

}  // namespace
}  // namespace trivsel::testing
