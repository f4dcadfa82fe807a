// trivsel submit of very many reports, as a process, against a gateway that
// comes and goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

#include "tests/client-sdk/backload/bulk_gateway.h"
#include "tests/client-sdk/backload/running_command.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;
namespace v1 = trivsel::gateway::v1;
using testing::BulkGateway;
using testing::BulkStore;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunningCommand;

// "c3-n17": the report with number 17, about child 3. No CPR number: a name
// serves as well to tell children apart.
std::string IdOf(int number, int children) {
  return "c" + std::to_string(number % children) + "-n" +
         std::to_string(number);
}

std::string Report(int number, int children, size_t padding = 0) {
  return R"({"resourceType":"Bundle","id":")" + IdOf(number, children) +
         R"(","type":"collection","entry":[{"resource":{"resourceType":)" +
         R"("Patient","id":")" + std::string(padding, 'p') +
         R"(","identifier":[{"value":"child-)" +
         std::to_string(number % children) + R"("}]}}]})";
}

// Every seventh is rejected, for one of two reasons.
v1::ReportOutcome RejectSome(const v1::Submission& submission) {
  const std::string& id = submission.report_id();
  const int number = std::stoi(id.substr(id.find("-n") + 2));
  v1::ReportOutcome outcome;
  if (number % 7 != 0) return outcome;
  outcome.mutable_receipt()->set_verdict(v1::VERDICT_REJECTED);
  v1::Finding* finding = outcome.mutable_receipt()->add_findings();
  finding->set_code(number % 2 == 0 ? "LTT-EVEN" : "LTT-ODD");
  finding->set_severity(v1::SEVERITY_ERROR);
  finding->set_danish("P\xc3\xa5 dansk.");
  finding->set_english("In English.");
  return outcome;
}

class BackloadCommandTest : public ::testing::Test {
 protected:
  BackloadCommandTest() {
    std::string pattern = ::testing::TempDir() + "trivsel-backload-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~BackloadCommandTest() override {
    if (store_.has_value()) store_->Release();
    gateway_.reset();
    fs::remove_all(folder_);
  }

