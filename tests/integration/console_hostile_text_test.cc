// Text from outside is text on every page: hostile words in each field that
// anybody outside or inside fills in, and then every page there is, by its
// links.
#include <gmock/gmock.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/access/fingerprint.h"
#include "gateway/login/cookies.h"
#include "gateway/store/onboarding.h"
#include "gateway/store/registry_documents.h"
#include "tests/integration/console_fixture.h"
#include "tests/integration/page_reader.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway {
namespace {

namespace ltt = trivsel::ltt::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::HasSubstr;
using ::testing::Not;

// Leaves an attribute in either quotes, text, a script, a comment.
std::string Hostile(const std::string& where) {
  return absl::StrCat("zq-", where, "-zq'\"><img src=x onerror=x()><script>x()",
                      "</script>--></textarea>");
}

// Part of an address, where a slash has no place.
constexpr char kDestination[] = "zq-to-zq'\"><img src=x onerror=x()><script>";

// In a literal of SQL.
std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

std::string InJson(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\"", "\\\""}});
}

// Every text of a message and of what is in it; adds what they are to `places`.
void Spoil(const std::string& where, Message* message,
           std::set<std::string>* places) {
  const auto* reflection = message->GetReflection();
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const auto* one_of = field->real_containing_oneof();
    if (one_of != nullptr && !reflection->HasField(*message, field)) continue;
    const std::string name =
        absl::StrCat(where, ".", std::string(field->name()));
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      places->insert(name);
      if (field->is_repeated()) {
        reflection->ClearField(message, field);
        reflection->AddString(message, field, Hostile(name));
      } else {
        reflection->SetString(message, field, Hostile(name));
      }
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Spoil(name, reflection->MutableMessage(message, field), places);
        continue;
      }
      if (reflection->FieldSize(*message, field) == 0) {
        reflection->AddMessage(message, field);
      }
      for (int k = 0; k < reflection->FieldSize(*message, field); ++k) {
        Spoil(name, reflection->MutableRepeatedMessage(message, field, k),
              places);
      }
    }
  }
}

class ConsoleHostileTextTest : public ConsoleFixture {
 protected:
  // A vendor system and a municipality with hostile names.
  void Register() {
    const std::string name = Hostile("submitter");
    ASSERT_TRUE(registry_->PutSubmitter("test", name).ok());
    ASSERT_TRUE(registry_->Allow("test", name, "29189447").ok());
    const auto facts = access::ReadCertificate(evil_.cert_pem);
    ASSERT_TRUE(registry_
                    ->PutCredential("test", name,
                                    access::ToHex(facts->fingerprint),
                                    Hostile("label"), facts->not_after)
                    .ok());
    ASSERT_TRUE(
        registry_
            ->PutMunicipality(
                "test",
                {0, "29189447", Hostile("municipality"), {"451000016003"}})
            .ok());
    store::DocumentRow document;
    document.cvr = "29189447";
    document.reference = Hostile("agreement");
    document.signed_on = absl::CivilDay(2026, 11, 1);
    document.valid.until = absl::Now() + absl::Hours(24 * 9);
    const auto put = store::DocumentRegistry(pool_.get()).Put("test", document);
    ASSERT_TRUE(put.ok()) << put.status();
    const absl::Status contact =
        store::Onboarding(pool_.get())
            .PutContact("test",
                        {0, "29189447", "it", Hostile("contact-name"),
                         Hostile("contact-at"), Hostile("contact-mail")});
    ASSERT_TRUE(contact.ok()) << contact;
  }

  // A report whose every text is hostile but what it takes to be kept.
  ltt::DeliveryReport Spoiled(std::set<std::string>* places) {
    ltt::DeliveryReport report = factory_.Next();
    const std::string id = report.id();
    std::string cpr;
    for (const ltt::Entry& entry : report.entry()) {
      if (entry.has_citizen()) cpr = entry.citizen().identifier().value();
    }
    report.add_entry()->mutable_referral();
    Spoil("report", &report, places);
    report.set_id(id);
    for (ltt::Entry& entry : *report.mutable_entry()) {
      if (!entry.has_citizen()) continue;
      entry.mutable_citizen()->mutable_identifier()->set_value(cpr);
      entry.mutable_citizen()
          ->mutable_managing_organization()
          ->mutable_identifier()
          ->set_value(testing::kFactorySor);
    }
    return report;
  }

