// The parts of a back-load that need no gateway: what is settled, the resume
// file, the file of the rejected, the summary, the progress.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "client-sdk/cli/backload/file_names.h"
#include "client-sdk/cli/backload/link_watch.h"
#include "client-sdk/cli/backload/position_set.h"
#include "client-sdk/cli/backload/rejected_file.h"
#include "client-sdk/cli/backload/resume_file.h"
#include "client-sdk/cli/backload/summary.h"
#include "client-sdk/cli/progress_meter.h"

namespace trivsel::cli::backload {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class BackloadPartsTest : public ::testing::Test {
 protected:
  BackloadPartsTest() {
    std::string pattern = ::testing::TempDir() + "trivsel-parts-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~BackloadPartsTest() override { fs::remove_all(folder_); }
  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }
  fs::path folder_;
};

TEST(PositionSetTest, HoldsWhatIsAddedInAnyOrder) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    PositionSet set;
    std::set<uint64_t> model;
    for (int i = 0; i < 200; ++i) {
      const uint64_t position = random() % 120;
      set.Add(position);
      model.insert(position);
    }
    const auto read = PositionSet::FromText(set.ToText());
    ASSERT_TRUE(read.ok()) << set.ToText();
    EXPECT_EQ(read->size(), model.size());
    EXPECT_EQ(read->ToText(), set.ToText());
    for (uint64_t i = 0; i < 122; ++i) {
      EXPECT_EQ(set.Contains(i), model.contains(i)) << i;
      EXPECT_EQ(read->Contains(i), model.contains(i)) << i;
    }
  }
}

TEST(PositionSetTest, StaysSmallWhenNearlyInOrder) {
  PositionSet set;
  for (uint64_t i = 0; i < 100'000; i += 2) {
    set.Add(i + 1);
    set.Add(i);
  }
  EXPECT_EQ(set.ranges(), 1u);
  EXPECT_EQ(set.ToText(), "0-99999");
}

TEST(PositionSetTest, RefusesWhatItDoesNotWrite) {
  for (const char* bad :
       {"x", "1-", "-1", "3-2", "1,1", "5,3", "0-4,5", "1,,2", "1,", " 1", "+1",
        "99999999999999999999", "0-18446744073709551615"}) {
    EXPECT_FALSE(PositionSet::FromText(bad).ok()) << bad;
  }
  EXPECT_TRUE(PositionSet::FromText("").ok());
}

ResumeState SomeState() {
  ResumeState state;
  state.gateway = "gw.example.dk:7443";
  state.rejected_file = "/data/\xc3\xa5r 2025.trivsel-rejected";
  state.rejected_bytes = 4711;
  InputState input{"\xc3\xa5r\t2025\n.ndjson", 0xdeadbeefcafe, {}, {}};
  for (const uint64_t position : {0, 1, 2, 5}) input.settled.Add(position);
  input.tally[Fate::kAccepted] = 3;
  input.tally[Fate::kRejected] = 1;
  input.tally.AddReason("LTT-X", "Det mangler.", "It is \"missing\".\n");
  state.inputs.push_back(input);
  state.inputs.push_back({"other.tar", 1, {}, {}});
  return state;
}