  void StartGateway(BulkStore::Judge judge = nullptr) {
    if (!store_.has_value()) store_.emplace(std::move(judge));
    gateway_ = endpoint_.empty()
                   ? std::make_unique<BulkGateway>(&*store_)
                   : std::make_unique<BulkGateway>(&*store_, endpoint_);
    endpoint_ = gateway_->endpoint();
  }
  void StopGateway() { gateway_.reset(); }

  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }
  std::string Slurp(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  std::vector<nlohmann::json> Lines(const std::string& text) const {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
  }
  void WriteReports(const std::string& name, int from, int to, int children) {
    std::ofstream file(Path(name), std::ios::binary);
    for (int i = from; i < to; ++i) file << Report(i, children) << "\n";
  }

  std::vector<std::string> Submit(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {"submit", "--insecure", "--gateway",
                                          endpoint_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Finished Run(std::vector<std::string> more,
               const std::string& input = "/dev/null") const {
    return RunningCommand(folder_.string(), Submit(std::move(more)), input)
        .Wait();
  }

  // Each child's were stored in their order; how many there were.
  size_t StoredInOrder() const {
    std::map<std::string, int> last;
    const std::vector<std::string> ids = store_->ids();
    for (const std::string& id : ids) {
      const size_t dash = id.find('-');
      const int number = std::stoi(id.substr(dash + 2));
      const auto [it, first] = last.try_emplace(id.substr(0, dash), number);
      EXPECT_TRUE(first || it->second < number) << id;
      it->second = number;
    }
    return ids.size();
  }

  fs::path folder_;
  std::optional<BulkStore> store_;
  std::unique_ptr<BulkGateway> gateway_;
  std::string endpoint_;
};

TEST_F(BackloadCommandTest, SumsUpAndWritesTheRejectedToAFile) {
  StartGateway([](const v1::Submission& submission) {
    v1::ReportOutcome outcome = RejectSome(submission);
    if (submission.report_id() != "c1-n1") return outcome;
    outcome.mutable_error()->set_code(6);  // ALREADY_EXISTS
    outcome.mutable_error()->set_message("the id is taken");
    return outcome;
  });
  WriteReports("a.ndjson", 0, 1000, 50);
  std::ofstream(Path("a.ndjson"), std::ios::app) << "{\"resourceType\":\n";
  const Finished first = Run({"a.ndjson"});
  EXPECT_EQ(first.exit_code, 2) << first.err;  // the unreadable line
  EXPECT_THAT(first.out, HasSubstr("856  modtaget (accepted)"));
  EXPECT_THAT(first.out, HasSubstr("143  afvist (rejected)"));
  EXPECT_THAT(first.out, HasSubstr("1  ul\xc3\xa6selig"));
  EXPECT_THAT(first.out, HasSubstr("72  LTT-EVEN"));
  EXPECT_THAT(first.out, HasSubstr("71  LTT-ODD"));
  EXPECT_THAT(first.out, HasSubstr("P\xc3\xa5 dansk."));
  EXPECT_THAT(first.out, HasSubstr("In English."));
  EXPECT_THAT(first.out, Not(HasSubstr("c2-n2")));  // accepted: no line
  const auto lines = Lines(Slurp("a.ndjson.trivsel-rejected"));
  ASSERT_EQ(lines.size(), 145u);
  std::map<std::string, int> verdicts;
  for (const auto& line : lines) ++verdicts[line["verdict"]];
  EXPECT_EQ(verdicts["rejected"], 143);
  EXPECT_EQ(verdicts["id_reused"], 1);
  EXPECT_EQ(verdicts["unreadable"], 1);
  EXPECT_THAT(Slurp("a.ndjson.trivsel-rejected"), Not(HasSubstr("child-")));
  for (const auto& line : lines) {
    if (line["report_id"] != "c7-n7") continue;
    EXPECT_EQ(line["source"], "a.ndjson");
    EXPECT_EQ(line["line"], 8);
    EXPECT_EQ(line["findings"][0]["code"], "LTT-ODD");
  }
  EXPECT_FALSE(fs::exists(Path("a.ndjson.trivsel-resume")));

  // Once more: everything is there already, told as one object a line.
  const Finished again = Run({"--output=json", "a.ndjson"});
  const auto objects = Lines(again.out);
  ASSERT_EQ(objects.size(), 1002u);
  EXPECT_EQ(objects[0]["file"].get<std::string>().substr(0, 9), "a.ndjson:");
  const auto& summary = objects.back()["summary"];
  EXPECT_EQ(summary["accepted"], 0);
  EXPECT_EQ(summary["replayed"], 856);
  EXPECT_EQ(summary["rejected"], 143);
  EXPECT_EQ(summary["complete"], true);
  EXPECT_EQ(Lines(Slurp("a.ndjson.trivsel-rejected")).size(), 145u);
  EXPECT_EQ(StoredInOrder(), 999u);
}

TEST_F(BackloadCommandTest, ReadsAFolderATarAndStandardInputAlike) {
  StartGateway();
  fs::create_directories(folder_ / "year/05");
  for (int i = 0; i < 150; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "year/05/%03d.json", i);
    std::ofstream(Path(name), std::ios::binary) << Report(i, 10);
  }
  WriteReports("year/06.ndjson", 150, 200, 10);
  const Finished folder = Run({"year/"});
  EXPECT_EQ(folder.exit_code, 0) << folder.out << folder.err;
  EXPECT_EQ(StoredInOrder(), 200u);
  const std::string tar =
      "cd " + folder_.string() + " && tar czf year.tar.gz year";
  ASSERT_EQ(std::system(tar.c_str()), 0);
  const Finished packed = Run({"year.tar.gz"});
  EXPECT_THAT(packed.out, HasSubstr("200  var der allerede"));
  const Finished piped = Run({"-"}, Path("year.tar.gz"));
  EXPECT_EQ(piped.exit_code, 0) << piped.out << piped.err;
  EXPECT_THAT(piped.out, HasSubstr("200  var der allerede"));
  EXPECT_EQ(Run({"-"}, Path("year/06.ndjson")).exit_code, 0);
  EXPECT_EQ(StoredInOrder(), 200u);
}

TEST_F(BackloadCommandTest, ARestartedGatewayIsWaitedFor) {
  StartGateway();
  WriteReports("a.ndjson", 0, 5000, 300);
  RunningCommand command(folder_.string(), Submit({"a.ndjson"}));
  for (const size_t stored : {500u, 1500u, 2500u}) {
    store_->AwaitStored(stored);
    StopGateway();
    StartGateway();
  }
  const Finished finished = command.Wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_EQ(StoredInOrder(), 5000u);
}

TEST_F(BackloadCommandTest, AGatewayThatStaysAwayIsSaidAndGivenUpWhenTold) {
  StartGateway();
  WriteReports("a.ndjson", 0, 3000, 300);
  store_->HoldCalls(BulkStore::Hold::kBeforeStoring);
  RunningCommand command(folder_.string(),
                         Submit({"--give-up-after=4s", "a.ndjson"}));
  store_->AwaitHeld(1);
  std::thread stopper([&] { StopGateway(); });
  store_->Release();
  stopper.join();
  EXPECT_TRUE(command.AwaitSaid("the gateway takes nothing"));
  const Finished gave_up = command.Wait();
  EXPECT_EQ(gave_up.exit_code, 3) << gave_up.out << gave_up.err;
  EXPECT_THAT(gave_up.err, HasSubstr("gatewayen tager ikke imod"));
  EXPECT_THAT(gave_up.out, HasSubstr("run the same command again"));
  EXPECT_TRUE(fs::exists(Path("a.ndjson.trivsel-resume")));
  StartGateway();
  const Finished finished = Run({"a.ndjson"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_EQ(StoredInOrder(), 3000u);
  EXPECT_FALSE(fs::exists(Path("a.ndjson.trivsel-resume")));
}

TEST_F(BackloadCommandTest, CtrlCWaitsForAnswersAndTheNextRunGoesOn) {
  StartGateway(RejectSome);
  WriteReports("a.ndjson", 0, 4000, 400);
  RunningCommand command(folder_.string(), Submit({"a.ndjson"}));
  store_->AwaitStored(700);
  store_->HoldCalls(BulkStore::Hold::kAfterStoring);
  store_->AwaitHeld(1);
  command.Signal(SIGINT);
  ASSERT_TRUE(command.AwaitSaid("waiting for the answers"));
  store_->Release();
  const Finished stopped = command.Wait();
  EXPECT_EQ(stopped.exit_code, 130) << stopped.out << stopped.err;
  EXPECT_THAT(stopped.out, HasSubstr("run the same command again"));
  const size_t stored = StoredInOrder();
  EXPECT_LT(stored, 4000u);

  const Finished finished = Run({"--output=json", "a.ndjson"});
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  const auto objects = Lines(finished.out);
  const auto& summary = objects.back()["summary"];
  EXPECT_EQ(summary["passed_over"], stored);
  EXPECT_EQ(summary["settled_now"], 4000 - stored);
  EXPECT_EQ(summary["accepted"], 4000 - 572);
  EXPECT_EQ(summary["rejected"], 572);
  EXPECT_EQ(StoredInOrder(), 4000u);
  EXPECT_EQ(store_->replays(), 0u);  // nothing was sent twice
  EXPECT_EQ(Lines(Slurp("a.ndjson.trivsel-rejected")).size(), 572u);
}

TEST_F(BackloadCommandTest, ASecondCtrlCEndsAtOnce) {
  StartGateway();
  WriteReports("a.ndjson", 0, 4000, 400);
  store_->HoldCalls(BulkStore::Hold::kBeforeStoring);
  RunningCommand command(folder_.string(), Submit({"a.ndjson"}));
  store_->AwaitHeld(1);
  command.Signal(SIGINT);
  ASSERT_TRUE(command.AwaitSaid("waiting for the answers"));
  command.Signal(SIGINT);
  EXPECT_EQ(command.Wait().exit_code, 130);
}

TEST_F(BackloadCommandTest, AfterKill9NothingIsLostAndNothingToldTwice) {
  StartGateway(RejectSome);
  WriteReports("a.ndjson", 0, 6000, 200);
  for (const size_t stored : {1000u, 2500u, 4000u}) {
    RunningCommand command(folder_.string(), Submit({"a.ndjson"}));
    store_->AwaitStored(stored);
    command.Signal(SIGKILL);
    EXPECT_EQ(command.Wait().exit_code, -1);
  }
  const Finished finished = Run({"--output=json", "a.ndjson"});
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  const auto objects = Lines(finished.out);
  const auto& summary = objects.back()["summary"];
  EXPECT_EQ(summary["accepted"].get<int>() + summary["replayed"].get<int>(),
            6000 - 858);
  EXPECT_EQ(summary["rejected"], 858);
  EXPECT_EQ(StoredInOrder(), 6000u);
  std::set<std::string> rejected;
  for (const auto& line : Lines(Slurp("a.ndjson.trivsel-rejected"))) {
    EXPECT_TRUE(rejected.insert(line["report_id"]).second) << line;
  }
  EXPECT_EQ(rejected.size(), 858u);
}

TEST_F(BackloadCommandTest, AnInputThatHasChangedIsSaidAndSentFromItsStart) {
  StartGateway();
  WriteReports("a.ndjson", 0, 3000, 300);
  {
    RunningCommand command(folder_.string(), Submit({"a.ndjson"}));
    store_->AwaitStored(500);
    command.Signal(SIGTERM);
    const Finished stopped = command.Wait();
    ASSERT_EQ(stopped.exit_code, 130) << stopped.out << stopped.err;
  }
  WriteReports("a.ndjson", 0, 3001, 300);
  const Finished finished = Run({"a.ndjson"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.err, HasSubstr("a.ndjson has changed"));
  EXPECT_EQ(StoredInOrder(), 3001u);
  EXPECT_GT(store_->replays(), 0u);
}

TEST_F(BackloadCommandTest, TheSameInputMayBeNamedInAnotherWay) {
  StartGateway();
  fs::create_directories(folder_ / "year");
  WriteReports("year/a.ndjson", 0, 3000, 300);
  {
    RunningCommand command(folder_.string(), Submit({"year"}));
    store_->AwaitStored(500);
    command.Signal(SIGTERM);
    ASSERT_EQ(command.Wait().exit_code, 130);
  }
  const Finished again = Run({Path("year/")});
  EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("done by earlier runs"));
  EXPECT_EQ(StoredInOrder(), 3000u);
  EXPECT_EQ(store_->replays(), 0u);
}

// An answer that may be another the next time is asked for again.
TEST_F(BackloadCommandTest, WhatWasNotAllowedIsSentAgainByTheNextRun) {
  std::atomic<bool> allowed{false};
  StartGateway([&](const v1::Submission& submission) {
    v1::ReportOutcome outcome;
    if (allowed || !submission.report_id().starts_with("c1-")) return outcome;
    outcome.mutable_error()->set_code(7);  // PERMISSION_DENIED
    outcome.mutable_error()->set_message("not your municipality");
    return outcome;
  });
  WriteReports("a.ndjson", 0, 2000, 100);
  const Finished denied = Run({"a.ndjson"});
  EXPECT_EQ(denied.exit_code, 2) << denied.out << denied.err;
  EXPECT_THAT(denied.out, HasSubstr("20  ikke afleveret"));
  EXPECT_THAT(denied.out, HasSubstr("20  PERMISSION_DENIED"));
  EXPECT_THAT(denied.out, HasSubstr("not your municipality"));
  EXPECT_EQ(StoredInOrder(), 1980u);
  allowed = true;
  const Finished finished = Run({"a.ndjson"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("1980  heraf"));
  EXPECT_EQ(StoredInOrder(), 2000u);
  EXPECT_EQ(store_->replays(), 0u);
}

TEST_F(BackloadCommandTest, TwoRunsOfTheSameDoNotMix) {
  StartGateway();
  WriteReports("a.ndjson", 0, 3000, 300);
  store_->HoldCalls(BulkStore::Hold::kBeforeStoring);
  fs::create_directories(folder_ / "other");
  RunningCommand first(folder_.string(), Submit({"a.ndjson"}));
  store_->AwaitHeld(1);
  RunningCommand second(Path("other"), Submit({"../a.ndjson"}));
  const Finished turned_away = second.Wait();
  EXPECT_EQ(turned_away.exit_code, 2);
  EXPECT_THAT(turned_away.err, HasSubstr("another run of the same"));
  store_->Release();
  EXPECT_EQ(first.Wait().exit_code, 0);
  EXPECT_EQ(StoredInOrder(), 3000u);
  EXPECT_FALSE(fs::exists(Path("a.ndjson.trivsel-resume.lock")));
}

// Held back by one run, sent by the next that does not hold back.
TEST_F(BackloadCommandTest, WhatWasHeldBackIsSentWithoutCheck) {
  StartGateway();
  WriteReports("a.ndjson", 0, 200, 20);
  // What is missing keeps the run from being complete.
  const std::string here = "a.ndjson", missing = "missing.ndjson";
  EXPECT_EQ(Run({"--check", "--resume=r", here, missing}).exit_code, 2);
  EXPECT_TRUE(fs::exists(Path("r")));
  EXPECT_EQ(StoredInOrder(), 0u);
  EXPECT_EQ(Run({"--resume=r", here, missing}).exit_code, 2);
  EXPECT_EQ(StoredInOrder(), 200u);
}

TEST_F(BackloadCommandTest, ADamagedResumeFileIsSaidAndDoesNoHarm) {
  StartGateway();
  WriteReports("a.ndjson", 0, 300, 30);
  std::ofstream(Path("r")) << "trivsel-resume\t1\ngateway";
  const Finished finished = Run({"--resume=r", "a.ndjson"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.err, HasSubstr("is damaged"));
  EXPECT_EQ(StoredInOrder(), 300u);
  // One that cannot be written is told before anything is sent.
  EXPECT_EQ(Run({"--resume=no/such/folder/r", "a.ndjson"}).exit_code, 2);
}

TEST_F(BackloadCommandTest, AGatewayThatKnowsUsNotEndsItAtOnce) {
  StartGateway();
  gateway_->Refuse(grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "who?"));
  WriteReports("a.ndjson", 0, 3000, 300);
  const Finished refused = Run({"a.ndjson"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("UNAUTHENTICATED"));
  EXPECT_TRUE(fs::exists(Path("a.ndjson.trivsel-resume")));
  EXPECT_FALSE(fs::exists(Path("a.ndjson.trivsel-rejected")));
}

TEST_F(BackloadCommandTest, WithCheckFaultyReportsStayHere) {
  StartGateway();
  WriteReports("a.ndjson", 0, 3, 3);
  const Finished held = Run({"--check", "a.ndjson"});
  EXPECT_EQ(held.exit_code, 1) << held.out;
  EXPECT_THAT(held.out, HasSubstr("3  ugyldig, holdt tilbage"));
  EXPECT_EQ(Lines(Slurp("a.ndjson.trivsel-rejected")).size(), 3u);
  EXPECT_EQ(StoredInOrder(), 0u);
}

TEST_F(BackloadCommandTest, WhatItCannotDoIsWrongUsage) {
  StartGateway();
  WriteReports("a.ndjson", 0, 3, 3);
  std::ofstream(Path("empty.ndjson")) << "\n\n";
  EXPECT_EQ(Run({"--wait", "a.ndjson"}).exit_code, 2);
  EXPECT_EQ(Run({"empty.ndjson"}).exit_code, 2);
  EXPECT_EQ(Run({"--give-up-after=soon", "a.ndjson"}).exit_code, 2);
  EXPECT_EQ(Run({"--in-flight=0", "a.ndjson"}).exit_code, 2);
  EXPECT_EQ(Run({"--input=zip", "a.ndjson"}).exit_code, 2);
}

// 200,000 reports of 1 kB: 200 MB pass through, a window of them stays.
TEST_F(BackloadCommandTest, MemoryStaysFlatHoweverManyReportsCome) {
  constexpr int kReports = 200'000;
  constexpr long kMaxKib = 160 * 1024;
  StartGateway();
  const std::string pipe = Path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] {
    std::ofstream file(pipe, std::ios::binary);
    for (int i = 0; i < kReports; ++i) file << Report(i, 5000, 850) << "\n";
  });
  const Finished finished = Run({"--input=ndjson", pipe});
  writer.join();
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_EQ(StoredInOrder(), static_cast<size_t>(kReports));
  EXPECT_LT(finished.max_resident_kib, kMaxKib);
  RecordProperty("max_resident_kib",
                 static_cast<int>(finished.max_resident_kib));
}

}  // namespace
}  // namespace trivsel::cli
