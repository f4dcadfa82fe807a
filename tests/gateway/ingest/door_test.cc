// What stands around the judge: admission, keys, digests, refusals, threads.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "gateway/ingest/admission.h"
#include "gateway/ingest/citizen_key.h"
#include "gateway/ingest/digest.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/intake.h"
#include "gateway/ingest/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "tests/gateway/ingest/ingest_fixture.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using Admitted = std::variant<Admission::Ticket, Refusal>;

std::string Reason(const Admitted& admitted) {
  const Refusal* refusal = std::get_if<Refusal>(&admitted);
  return refusal == nullptr ? "" : ReasonName(refusal->reason);
}

TEST(AdmissionTest, RefusesAtTheLimitAndOpensAgainAtHalf) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({1000, 100}, random, clock);
  std::vector<Admitted> held;
  // Four submitters, each at its quarter.
  for (int submitter = 1; submitter <= 4; ++submitter) {
    held.push_back(admission.Admit({submitter}, 250, 1));
    EXPECT_EQ(Reason(held.back()), "");
  }
  const Admitted full = admission.Admit({5}, 1, 1);
  EXPECT_EQ(Reason(full), "OVERLOADED");
  EXPECT_GT(std::get<Refusal>(full).retry_after, absl::ZeroDuration());
  held.pop_back();
  EXPECT_EQ(Reason(admission.Admit({5}, 100, 1)), "OVERLOADED") << "75 %";
  EXPECT_EQ(Reason(admission.Admit({5}, 30, 1)), "") << "little is let in";
  held.pop_back();
  EXPECT_EQ(Reason(admission.Admit({5}, 100, 1)), "OVERLOADED") << "still 50 %";
  held.pop_back();
  EXPECT_EQ(Reason(admission.Admit({5}, 100, 1)), "") << "25 %";
  EXPECT_EQ(admission.bytes(), 250) << "a ticket that went gave its room back";
}

TEST(AdmissionTest, CountsReportsToo) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({1 << 20, 10}, random, clock);
  const Admitted first = admission.Admit({1}, 1, 4);
  const Admitted second = admission.Admit({2}, 1, 4);
  EXPECT_EQ(Reason(second), "");
  EXPECT_EQ(Reason(admission.Admit({3}, 1, 4)), "OVERLOADED");
  EXPECT_EQ(admission.reports(), 8);
}

TEST(AdmissionTest, FromHalfOnNobodyGetsMoreThanAQuarter) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({1000, 100}, random, clock);
  const Admitted greedy = admission.Admit({1}, 499, 1);
  const Admitted more = admission.Admit({1}, 100, 1);
  EXPECT_EQ(Reason(more), "") << "no pressure below half";
  EXPECT_EQ(Reason(admission.Admit({1}, 1, 1)), "SUBMITTER_SHARE_EXHAUSTED");
  EXPECT_EQ(Reason(admission.Admit({2}, 1, 1)), "") << "others still get in";
}

TEST(AdmissionTest, OneBigRequestPassesAnIdleGateway) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({10, 10}, random, clock);
  EXPECT_EQ(Reason(admission.Admit({1}, 1000, 1)), "");
}

// A call of which only the headers are there: who is refused then would have
// been refused with a single report too, and holds nothing.
TEST(AdmissionTest, ForeseesOnlyWhatIsCertain) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({1000, 100}, random, clock);
  EXPECT_FALSE(admission.Foresee({1}).has_value()) << "idle";
  const Admitted greedy = admission.Admit({1}, 400, 1);
  EXPECT_FALSE(admission.Foresee({1}).has_value());
  const Admitted more = admission.Admit({1}, 200, 1);
  const auto foreseen = admission.Foresee({1});
  ASSERT_TRUE(foreseen.has_value());
  EXPECT_EQ(ReasonName(foreseen->reason), "SUBMITTER_SHARE_EXHAUSTED");
  EXPECT_GT(foreseen->retry_after, absl::ZeroDuration());
  EXPECT_FALSE(admission.Foresee({2}).has_value()) << "others get in";
  EXPECT_EQ(Reason(admission.Admit({2}, 500, 1)), "OVERLOADED")
      << "though not with as much as they like";
  EXPECT_FALSE(admission.Foresee({2}).has_value()) << "little is let in";
  EXPECT_EQ(admission.bytes(), 600) << "asking takes nothing";
  admission.Close();
  EXPECT_EQ(ReasonName(admission.Foresee({2})->reason), "SHUTTING_DOWN");
}