  // The same by FHIR JSON: hostile names, types, and values in their places.
  void SubmitJson() {
    v1::SubmitReportRequest request;
    const std::string text = InJson(Hostile("json"));
    request.mutable_submission()->set_fhir_json(absl::StrCat(
        R"({"resourceType":"Bundle","id":"json-1","type":"collection",")",
        InJson(Hostile("json-key")), "\":\"", text,
        R"(","entry":[{"resource":{"resourceType":"CarePlan","id":")", text,
        R"(","status":")", text, R"(","text":{"div":")", text, "\"},\"",
        InJson(Hostile("json-deep")), "\":{\"", InJson(Hostile("json-deeper")),
        "\":[\"", text, R"("]}}},{"resource":{"resourceType":")",
        InJson(Hostile("json-type")), R"(","id":"x"}}]})"));
    v1::SubmitReportResponse response;
    const grpc::Status status =
        StubAs(evil_)->SubmitReport(Context().get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // What a receiver said of report 1, and how a delivery goes.
  void LetAReceiverRefuse() {
    v1::Receipt said;
    v1::Finding* finding = said.add_findings();
    finding->set_code(Hostile("receiver-code"));
    finding->set_danish(Hostile("receiver-danish"));
    finding->set_english(Hostile("receiver-english"));
    finding->set_path(Hostile("receiver-path"));
    finding->set_fhir_path(Hostile("receiver-place"));
    const std::string octets = absl::StrCat(
        "decode('", absl::BytesToHexString(said.SerializeAsString()),
        "', 'hex')");
    Do(absl::StrCat(
        "insert into destination (name, paused_at, paused_by, pause_reason) "
        "values (",
        Quoted(kDestination), ", now(), ", Quoted(Hostile("paused-by")), ", ",
        Quoted(Hostile("pause-reason")), ")"));
    Do(absl::StrCat(
        "insert into receipt (report_key, destination_id, submitter_id, "
        "batch_id, outcome, received_at, receiver_reference, findings) select "
        "report_key, (select max(destination_id) from destination), "
        "submitter_id, 1, 2, received_at, ",
        Quoted(Hostile("receiver-reference")), ", ", octets,
        " from rejection order by rejection_id limit 1"));
    Do(absl::StrCat(
        "insert into rejection (report_key, received_at, submitter_id, "
        "municipality_id, origin, destination_id, codes, findings) select "
        "report_key, received_at, submitter_id, municipality_id, 2, (select "
        "max(destination_id) from destination), array[",
        Quoted(Hostile("receiver-code")), "], ", octets,
        " from rejection order by rejection_id limit 1"));
    Do(absl::StrCat(
        "insert into lane_owner (destination_id, owner, "
        "seen_until, circuit_open, last_failure) select "
        "max(destination_id), ",
        Quoted(Hostile("owner")), ", now() + interval '1h', true, ",
        Quoted(Hostile("failure")), " from destination"));
  }

  // Each act once, with hostile words.
  void Act(LoginBrowser& browser) {
    const auto act = [&](const std::string& what, const std::string& where,
                         int version, const std::string& to = "") {
      const auto page = browser.Post(
          Url("/afviste/handling"),
          {{"csrf", CsrfOf(browser)},
           {"handling", what},
           {"tekst_til_handling", where.empty() ? "" : Hostile(where)},
           {"til_hvem", to},
           {"valgt", absl::StrCat("1:", version)}});
      EXPECT_EQ(page.status, 303) << page.body;
    };
    act("note", "note", 1);
    act("tilbage", "returned", 2);
    act("giv", "", 3, Hostile("assignee"));
    for (const char* what : {"tilbage", "luk"}) {
      const auto page = browser.Post(
          Url("/job"), {{"csrf", CsrfOf(browser)},
                        {"handling", what},
                        {"tekst_til_handling", Hostile("job-text")},
                        {"kode", Hostile("job-code")},
                        {"hos", Hostile("job-assignee")},
                        {"tekst", Hostile("job-words")}});
      EXPECT_EQ(page.status, 303) << page.body;
    }
    EXPECT_EQ(Count("select count(*) from review_event"), 3);
    EXPECT_EQ(Count("select count(*) from review_job"), 2);
  }

  // Reads a page, and all that it leads to.
  void Walk(LoginBrowser& browser, const std::string& from) {
    std::vector<std::string> ahead = {from};
    while (!ahead.empty() && read_.size() < 400) {
      const std::string path = ahead.back();
      ahead.pop_back();
      if (!read_.insert(path).second) continue;
      SCOPED_TRACE(path);
      const auto page = browser.Get(Url(path));
      EXPECT_EQ(page.status, 200) << page.body;
      Look(page);
      for (std::string link : ReadPage(page.body).Values("a", "href")) {
        link.resize(std::min(link.size(), link.find('#')));
        if (link.empty() || link.starts_with("/visning?")) continue;
        ahead.push_back(link);
      }
    }
    EXPECT_LT(read_.size(), 400u);
  }

  void Look(const LoginBrowser::Page& page) {
    const PageParts parts = ReadPage(page.body, idp_url_);
    EXPECT_EQ(parts.fault, "");
    seen_.push_back(parts);
    // Each form that acts has the token of the session.
    size_t posts = 0, tokens = 0;
    for (const PageElement& element : parts.elements) {
      posts += element.name == "form" && element.Value("method") == "post";
      tokens += element.Value("name") == "csrf" &&
                element.Value("value").size() == 43;
    }
    EXPECT_EQ(posts, tokens);
  }

  bool Seen(const std::string& words) const {
    for (const PageParts& parts : seen_) {
      if (parts.Shows(words)) return true;
    }
    return false;
  }

  const testing::CertifiedKey evil_ = certificates_.Client("evil");
  std::set<std::string> read_;
  std::vector<PageParts> seen_;
};