TEST_F(BackloadPartsTest, TheResumeFileGivesBackWhatWasSaved) {
  const ResumeState state = SomeState();
  ASSERT_TRUE(SaveResumeFile(Path("r"), state).ok());
  const auto read = LoadResumeFile(Path("r"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(ResumeText(*read), ResumeText(state));
  EXPECT_EQ(read->inputs[0].name, state.inputs[0].name);
  EXPECT_EQ(read->inputs[0].settled.ToText(), "0-2,5");
  EXPECT_EQ(read->inputs[0].tally.reasons.at("LTT-X").english,
            "It is \"missing\".\n");
  EXPECT_EQ(read->rejected_bytes, 4711u);
  EXPECT_FALSE(fs::exists(Path("r.new")));
  EXPECT_TRUE(absl::IsNotFound(LoadResumeFile(Path("none")).status()));
}

TEST_F(BackloadPartsTest, ATornResumeFileIsNeverTakenForAWholeOne) {
  const std::string text = ResumeText(SomeState());
  for (size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_FALSE(ParseResumeText(text.substr(0, cut)).ok()) << cut;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    std::string broken = text;
    broken[i] = static_cast<char>(broken[i] ^ 1);
    EXPECT_FALSE(ParseResumeText(broken).ok()) << i;
  }
  EXPECT_FALSE(ParseResumeText(text + "more\n").ok());
  EXPECT_TRUE(ParseResumeText(text).ok());
}

// A crash while the new one was written: the old one still stands.
TEST_F(BackloadPartsTest, AHalfWrittenNewResumeFileHarmsNothing) {
  ASSERT_TRUE(SaveResumeFile(Path("r"), SomeState()).ok());
  std::ofstream(Path("r.new")) << "trivsel-resume\t1\ngate";
  EXPECT_TRUE(LoadResumeFile(Path("r")).ok());
  EXPECT_TRUE(SaveResumeFile(Path("r"), SomeState()).ok());
  EXPECT_FALSE(SaveResumeFile(Path("no/such/folder/r"), SomeState()).ok());
}

InputPlan PlanOf(const std::vector<std::pair<std::string, uint64_t>>& inputs) {
  InputPlan plan;
  for (const auto& [name, fingerprint] : inputs) {
    plan.inputs.push_back({name, {}, {}, fingerprint});
  }
  return plan;
}

TEST(ContinueFromTest, GoesOnOnlyWithInputsThatAreWhatTheyWere) {
  const ResumeState saved = SomeState();
  const std::string name = saved.inputs[0].name;
  std::vector<std::string> changed;
  // In another order, with one more.
  ResumeState state =
      ContinueFrom(saved, PlanOf({{"new", 5}, {name, 0xdeadbeefcafe}}),
                   saved.gateway, &changed);
  EXPECT_TRUE(changed.empty());
  EXPECT_EQ(state.inputs[0].settled.size(), 0u);
  EXPECT_EQ(state.inputs[1].settled.size(), 4u);
  EXPECT_EQ(state.rejected_bytes, 4711u);

  state = ContinueFrom(saved, PlanOf({{name, 17}, {"other.tar", 1}}),
                       saved.gateway, &changed);
  EXPECT_THAT(changed, ElementsAre(name));
  EXPECT_EQ(state.inputs[0].settled.size(), 0u);
  EXPECT_EQ(state.inputs[0].tally.settled(), 0u);

  // What one gateway has, another has not.
  changed.clear();
  state = ContinueFrom(saved, PlanOf({{name, 0xdeadbeefcafe}}), "test:7443",
                       &changed);
  EXPECT_EQ(state.inputs[0].settled.size(), 0u);
  EXPECT_EQ(state.rejected_bytes, 0u);
}

TEST_F(BackloadPartsTest, TheRejectedFileGoesOnWhereTheResumeFileSays) {
  {
    RejectedFile file(Path("f"), 0);
    ASSERT_TRUE(file.Sync().ok());
    EXPECT_FALSE(fs::exists(Path("f")));  // nothing rejected, no file
    file.Append("{\"a\":1}");
    ASSERT_TRUE(file.Sync().ok());
    EXPECT_EQ(file.bytes(), 8u);
    file.Append("{\"written after the resume file\":1}");
    ASSERT_TRUE(file.Sync().ok());
  }
  RejectedFile file(Path("f"), 8);
  EXPECT_EQ(Slurp(Path("f")), "{\"a\":1}\n");
  file.Append("{\"b\":2}");
  ASSERT_TRUE(file.Sync().ok());
  EXPECT_EQ(Slurp(Path("f")), "{\"a\":1}\n{\"b\":2}\n");
  EXPECT_EQ(file.bytes(), 16u);
  RejectedFile nowhere(Path("no/such/folder"), 0);
  nowhere.Append("x");
  EXPECT_FALSE(nowhere.Sync().ok());
}

TEST_F(BackloadPartsTest, FilesLieBesideTheInput) {
  fs::create_directory(folder_ / "reports");
  const std::string input = fs::canonical(folder_ / "reports").string();
  EXPECT_EQ(BaseName({Path("reports")}), input);
  EXPECT_EQ(BaseName({Path("reports/")}), input);
  EXPECT_EQ(BaseName({Path("reports/../reports/.")}), input);
  const std::string several = BaseName({"a", "b"});
  EXPECT_TRUE(several.starts_with("trivsel-submit-"));
  EXPECT_EQ(BaseName({"a", "b"}), several);
  EXPECT_NE(BaseName({"ab"}), several);
  EXPECT_TRUE(BaseName({"-"}).starts_with("trivsel-submit-"));
}

Summary SomeSummary() {
  Summary summary;
  summary.total[Fate::kAccepted] = 1000;
  summary.total[Fate::kReplayed] = 20;
  summary.total[Fate::kRejected] = 3;
  summary.total.AddReason("LTT-RARE", "Sj\xc3\xa6lden.", "Rare.");
  for (int i = 0; i < 2; ++i) {
    summary.total.AddReason("LTT-OFTEN", "Ofte.", "Often.");
  }
  summary.settled_now = 23;
  summary.passed_over = 1000;
  summary.rejected_file = "x.trivsel-rejected";
  summary.resume_file = "x.trivsel-resume";
  return summary;
}

TEST(SummaryTest, SaysWhatAndWhyInBothLanguages) {
  const std::string text = SummaryText(SomeSummary(), {});
  EXPECT_THAT(text, HasSubstr("1000  modtaget (accepted)"));
  EXPECT_THAT(text, HasSubstr("20  var der allerede (already there)"));
  EXPECT_THAT(text, HasSubstr("3  afvist (rejected)"));
  EXPECT_THAT(text, HasSubstr("Ofte."));
  EXPECT_THAT(text, HasSubstr("Often."));
  EXPECT_LT(text.find("LTT-OFTEN"), text.find("LTT-RARE"));
  EXPECT_THAT(text, HasSubstr("x.trivsel-rejected"));
  EXPECT_THAT(text, HasSubstr("run the same command again"));
  EXPECT_THAT(text, Not(HasSubstr("unreadable")));
  ViewArguments english;
  english.language = Language::kEnglish;
  EXPECT_THAT(SummaryText(SomeSummary(), english), Not(HasSubstr("Ofte.")));
}

TEST(SummaryTest, ExitCodesAreThoseOfAFewFiles) {
  Tally tally;
  tally[Fate::kAccepted] = 1;
  tally[Fate::kReplayed] = 1;
  EXPECT_EQ(tally.exit_code(), kAllWell);
  tally[Fate::kRejected] = 1;
  EXPECT_EQ(tally.exit_code(), kSomeInvalid);
  tally[Fate::kUnreadable] = 1;
  EXPECT_EQ(tally.exit_code(), kUsage);
}

TEST(ProgressMeterTest, TellsShareSpeedAndTimeLeft) {
  const absl::Time start = absl::FromUnixSeconds(1'000'000);
  ProgressMeter meter(100'000, start);
  EXPECT_THAT(meter.Bar(), HasSubstr("0 %"));
  for (int second = 1; second <= 60; ++second) {
    meter.Update(start + absl::Seconds(second),
                 static_cast<uint64_t>(second) * 50,
                 static_cast<uint64_t>(second) * 500);
  }
  EXPECT_THAT(meter.Bar(), HasSubstr("[#########.....................] 30 %"));
  EXPECT_THAT(meter.Bar(), HasSubstr("3000  50/s  -2:20"));
  EXPECT_EQ(meter.Line(Language::kEnglish),
            "30 %, 3000 reports, 50/s, 2:20 left");
  EXPECT_EQ(meter.Line(Language::kDanish),
            "30 %, 3000 rapporter, 50/s, 2:20 tilbage");
  // An outage: the speed of now, and no guess.
  for (int second = 61; second <= 90; ++second) {
    meter.Update(start + absl::Seconds(second), 3000, 30'000);
  }
  EXPECT_EQ(meter.Line(Language::kEnglish), "30 %, 3000 reports, 0/s");
  ProgressMeter unknown(0, start);
  unknown.Update(start + absl::Seconds(2), 100, 4096);
  EXPECT_EQ(unknown.Bar(), "100  50/s");
}

TEST(LinkWatchTest, SpeaksUpWhenItLastsAndGivesUpWhenTold) {
  std::vector<std::string> said;
  const auto tell = [&](const std::string& danish, const std::string& english) {
    said.push_back(danish + "|" + english);
  };
  const absl::Time start = absl::FromUnixSeconds(1'000'000);
  const absl::Status away = absl::UnavailableError("Connection refused");
  LinkWatch link(absl::Minutes(5), tell);
  EXPECT_FALSE(link.Failed(away, start));
  link.Answered(start + absl::Seconds(1));
  EXPECT_TRUE(said.empty());  // a blink is nobody's business

  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(10)));
  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(13)));
  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(20)));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], HasSubstr("intet lytter"));
  EXPECT_THAT(said[0], HasSubstr("nothing listens"));
  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(50)));
  EXPECT_EQ(said.size(), 2u);
  link.Answered(start + absl::Seconds(70));
  ASSERT_EQ(said.size(), 3u);
  EXPECT_THAT(said[2], HasSubstr("svarer igen efter 1m"));
  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(100)));
  EXPECT_FALSE(link.Failed(away, start + absl::Seconds(399)));
  EXPECT_TRUE(link.Failed(away, start + absl::Seconds(400)));
}

}  // namespace
}  // namespace trivsel::cli::backload