TEST(AdmissionTest, ClosedLetsNobodyIn) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({10, 10}, random, clock);
  admission.Close();
  EXPECT_EQ(Reason(admission.Admit({1}, 1, 1)), "SHUTTING_DOWN");
}

TEST(AdmissionTest, RefusesWhatCannotBeDoneInTime) {
  FixedRandom random;
  MovingClock clock;
  Admission admission({1 << 20, 10'000}, random, clock);
  const auto admit = [&](int reports, absl::Duration left) {
    return admission.Admit({1}, 1, reports, left);
  };
  // Nothing is known yet: everybody is let in.
  Admitted waiting = admit(900, absl::Hours(1));
  {
    const Admitted first = admit(100, absl::Milliseconds(100));
    EXPECT_EQ(Reason(first), "");
    clock.Advance(absl::Seconds(1));
  }
  // A hundred reports a second: the 900 take nine seconds.
  EXPECT_EQ(Reason(admit(100, absl::Seconds(11))), "");
  const Admitted late = admit(100, absl::Seconds(8));
  EXPECT_EQ(Reason(late), "OVERLOADED");
  EXPECT_GE(std::get<Refusal>(late).retry_after, absl::Milliseconds(900));
  waiting = Refusal{};
  EXPECT_EQ(Reason(admit(100, absl::Seconds(1))), "")
      << "an idle gateway is asked to try";
}

class CitizenKeyTest : public ::testing::Test {
 protected:
  CitizenKeyTest() {
    std::string folder =
        std::filesystem::temp_directory_path() / "trivsel-key-XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
  }
  ~CitizenKeyTest() override { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ + "/citizen.key"; }
  std::string folder_;
};

TEST_F(CitizenKeyTest, IsMadeOnceAndKept) {
  auto made = CitizenKey::LoadOrCreate(path());
  ASSERT_TRUE(made.ok()) << made.status();
  struct stat facts {};
  ASSERT_EQ(stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ(facts.st_size, 32);
  auto again = CitizenKey::LoadOrCreate(path());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(made->Ref("0505149996"), again->Ref("0505149996"));
  EXPECT_NE(made->Ref("0505149996"), made->Ref("0505159995"));
  std::filesystem::remove(path());
  auto other = CitizenKey::LoadOrCreate(path());
  ASSERT_TRUE(other.ok());
  EXPECT_NE(made->Ref("0505149996"), other->Ref("0505149996"));
}

TEST_F(CitizenKeyTest, RefusesAKeyThatIsNotRight) {
  std::ofstream(path()) << "short";
  ASSERT_EQ(chmod(path().c_str(), 0600), 0);
  EXPECT_EQ(CitizenKey::LoadOrCreate(path()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  std::ofstream(path()) << std::string(32, 'k');
  EXPECT_TRUE(CitizenKey::LoadOrCreate(path()).ok());
  ASSERT_EQ(chmod(path().c_str(), 0644), 0);
  EXPECT_EQ(CitizenKey::LoadOrCreate(path()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

// What is stored under a child's reference must be found for ever.
TEST(CitizenKeyLaneTest, ARefIsTheStartOfAnHmac) {
  std::array<uint8_t, CitizenKey::kBytes> bytes{};
  bytes.fill(42);
  const CitizenKey key(bytes);
  const std::string cpr = "0505149996";
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  ASSERT_NE(HMAC(EVP_sha256(), bytes.data(), bytes.size(),
                 reinterpret_cast<const unsigned char*>(cpr.data()), cpr.size(),
                 mac.data(), &size),
            nullptr);
  const queue::CitizenRef ref = key.Ref(cpr);
  EXPECT_TRUE(std::equal(ref.begin(), ref.end(), mac.begin()));
  EXPECT_EQ(key.Ref(cpr), ref) << "the first use left nothing behind";
}

TEST(CitizenKeyLaneTest, WhatIsDerivedIsAnotherForEachPurpose) {
  std::array<uint8_t, CitizenKey::kBytes> bytes{};
  bytes.fill(42);
  const CitizenKey key(bytes);
  EXPECT_EQ(key.Derive("tokens"), key.Derive("tokens"));
  EXPECT_NE(key.Derive("tokens"), key.Derive("other"));
  EXPECT_NE(key.Derive("tokens"), bytes);
}

TEST(CitizenKeyLaneTest, AllLanesAreUsed) {
  const CitizenKey& key = TestRules().citizen_key;
  std::array<int, 64> lanes{};
  for (int i = 0; i < 6400; ++i) ++lanes.at(LaneOf(key.Ref(std::to_string(i))));
  for (int count : lanes) EXPECT_GT(count, 40);
}

TEST(DigestTest, IsSha256OfFormAndContent) {
  // SHA-256 of the octet 01 and "abc", by sha256sum.
  const queue::Digest digest =
      ContentDigest(queue::ContentForm::kFhirJson, "abc");
  EXPECT_EQ(digest, ContentDigest(queue::ContentForm::kFhirJson, "abc"));
  EXPECT_NE(digest, ContentDigest(queue::ContentForm::kReportBinary, "abc"));
  EXPECT_NE(digest, ContentDigest(queue::ContentForm::kFhirJson, "abd"));
  EXPECT_EQ(digest[0], 0x1e);
}

TEST(RefusalTest, EveryReasonHasACodeAndBothSentences) {
  for (int i = v1::ErrorReason_MIN + 1; i <= v1::ErrorReason_MAX; ++i) {
    if (!v1::ErrorReason_IsValid(i)) continue;  // a gap
    // Registry and review give their own, with what is wrong in each case.
    const std::string name =
        v1::ErrorReason_Name(static_cast<v1::ErrorReason>(i));
    if (name.find("_REGISTRY_") != std::string::npos) continue;
    if (name.find("_REVIEW_") != std::string::npos) continue;
    const Refusal refusal{static_cast<v1::ErrorReason>(i), absl::Seconds(1.5)};
    const google::rpc::Status status = ToRpcStatus(refusal);
    EXPECT_NE(status.code(), 0) << i;
    ASSERT_EQ(status.details_size(), 3) << i;
    google::rpc::ErrorInfo info;
    google::rpc::LocalizedMessage danish;
    google::rpc::RetryInfo retry;
    ASSERT_TRUE(status.details(0).UnpackTo(&info));
    ASSERT_TRUE(status.details(1).UnpackTo(&danish));
    ASSERT_TRUE(status.details(2).UnpackTo(&retry));
    EXPECT_EQ("ERROR_REASON_" + info.reason(),
              v1::ErrorReason_Name(refusal.reason));
    EXPECT_EQ(info.domain(), "trivsel.dk");
    EXPECT_EQ(danish.locale(), "da-DK");
    EXPECT_NE(danish.message(), status.message());
    EXPECT_EQ(retry.retry_delay().seconds(), 1);
    EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
  }
}

TEST(RefusalTest, AFaultSaysWhatWasExpectedAndFoundAndWhereHelpIs) {
  namespace token = validator::token;
  for (const v1::AccessFault code : token::AllAccessFaults()) {
    Refusal refusal;
    refusal.fault = token::Fault{code, "the right one", "another"};
    refusal.help = "https://docs.dk/x#" + token::FaultName(code);
    const google::rpc::Status status = ToRpcStatus(refusal);
    EXPECT_EQ(status.code(), token::TextOf(code).grpc_code());
    EXPECT_NE(status.code(), 0) << token::FaultName(code);
    ASSERT_EQ(status.details_size(), 3);
    google::rpc::ErrorInfo info;
    google::rpc::LocalizedMessage danish;
    google::rpc::Help help;
    ASSERT_TRUE(status.details(0).UnpackTo(&info));
    ASSERT_TRUE(status.details(1).UnpackTo(&danish));
    ASSERT_TRUE(status.details(2).UnpackTo(&help));
    EXPECT_EQ(info.reason(), token::FaultName(code));
    EXPECT_EQ(info.reason(), ReasonName(refusal));
    EXPECT_EQ(info.domain(), "trivsel.dk");
    EXPECT_EQ(info.metadata().at("expected"), "the right one");
    EXPECT_EQ(info.metadata().at("found"), "another");
    EXPECT_EQ(info.metadata().at("help"), refusal.help);
    EXPECT_EQ(help.links(0).url(), refusal.help);
    for (const std::string& part :
         {token::TextOf(code).danish(), token::TextOf(code).danish_advice(),
          std::string("another")}) {
      EXPECT_NE(danish.message().find(part), std::string::npos) << part;
    }
    EXPECT_NE(status.message().find(token::TextOf(code).english_advice()),
              std::string::npos);
    EXPECT_LT(status.ByteSizeLong(), 4096u) << "trailers have little room";
  }
}

TEST(ExecutorTest, RunsAllItTookAndRefusesMore) {
  std::atomic<int> ran{0};
  std::mutex gate;
  gate.lock();
  Executor executor(1, 2);
  ASSERT_TRUE(executor.Run([&] {
    std::lock_guard wait(gate);
    ++ran;
  }));
  // One is at work or waits; two more fit at most, the fourth never.
  int taken = 1;
  while (taken < 5 && executor.Run([&] { ++ran; })) ++taken;
  EXPECT_LE(taken, 3);
  gate.unlock();
  executor.Stop();
  EXPECT_EQ(ran, taken);
  EXPECT_FALSE(executor.Run([] {}));
}

TEST(ExecutorTest, ServesThoseWhoWaitInTurn) {
  std::mutex gate;
  gate.lock();
  Executor executor(1, 100);
  ASSERT_TRUE(executor.Run({9}, [&] { std::lock_guard wait(gate); }));
  std::vector<int> order;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(executor.Run({1, 1}, [&, i] { order.push_back(i); }));
  }
  ASSERT_TRUE(executor.Run({1, 2}, [&] { order.push_back(100); }));
  ASSERT_TRUE(executor.Run({2, 0}, [&] { order.push_back(200); }));
  gate.unlock();
  executor.Stop();
  ASSERT_EQ(order.size(), 22u);
  EXPECT_EQ((std::vector<int>(order.begin(), order.begin() + 4)),
            (std::vector<int>{0, 100, 200, 1}));
  EXPECT_EQ(order.back(), 19) << "each in its order";
}

TEST(ExecutorTest, OneCannotTakeAllThatMayWait) {
  std::mutex gate;
  gate.lock();
  Executor executor(1, 80);
  ASSERT_TRUE(executor.Run({9}, [&] { std::lock_guard wait(gate); }));
  int greedy = 0;
  while (greedy < 80 && executor.Run({1}, [] {})) ++greedy;
  EXPECT_GE(greedy, 69);
  EXPECT_LE(greedy, 71);
  EXPECT_TRUE(executor.Run({2}, [] {}));
  gate.unlock();
  executor.Stop();
}

class IntakeTest : public ::testing::Test {
 protected:
  void Submit(v1::Submission submission) {
    intake_.Submit(&submission, caller_, [this](Intake::Answer answer) {
      answers_.push_back(std::move(answer));
    });
  }
  FixedClock clock_;
  telemetry::Metrics metrics_;
  HeldSink sink_;
  access::Caller caller_ = HolbaekCaller();
  std::vector<std::string> denials_;
  std::vector<Intake::Answer> answers_;
  RuleShelf shelf_{
      std::shared_ptr<const RuleBook>(std::shared_ptr<void>(), &TestRules())};
  Intake intake_{shelf_, sink_, clock_, metrics_,
                 [this](const access::Caller& caller, const std::string& id) {
                   denials_.push_back(caller.submitter + " " + id);
                 }};
};

TEST_F(IntakeTest, AnswersOnlyWhenItIsOnDisk) {
  Submit(JsonSubmission(FixtureJson("josefine-1")));
  ASSERT_EQ(sink_.size(), 1u);
  EXPECT_TRUE(answers_.empty());
  queue::Committed committed;
  committed.received_at = absl::FromUnixMicros(1'500'000);
  sink_.Answer(0, committed);
  ASSERT_EQ(answers_.size(), 1u);
  const v1::Receipt& receipt = std::get<v1::Receipt>(answers_[0]);
  EXPECT_EQ(receipt.verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_FALSE(receipt.replayed());
  EXPECT_EQ(receipt.receive_time().seconds(), 1);
  EXPECT_EQ(receipt.receive_time().nanos(), 500'000'000);
  EXPECT_NE(metrics_.Text().find("outcome=\"accepted\""), std::string::npos);
}

TEST_F(IntakeTest, AReplayTellsWhatWasSaidThen) {
  Submit(JsonSubmission(FixtureJson("josefine-1")));
  v1::Receipt then;
  then.add_findings()->set_code("LTT-OLD");
  queue::Committed committed;
  committed.outcome = queue::CommitOutcome::kReplayed;
  committed.verdict = queue::Verdict::kRejected;
  committed.findings = then.SerializeAsString();
  committed.kle = {"11.11.11", "A00", "old", "2020-01-01"};
  committed.rule_set = "old rules";
  sink_.Answer(0, committed);
  const v1::Receipt& receipt = std::get<v1::Receipt>(answers_.at(0));
  EXPECT_TRUE(receipt.replayed());
  EXPECT_EQ(receipt.verdict(), v1::VERDICT_REJECTED);
  ASSERT_EQ(receipt.findings_size(), 1);
  EXPECT_EQ(receipt.findings(0).code(), "LTT-OLD");
  EXPECT_EQ(receipt.kle().subject(), "11.11.11");
  EXPECT_EQ(receipt.rule_set(), "old rules");
}

// Under a token for one municipality, the receipts of another's are not told.
TEST_F(IntakeTest, AReplayAboutAnotherMunicipalityIsOnlyAnIdInUse) {
  queue::Committed committed;
  committed.outcome = queue::CommitOutcome::kReplayed;
  committed.municipality_id = 8;
  Submit(JsonSubmission("unreadable", "r-1"));
  sink_.Answer(0, committed);
  EXPECT_TRUE(std::get<v1::Receipt>(answers_.at(0)).replayed())
      << "the certificate alone stands for all of the submitter's";
  caller_.token_until = absl::Now() + absl::Hours(1);
  Submit(JsonSubmission("unreadable", "r-1"));
  sink_.Answer(1, committed);
  EXPECT_EQ(std::get<Refusal>(answers_.at(1)).reason,
            v1::ERROR_REASON_REPORT_ID_REUSED);
  committed.municipality_id = 7;
  Submit(JsonSubmission("unreadable", "r-1"));
  sink_.Answer(2, committed);
  EXPECT_TRUE(std::get<v1::Receipt>(answers_.at(2)).replayed());
  committed.municipality_id.reset();
  Submit(JsonSubmission("unreadable", "r-1"));
  sink_.Answer(3, committed);
  EXPECT_TRUE(std::get<v1::Receipt>(answers_.at(3)).replayed());
}

TEST_F(IntakeTest, AnUnknownOutcomeIsUnavailable) {
  Submit(JsonSubmission(FixtureJson("josefine-1")));
  sink_.Answer(0, absl::UnavailableError("gone"));
  const Refusal& refusal = std::get<Refusal>(answers_.at(0));
  EXPECT_EQ(refusal.reason, v1::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_GT(refusal.retry_after, absl::ZeroDuration());
}

TEST_F(IntakeTest, AReusedIdIsTold) {
  Submit(JsonSubmission(FixtureJson("josefine-1")));
  queue::Committed committed;
  committed.outcome = queue::CommitOutcome::kIdReused;
  sink_.Answer(0, committed);
  EXPECT_EQ(std::get<Refusal>(answers_.at(0)).reason,
            v1::ERROR_REASON_REPORT_ID_REUSED);
}

TEST_F(IntakeTest, ADenialLeavesATraceAndStoresNothing) {
  caller_.municipalities.clear();
  Submit(JsonSubmission(FixtureJson("josefine-1")));
  EXPECT_EQ(sink_.size(), 0u);
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_EQ(std::get<Refusal>(answers_[0]).reason,
            v1::ERROR_REASON_MUNICIPALITY_NOT_ALLOWED);
  ASSERT_EQ(denials_.size(), 1u);
  EXPECT_EQ(denials_[0], "vendor " + FixtureReport("josefine-1").id());
  EXPECT_NE(metrics_.Text().find("outcome=\"denied\""), std::string::npos);
}

TEST_F(IntakeTest, ADryRunStoresNothing) {
  v1::Submission submission = JsonSubmission(FixtureJson("josefine-1"));
  const Intake::Answer answer = intake_.DryRun(&submission, caller_, false);
  EXPECT_EQ(std::get<v1::Receipt>(answer).verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_FALSE(std::get<v1::Receipt>(answer).has_receive_time());
  EXPECT_EQ(sink_.size(), 0u);
}

}  // namespace
}  // namespace trivsel::gateway::ingest
