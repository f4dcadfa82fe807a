// Judging: pure, and total.
#include "gateway/ingest/judge.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "gateway/ingest/report_facts.h"
#include "google/protobuf/unknown_field_set.h"
#include "tests/gateway/ingest/ingest_fixture.h"
#include "validator/fhir/fhir_writer.h"
#include "validator/gateway_finding.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using queue::ContentForm;
using queue::Verdict;

class JudgeTest : public ::testing::Test {
 protected:
  Judgement Run(v1::Submission submission) {
    return judge_.Run(&submission, caller_, TestNow(),
                      validator::Strictness::kProfile);
  }
  Judged Pass(v1::Submission submission) {
    Judgement judgement = Run(std::move(submission));
    EXPECT_TRUE(std::holds_alternative<Judged>(judgement))
        << ReasonName(std::get<Refusal>(judgement).reason);
    return std::move(std::get<Judged>(judgement));
  }
  std::string Refused(v1::Submission submission) {
    Judgement judgement = Run(std::move(submission));
    const Refusal* refusal = std::get_if<Refusal>(&judgement);
    return refusal == nullptr ? "" : ReasonName(refusal->reason);
  }
  static bool Has(const Judged& judged, const std::string& code) {
    for (const v1::Finding& finding : judged.receipt.findings()) {
      if (finding.code() == code) return true;
    }
    return false;
  }

  access::Caller caller_ = HolbaekCaller();
  Judge judge_{TestRules()};
};