// What the tests here go by can tell markup from text.
TEST(PageReaderTest, FindsWhatIsNotText) {
  const auto fault = [](const std::string& body) {
    return ReadPage("<!DOCTYPE html>\n<html>" + body + "</html>").fault;
  };
  EXPECT_EQ(fault("<p class=\"a\">&lt;img&gt; &quot;&#39;</p><br>"), "");
  EXPECT_EQ(fault("<a href=\"/job?a=1&amp;b=2\">x</a><a href=\"#a\">y</a>"),
            "");
  for (const char* body :
       {"<img src=\"/x\">", "<script>x()</script>", "<p>a & b</p>", "<p>a > b",
        "<p onclick=\"x()\">a</p>", "<p style=\"a\">a</p>", "<p>a</b></p>",
        "<a href=\"//evil.example\">a</a>", "<a href=\"javascript:x()\">a</a>",
        "<p class=\"a\"\">b</p>", "<p class='a'>b</p>", "<p>&nbsp;</p>",
        "<script src=\"/x.js\"></script>", "<!-- a -->", "<p title=\"<\">a</p>",
        "<form action=\"https://evil.example\"></form>"}) {
    EXPECT_NE(fault(body), "") << body;
  }
  EXPECT_NE(ReadPage("<html></html>").fault, "");
}