TEST_F(JudgeTest, AcceptsFhirJson) {
  const std::string json = FixtureJson("josefine-1");
  const Judged judged = Pass(JsonSubmission(json));
  const ltt::v1::DeliveryReport report = FixtureReport("josefine-1");
  EXPECT_EQ(judged.draft.verdict, Verdict::kAccepted)
      << judged.receipt.ShortDebugString();
  EXPECT_EQ(judged.draft.report_id, report.id());
  EXPECT_EQ(judged.draft.form, ContentForm::kFhirJson);
  EXPECT_EQ(judged.draft.content, json);
  EXPECT_EQ(judged.draft.canonical, SerializeDeterministically(report));
  EXPECT_EQ(judged.draft.submitter_id, 3);
  EXPECT_EQ(judged.draft.municipality_id, 7);
  EXPECT_EQ(judged.draft.kle.subject, "29.24.16");
  EXPECT_EQ(judged.draft.kle.rule, "ltt-care-plan");
  EXPECT_EQ(judged.receipt.kle().facet(), "G01");
  EXPECT_EQ(judged.receipt.verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_FALSE(judged.receipt.rule_set().empty());
  EXPECT_EQ(judged.draft.resources.size(),
            static_cast<size_t>(report.entry_size()));
}

TEST_F(JudgeTest, TheThreeFormsOfOneReportGiveTheSameJudgement) {
  const ltt::v1::DeliveryReport report = FixtureReport("josefine-1");
  const std::string bytes = SerializeDeterministically(report);
  const Judged json = Pass(JsonSubmission(FixtureJson("josefine-1")));
  const Judged message = Pass(ReportSubmission(report));
  const Judged binary = Pass(BinarySubmission(bytes));
  EXPECT_EQ(message.draft.content, bytes);
  EXPECT_TRUE(message.draft.canonical.empty()) << "the content is canonical";
  EXPECT_TRUE(binary.draft.canonical.empty());
  EXPECT_EQ(message.draft.digest, binary.draft.digest);
  EXPECT_NE(message.draft.digest, json.draft.digest);
  EXPECT_EQ(message.draft.citizen, json.draft.citizen);
  EXPECT_EQ(message.draft.lane, json.draft.lane);
  EXPECT_EQ(message.receipt.SerializeAsString(),
            json.receipt.SerializeAsString());
}

// Puts a field that we do not know into every message of the report; gives
// the paths of those messages.
void AddUnknown(google::protobuf::Message* message, const std::string& path,
                std::set<std::string>* paths) {
  const auto* reflection = message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  const std::string dot = path.empty() ? "" : ".";
  for (const auto* field : fields) {
    if (field->cpp_type() != field->CPPTYPE_MESSAGE) continue;
    const std::string below = path + dot + field->name();
    if (!field->is_repeated()) {
      AddUnknown(reflection->MutableMessage(message, field), below, paths);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      AddUnknown(reflection->MutableRepeatedMessage(message, field, i),
                 below + "[" + std::to_string(i) + "]", paths);
    }
  }
  reflection->MutableUnknownFields(message)->AddLengthDelimited(9999)->assign(
      "from a newer standard");
  paths->insert(path);
}

TEST_F(JudgeTest, TellsOfEveryFieldThatItDoesNotKnow) {
  ltt::v1::DeliveryReport report = FixtureReport("josefine-4");
  std::set<std::string> expected;
  AddUnknown(&report, "", &expected);
  ASSERT_GT(expected.size(), 20u);
  const std::string bytes = SerializeDeterministically(report);
  for (const Judged& judged :
       {Pass(ReportSubmission(report)), Pass(BinarySubmission(bytes))}) {
    EXPECT_EQ(judged.receipt.verdict(), v1::VERDICT_ACCEPTED);
    EXPECT_EQ(judged.draft.content, bytes) << "kept as it came";
    std::set<std::string> told;
    for (const v1::Finding& finding : judged.receipt.findings()) {
      EXPECT_TRUE(absl::EndsWith(finding.code(), "-UNKNOWN-FIELD"))
          << finding.code();
      EXPECT_EQ(finding.severity(), v1::SEVERITY_WARNING);
      EXPECT_NE(finding.danish().find("sendes ikke videre"), std::string::npos);
      EXPECT_NE(finding.english().find("not carried onward"),
                std::string::npos);
      EXPECT_TRUE(told.insert(finding.path()).second) << finding.path();
    }
    EXPECT_EQ(told, expected);
    std::string onward;
    validator::fhir::AppendFhirJson(*TestRules().mapping, report, &onward);
    EXPECT_EQ(onward.find("newer"), std::string::npos);
  }
}

TEST_F(JudgeTest, IsPure) {
  const std::string json = FixtureJson("josefine-faulty");
  const Judged first = Pass(JsonSubmission(json));
  Pass(JsonSubmission(FixtureJson("josefine-2")));
  const Judged again = Pass(JsonSubmission(json));
  EXPECT_EQ(first.draft.digest, again.draft.digest);
  EXPECT_EQ(first.receipt.SerializeAsString(),
            again.receipt.SerializeAsString());
}

TEST_F(JudgeTest, RejectsTheFaultyReportAndKeepsItsFindings) {
  const Judged judged = Pass(JsonSubmission(FixtureJson("josefine-faulty")));
  EXPECT_EQ(judged.draft.verdict, Verdict::kRejected);
  EXPECT_FALSE(judged.draft.error_codes.empty());
  EXPECT_TRUE(judged.draft.resources.empty()) << "not part of the timeline";
  v1::Receipt stored;
  ASSERT_TRUE(stored.ParseFromString(judged.draft.findings));
  EXPECT_EQ(stored.findings_size(), judged.receipt.findings_size());
  EXPECT_FALSE(stored.findings(0).danish().empty());
}

TEST_F(JudgeTest, StoresWhatCannotBeRead) {
  const Judged json = Pass(JsonSubmission("{\"resourceType\":", "r-1"));
  EXPECT_EQ(json.draft.verdict, Verdict::kRejected);
  EXPECT_EQ(json.draft.report_id, "r-1");
  EXPECT_TRUE(json.draft.canonical.empty());
  EXPECT_EQ(json.draft.municipality_id, 7) << "the caller's only one";
  EXPECT_TRUE(json.draft.kle.subject.empty());

  const Judged binary = Pass(BinarySubmission("\xFF\xFF", "r-2"));
  EXPECT_EQ(binary.draft.verdict, Verdict::kRejected);
  EXPECT_TRUE(Has(binary, "GW-PROTO-UNREADABLE"));
  EXPECT_EQ(binary.draft.content, "\xFF\xFF");

  caller_.municipalities.push_back(std::make_shared<access::Municipality>());
  EXPECT_EQ(Pass(JsonSubmission("nonsense", "r-3")).draft.municipality_id, 0);
}

TEST_F(JudgeTest, ReportIdComesFromTheSubmissionOrTheContent) {
  ltt::v1::DeliveryReport report = FixtureReport("josefine-1");
  EXPECT_EQ(Refused(JsonSubmission("nonsense")), "REPORT_ID_MISSING");
  EXPECT_EQ(Refused(ReportSubmission(report, "no/id")), "REPORT_ID_INVALID");
  EXPECT_EQ(Refused(ReportSubmission(report, std::string(65, 'a'))),
            "REPORT_ID_INVALID");
  EXPECT_EQ(Refused(v1::Submission()), "CONTENT_MISSING");
  EXPECT_EQ(Refused(JsonSubmission("", "r-1")), "CONTENT_MISSING");

  const Judged other = Pass(ReportSubmission(report, "another-id"));
  EXPECT_EQ(other.draft.verdict, Verdict::kRejected);
  EXPECT_EQ(other.draft.report_id, "another-id");
  EXPECT_TRUE(Has(other, "GW-REPORT-ID-MISMATCH"));
  EXPECT_EQ(Pass(ReportSubmission(report, report.id())).draft.verdict,
            Verdict::kAccepted);

  report.clear_id();
  EXPECT_EQ(Refused(ReportSubmission(report)), "REPORT_ID_MISSING");
  const Judged named = Pass(ReportSubmission(report, "given-id"));
  EXPECT_EQ(named.draft.verdict, Verdict::kAccepted)
      << named.receipt.ShortDebugString();
  EXPECT_EQ(named.draft.content, SerializeDeterministically(report));
  ltt::v1::DeliveryReport canonical;
  ASSERT_TRUE(canonical.ParseFromString(named.draft.canonical));
  EXPECT_EQ(canonical.id(), "given-id") << "what goes onward states its id";
}

TEST_F(JudgeTest, ExtraCodingsStayInTheOriginalAndDoNotGoOnward) {
  ltt::v1::DeliveryReport report = FixtureReport("josefine-4");
  ltt::v1::DeliveryReport expected = report;
  int extended = 0;
  for (auto& entry : *report.mutable_entry()) {
    if (!entry.encounter().participant().has_type()) continue;
    // FHIR lets a code of another system stand beside the one that is asked
    // for, also before it.
    auto* codings = entry.mutable_encounter()
                        ->mutable_participant()
                        ->mutable_type()
                        ->mutable_coding();
    auto* other = codings->Add();
    other->set_system("https://fagsystem.example/roles");
    other->set_code("mother");
    codings->SwapElements(0, 1);
    ++extended;
  }
  ASSERT_GT(extended, 0);
  const std::string bytes = SerializeDeterministically(report);
  const Judged judged = Pass(ReportSubmission(report));
  EXPECT_EQ(judged.draft.verdict, Verdict::kAccepted)
      << judged.receipt.ShortDebugString();
  EXPECT_TRUE(Has(judged, "LTT-ENCOUNTER-PARTICIPANT-TYPE-NOT-ONE-CODING"));
  EXPECT_EQ(judged.draft.content, bytes) << "kept as it came";
  EXPECT_EQ(judged.draft.canonical, SerializeDeterministically(expected));
  // The extra coding is part of what the submitter's id stands for.
  EXPECT_NE(judged.draft.digest, Pass(ReportSubmission(expected)).draft.digest);
}

TEST_F(JudgeTest, DeniesAnotherMunicipality) {
  ltt::v1::DeliveryReport report = FixtureReport("josefine-1");
  for (auto& entry : *report.mutable_entry()) {
    if (!entry.has_citizen()) continue;
    auto* sor = entry.mutable_citizen()
                    ->mutable_managing_organization()
                    ->mutable_identifier();
    sor->set_value("61741000016007");
    EXPECT_EQ(Refused(ReportSubmission(report)), "MUNICIPALITY_NOT_ALLOWED");
    // No SOR code at all: against the rules, and nobody else's affair.
    sor->set_value("Holbæk");
    EXPECT_EQ(Pass(ReportSubmission(report)).draft.verdict, Verdict::kRejected);
  }
  caller_.municipalities.clear();
  EXPECT_EQ(Refused(JsonSubmission(FixtureJson("josefine-1"))),
            "MUNICIPALITY_NOT_ALLOWED");
}

TEST_F(JudgeTest, NothingStoredBesidesTheContentHoldsTheCpr) {
  const Judged judged = Pass(JsonSubmission(FixtureJson("josefine-faulty")));
  const std::string cpr(CitizenCpr(FixtureReport("josefine-1")));
  ASSERT_EQ(cpr.size(), 10u);
  EXPECT_EQ(judged.receipt.DebugString().find(cpr), std::string::npos);
  EXPECT_EQ(judged.draft.findings.find(cpr), std::string::npos);
  const std::string ref(judged.draft.citizen.begin(),
                        judged.draft.citizen.end());
  EXPECT_EQ(ref.find(cpr), std::string::npos);
}

TEST_F(JudgeTest, StrictnessMakesErrorsOfTheGuidesProse) {
  ltt::v1::DeliveryReport report = FixtureReport("josefine-1");
  for (auto& entry : *report.mutable_entry()) {
    if (entry.has_care_plan()) {
      entry.mutable_care_plan()->set_status(ltt::v1::REQUEST_STATUS_ON_HOLD);
    }
  }
  v1::Submission submission = ReportSubmission(report);
  EXPECT_EQ(Pass(submission).draft.verdict, Verdict::kAccepted);
  const Judgement strict = judge_.Run(&submission, caller_, TestNow(),
                                      validator::Strictness::kGuide);
  EXPECT_EQ(std::get<Judged>(strict).draft.verdict, Verdict::kRejected);
}

TEST(GatewayFindingTest, EachHasBothSentences) {
  ASSERT_FALSE(validator::AllGatewayFindings().empty());
  for (const validator::Finding& finding : validator::AllGatewayFindings()) {
    EXPECT_EQ(finding.code.rfind("GW-", 0), 0u) << finding.code;
    EXPECT_FALSE(finding.danish.empty()) << finding.code;
    EXPECT_FALSE(finding.english.empty()) << finding.code;
  }
}

}  // namespace
}  // namespace trivsel::gateway::ingest