TEST_F(ConsoleHostileTextTest, IsTextOnEveryPageThatShowsIt) {
  ASSERT_NO_FATAL_FAILURE(Register());
  ASSERT_NO_FATAL_FAILURE(OpenForAll());
  std::set<std::string> places;
  ASSERT_NO_FATAL_FAILURE(Submit(Spoiled(&places), evil_));
  ASSERT_NO_FATAL_FAILURE(SubmitJson());
  ASSERT_NO_FATAL_FAILURE(LetAReceiverRefuse());
  LoginBrowser olga = LoggedIn(kOlga);
  Do(absl::StrCat("update login_session set name = ", Quoted(Hostile("user"))));
  Act(olga);
  for (const char* language : {"da", "en"}) {
    olga.SetCookie(Url(""), "__Host-trivsel-sprog", language);
    read_.clear();
    Walk(olga, "/overblik");
    Walk(olga,
         "/afviste/liste?tilstand=aaben&tilstand=behandles&"
         "tilstand=tilbage&tilstand=lukket&tilstand=igennem");
    EXPECT_GT(read_.size(), 15u);
  }
  // What a page shows once, after an act; and the CPR number's page.
  const auto shown =
      olga.Post(Url("/indberetning/1/cpr"),
                {{"csrf", CsrfOf(olga)}, {"begrundelse", Hostile("reason")}});
  EXPECT_EQ(shown.status, 200);
  Look(shown);
  olga.Post(Url("/afviste/handling"),
            {{"csrf", CsrfOf(olga)}, {"handling", "tag"}, {"valgt", "1:1"}});
  Look(olga.Get(Url("/afviste/liste")));

  // All of it was there to be seen.
  for (const char* where : {"submitter",
                            "municipality",
                            "agreement",
                            "contact-name",
                            "contact-at",
                            "contact-mail",
                            "json",
                            "json-key",
                            "json-deep",
                            "json-deeper",
                            "json-type",
                            "receiver-code",
                            "receiver-danish",
                            "receiver-english",
                            "receiver-place",
                            "receiver-reference",
                            "paused-by",
                            "pause-reason",
                            "owner",
                            "failure",
                            "note",
                            "returned",
                            "assignee",
                            "job-text",
                            "job-code",
                            "job-assignee",
                            "job-words",
                            "user"}) {
    EXPECT_TRUE(Seen(Hostile(where)) || Seen(InJson(Hostile(where)))) << where;
  }
  EXPECT_TRUE(Seen(kDestination));
  EXPECT_GT(places.size(), 40u);
  for (const std::string& place : places) {
    // What it takes to be kept, and to be this municipality's and a child's.
    if (place == "report.id" ||
        place.starts_with("report.entry.citizen.identifier.value") ||
        place.ends_with("managing_organization.identifier.value") ||
        // The FHIR form, in which it is shown, has no place for these.
        place == "report.entry.encounter.period.end" ||
        place == "report.entry.referral.period.end") {
      continue;
    }
    // Of the report itself there is only the text of the record.
    EXPECT_TRUE(Seen(Hostile(place)) || Seen(InJson(Hostile(place)))) << place;
  }
}

// Parts of addresses, and everything that a query can hold.
TEST_F(ConsoleHostileTextTest, IsTextWhenItComesByTheAddress) {
  OpenForAll();
  LoginBrowser nobody = NewBrowser(), olga = LoggedIn(kOlga);
  const std::string text = Hostile("address");
  LoginBrowser::Fields fields;
  for (const char* name : {"kommune",
                           "system",
                           "kode",
                           "hos",
                           "tekst",
                           "fra",
                           "til",
                           "tilstand",
                           "afvist_af",
                           "side",
                           "sprog",
                           "farver",
                           "tilbage",
                           "med",
                           "lang",
                           "q",
                           "SAMLRequest",
                           "SAMLResponse",
                           "RelayState",
                           "SigAlg",
                           "Signature",
                           "state",
                           "code",
                           "error",
                           "error_description",
                           "iss"}) {
    fields.emplace(name, text);
  }
  const std::string query = "?" + LoginBrowser::Encoded(fields);
  const std::string segment = LoginBrowser::Encoded({{"x", text}}).substr(2);
  for (LoginBrowser* browser : {&nobody, &olga}) {
    for (const Route& route : Routes()) {
      const std::string hostile =
          absl::StrReplaceAll(route.path, {{"{key}", segment},
                                           {"{id}", segment},
                                           {"{cvr}", segment},
                                           {"{name}", segment},
                                           {"{version}", segment}});
      for (const std::string& path : {Fill(route.path), hostile}) {
        SCOPED_TRACE(path);
        std::vector<LoginBrowser::Page> pages = {
            browser->Get(Url(path) + query)};
        if (route.method == "POST" && route.path != "/logout") {
          LoginBrowser::Fields form = fields;
          form.emplace("csrf", CsrfOf(olga));
          pages.push_back(browser->Post(Url(path), form));
        }
        for (const LoginBrowser::Page& page : pages) {
          EXPECT_LT(page.status, 500);
          const auto type = page.headers.find("content-type");
          if (type == page.headers.end()) continue;
          if (type->second.starts_with("text/html")) Look(page);
          EXPECT_THAT(page.headers.find("x-content-type-options")->second,
                      "nosniff");
        }
      }
    }
  }
  EXPECT_TRUE(Seen(text)) << "somewhere it is shown";
  // A notice is a cookie: one that somebody else set is text too.
  olga.SetCookie(Url(""), "__Host-trivsel-besked",
                 absl::WebSafeBase64Escape("2\n" + Hostile("notice")));
  Look(olga.Get(Url("/job")));
  EXPECT_TRUE(Seen(Hostile("notice")));
}

}  // namespace
}  // namespace trivsel::gateway
