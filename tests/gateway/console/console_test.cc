// Rights, scope, forged forms and hostile text, through the console's routes.
#include "gateway/console/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gateway/console/asset_table.h"
#include "tests/gateway/console/fake_desks.h"
#include "tests/gateway/console/fake_review.h"

namespace trivsel::gateway::console {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ConsoleTest : public ::testing::Test {
 protected:
  ConsoleTest() {
    auto made = Console::Create({gate_, [this] { return &review_; }, registry_,
                                 deliveries_, absl::Now});
    EXPECT_TRUE(made.ok()) << made.status();
    console_ = *std::move(made);
    console_->AddRoutes(&routes_);
  }

  http::Response Ask(const std::string& method, const std::string& target,
                     const std::string& user, const std::string& body = "") {
    const size_t mark = target.find('?');
    http::Request request;
    request.id = "0123456789abcdef0123456789abcdef";
    request.method = method;
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.body = body;
    if (!user.empty())
      request.headers.Add("Cookie", absl::StrCat("bruger=", user));
    http::Routes::Found found = routes_.Find(method, request.path);
    if (found.status != 200) return {found.status, "", "", {}};
    request.path_values = found.values;
    return found.route->handle(request);
  }
  http::Response Get(const std::string& target, const std::string& user) {
    return Ask("GET", target, user);
  }
  http::Response Post(const std::string& target, const std::string& user,
                      const std::string& body) {
    return Ask("POST", target, user,
               absl::StrCat("csrf=csrf-", user, "&", body));
  }

  const absl::Time now_ = absl::Now();
  FakeReview review_{now_, "{\n \"resourceType\": \"Bundle\"\n}\n"};
  FakeDeliveries deliveries_{now_};
  FakeRegistry registry_{now_};
  FakeGate gate_;
  std::unique_ptr<Console> console_;
  http::Routes routes_;
};

constexpr const char* kPages[] = {
    "/overblik", "/afviste",           "/afviste/liste",
    "/job",      "/indberetning/2390", "/leverancer",
    "/kommuner", "/kommuner/11111111", "/leverancer/national/genafspil",
    "/standard"};

// Of each cell of a table's row: whether it stands where numbers do.
std::vector<bool> NumberColumns(std::string_view row) {
  std::vector<bool> columns;
  for (size_t at = row.find("<t"); at != row.npos;
       at = row.find("<t", at + 1)) {
    const std::string tag(row.substr(at, row.find('>', at) - at));
    if (tag.starts_with("<td") || tag.starts_with("<th ")) {
      columns.push_back(tag.find("class=\"num\"") != tag.npos);
    }
  }
  return columns;
}

TEST_F(ConsoleTest, HeadingsStandWhereTheirNumbersDo) {
  int tables = 0, numbers = 0;
  for (const char* page : kPages) {
    const std::string body = Get(page, "anne").body;
    for (size_t at = body.find("<thead>"); at != body.npos;
         at = body.find("<thead>", at + 1)) {
      const size_t cells = body.find("<tbody>", at);
      const size_t row = body.find("</tr>", cells);
      if (row > body.find("</tbody>", cells)) continue;  // nothing in it
      const std::string_view head(&body[at], cells - at),
          first(&body[cells], row - cells);
      EXPECT_EQ(NumberColumns(head), NumberColumns(first)) << page << head;
      ++tables;
      for (const bool number : NumberColumns(first)) numbers += number;
    }
  }
  EXPECT_GT(tables, 8);
  EXPECT_GE(numbers, 12) << "overview, groups, deliveries";
}

TEST_F(ConsoleTest, EveryPageAnswersWithItsHeaders) {
  for (const char* page : kPages) {
    const http::Response response = Get(page, "anne");
    EXPECT_EQ(response.status, 200) << page;
    ASSERT_NE(response.headers.Find("Content-Security-Policy"), nullptr);
    const std::string policy =
        *response.headers.Find("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_THAT(response.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(response.body, Not(HasSubstr(" style=")));
  }
}

TEST_F(ConsoleTest, NobodyWithoutASession) {
  for (const char* page : kPages) {
    if (std::string_view(page) == "/standard") continue;
    EXPECT_EQ(Get(page, "").status, 303) << page;
  }
  EXPECT_EQ(Ask("POST", "/job", "", "handling=tag").status, 401);
}

// Vendors have no login, and are sent there from their rejected reports.
TEST_F(ConsoleTest, TheStandardIsEverybodys) {
  const http::Response standard = Get("/standard", "");
  EXPECT_EQ(standard.status, 200);
  EXPECT_THAT(standard.body, HasSubstr("LTT-"));
  EXPECT_THAT(standard.body, HasSubstr("/login?til=%2Fstandard"));
  EXPECT_THAT(standard.body, Not(HasSubstr("csrf")));
  EXPECT_THAT(standard.body, Not(HasSubstr("/afviste")));
}

TEST_F(ConsoleTest, NobodyWithoutARight) {
  for (const char* page : {"/overblik", "/afviste", "/afviste/liste", "/job",
                           "/leverancer", "/kommuner", "/indberetning/10"}) {
    EXPECT_EQ(Get(page, "nul").status, 403) << page;
  }
  EXPECT_THAT(Get("/overblik", "nul").body, Not(HasSubstr("/leverancer")));
}

TEST_F(ConsoleTest, OutsideTheScopeIsNotThere) {
  // Report 10 is Bjergby's; Bo has Korsbæk.
  ASSERT_EQ(Get("/indberetning/10", "anne").status, 200);
  const http::Response outside = Get("/indberetning/10", "bo");
  const http::Response nowhere = Get("/indberetning/11", "bo");
  EXPECT_EQ(outside.status, 404);
  EXPECT_EQ(outside.body.size(), nowhere.body.size());
  EXPECT_EQ(Get("/kommuner/22222222", "bo").status, 404);
  EXPECT_EQ(Get("/kommuner/11111111", "bo").status, 200);
  EXPECT_THAT(Get("/kommuner", "bo").body, Not(HasSubstr("Bjergby")));
  EXPECT_THAT(Get("/overblik", "bo").body, Not(HasSubstr("Bjergby")));
  EXPECT_EQ(Get("/leverancer", "bo").status, 403);
  EXPECT_EQ(Post("/indberetning/10/cpr", "bo", "begrundelse=fordi").status,
            404);
  EXPECT_TRUE(review_.revealed().empty());
}

TEST_F(ConsoleTest, FormsOfOthersAreRefused) {
  for (const char* target :
       {"/afviste/handling", "/job", "/job/1/stop", "/indberetning/10/handling",
        "/indberetning/10/cpr", "/leverancer/national/pause",
        "/leverancer/national/genoptag", "/leverancer/national/genafspil",
        "/genafspilning/1/fortsaet"}) {
    EXPECT_EQ(Ask("POST", target, "anne", "csrf=csrf-bo&handling=tag").status,
              403)
        << target;
    EXPECT_EQ(Ask("POST", target, "anne", "handling=tag").status, 403)
        << target;
  }
}

TEST_F(ConsoleTest, ActsComeBackWithWhatHappened) {
  const std::string body = "valgt=1:1&valgt=2:1&handling=tag";
  const http::Response first = Post("/afviste/handling", "anne", body);
  EXPECT_EQ(first.status, 303);
  EXPECT_EQ(*first.headers.Find("Location"), "/afviste/liste");
  // The second sees versions that are gone.
  const http::Response second = Post("/afviste/handling", "anne", body);
  EXPECT_EQ(second.status, 303);
  http::Request next;
  const std::string cookie = *second.headers.Find("Set-Cookie");
  next.headers.Add("Cookie", cookie.substr(0, cookie.find(';')));
  const auto notice = NoticeOf(next);
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->kind, Notice::Kind::kWarning);
  ASSERT_EQ(notice->items.size(), 2u);
  EXPECT_THAT(notice->items[0], HasSubstr("Anne Holm kom først."));
}

TEST_F(ConsoleTest, ActsThatCannotBeReadSaySo) {
  for (const char* body : {"handling=tag", "valgt=1:1", "valgt=x&handling=tag",
                           "valgt=1:1&handling=luk&tekst_til_handling=nej"}) {
    const http::Response response = Post("/afviste/handling", "anne", body);
    EXPECT_EQ(response.status, 303) << body;
    EXPECT_NE(response.headers.Find("Set-Cookie"), nullptr) << body;
  }
  EXPECT_EQ(Post("/afviste/handling", "rie", "valgt=1:1&handling=tag").status,
            403);
}

TEST_F(ConsoleTest, ACaseIsGivenToSomebodyElse) {
  const std::string to = "giv&til_hvem=operator%3Abo";
  EXPECT_EQ(
      Post("/afviste/handling", "anne", "valgt=1:1&handling=" + to).status,
      303);
  EXPECT_EQ(
      Post("/indberetning/20/handling", "anne", "valgt=2:1&handling=" + to)
          .status,
      303);
  for (const char* page : {"/indberetning/10", "/indberetning/20"}) {
    const std::string body = Get(page, "anne").body;
    EXPECT_THAT(body, HasSubstr("Taget af operator:bo")) << page;
    EXPECT_THAT(body, HasSubstr("<option value=\"operator:bo\">")) << page;
    EXPECT_THAT(body, HasSubstr("Givet til")) << page;
  }
  EXPECT_THAT(Get("/afviste/liste?hos=operator:bo", "anne").body,
              HasSubstr("<option value=\"operator:bo\"></option>"));
  // To nobody: nothing happens, and it is said.
  for (const char* target : {"/afviste/handling", "/job"}) {
    const http::Response refused =
        Post(target, "anne", "valgt=3:1&handling=giv&til_hvem=+");
    EXPECT_EQ(refused.status, 303);
    http::Request next;
    const std::string cookie = *refused.headers.Find("Set-Cookie");
    next.headers.Add("Cookie", cookie.substr(0, cookie.find(';')));
    EXPECT_EQ(NoticeOf(next)->text, "Skriv, hvem der skal have opgaven.");
  }
  EXPECT_THAT(Get("/indberetning/30", "anne").body, Not(HasSubstr("Taget af")));
  // All that match, as a job.
  const http::Response job =
      Post("/job", "anne", "kode=FHIR-JSON-SYNTAX&handling=" + to);
  const std::string path = *job.headers.Find("Location");
  EXPECT_THAT(Get(path, "anne").body, HasSubstr("operator:bo"));
}

TEST_F(ConsoleTest, AMunicipalitySaysWhatIsWhoseAndWhatEnds) {
  const std::string list = Get("/kommuner", "anne").body;
  EXPECT_THAT(list, HasSubstr("Næste opgave"));
  EXPECT_THAT(list, HasSubstr("Registratoren"));
  const std::string one = Get("/kommuner/11111111", "anne").body;
  EXPECT_THAT(one, HasSubstr("5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
                             "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a01"));
  for (const char* part :
       {"Kommunen", "Leverandøren", "Registratoren", "TA-2026-017",
        "slettes hos underskriftssystemet 2026-12-03",
        "Databehandleraftalen med Korsbæk Kommune udløber.", "24 dage"}) {
    EXPECT_THAT(one, HasSubstr(part));
  }
  EXPECT_THAT(one, Not(HasSubstr("Certifikatet")));
  EXPECT_THAT(Get("/kommuner/22222222", "anne").body,
              HasSubstr("Intet udløber inden for 60 dage."));
}

TEST_F(ConsoleTest, CprOnlyInTheOneAnswer) {
  EXPECT_THAT(Get("/indberetning/10", "anne").body, HasSubstr("******-****"));
  const http::Response shown =
      Post("/indberetning/10/cpr", "anne", "begrundelse=Opringning+fra+skolen");
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(shown.body, HasSubstr("050514-9996"));
  EXPECT_EQ(shown.headers.Find("Set-Cookie"), nullptr);
  EXPECT_THAT(Get("/indberetning/10", "anne").body, Not(HasSubstr("050514")));
  ASSERT_EQ(review_.revealed().size(), 1u);
  EXPECT_EQ(review_.revealed()[0], "operator:anne: Opringning fra skolen");
  EXPECT_EQ(Post("/indberetning/10/cpr", "anne", "begrundelse=x").status, 303);
}

TEST_F(ConsoleTest, HostileTextStaysText) {
  for (const char* page : {"/afviste", "/afviste/liste", "/indberetning/2390",
                           "/afviste/liste?tekst=%3Cscript%3Ealert(1)%3C/script"
                           "%3E&system=%22%3E%3Cimg+src=x%3E"}) {
    const std::string body = Get(page, "anne").body;
    EXPECT_THAT(body, Not(HasSubstr("<script>"))) << page;
    EXPECT_THAT(body, Not(HasSubstr("<img"))) << page;
    EXPECT_THAT(body, HasSubstr("&lt;")) << page;
  }
}

TEST_F(ConsoleTest, EveryCodeHasItsPlaceAndAdvice) {
  const auto book = StandardBook::Create();
  ASSERT_TRUE(book.ok()) << book.status();
  const std::string body = Get("/standard", "rie").body;
  ASSERT_GT((*book)->codes().size(), 300u);
  for (const auto& [code, entry] : (*book)->codes()) {
    if (code.find('<') == std::string::npos) {
      EXPECT_NE(body.find(absl::StrCat("<tr id=\"", code, "\">")),
                std::string::npos)
          << code;
    }
    EXPECT_FALSE(AdviceOf(Language::kDanish, code).empty());
  }
  const CodeEntry* entry = (*book)->Find("LTT-CAREPLAN-PERIOD-START-MISSING");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->fhir_path, "CarePlan.period.start");
}

TEST_F(ConsoleTest, AssetsAreKeptByTheirContent) {
  ASSERT_GT(AssetTable().size(), 20u);
  for (const Asset& asset : AssetTable()) {
    const http::Response response =
        Get(absl::StrCat("/assets/", std::string(AssetVersion()), "/",
                         std::string(asset.name)),
            "");
    EXPECT_EQ(response.status, 200) << asset.name;
    EXPECT_EQ(response.content_type, asset.content_type);
    EXPECT_FALSE(response.body.empty());
    EXPECT_THAT(*response.headers.Find("Cache-Control"),
                HasSubstr("immutable"));
  }
  EXPECT_EQ(Get("/assets/0000000000000000/console.css", "").status, 404);
}

TEST_F(ConsoleTest, NoAssetNamesAnotherServer) {
  for (const Asset& asset : AssetTable()) {
    if (!asset.name.ends_with(".css")) continue;
    for (const char* other : {"url(http", "url(//", "url(data:", "@import"}) {
      EXPECT_EQ(asset.octets.find(other), std::string_view::npos)
          << asset.name << " " << other;
    }
  }
}

// Read before its end, and looked for among those that run after it: the page
// would be taken for over, and not look again.
TEST_F(ConsoleTest, AReplayThatEndsWhileItIsReadIsLookedAtAgain) {
  // The second may still go on when the test is over.
  const auto read = std::make_shared<absl::Notification>(),
             over = std::make_shared<absl::Notification>();
  deliveries_.before_going_on = [=](int64_t replay_id) {
    if (replay_id == 1) read->WaitForNotification();
    // One after the other: the first is over.
    if (replay_id == 2 && !over->HasBeenNotified()) over->Notify();
  };
  deliveries_.after_loading = [=](int64_t) {
    if (read->HasBeenNotified()) return;
    read->Notify();
    over->WaitForNotification();
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Post("/leverancer/national/genafspil", "anne",
                   "fra=2026-01-01T00:00&til=2026-02-01T00:00&kommune=")
                  .status,
              303);
  }
  const std::string during = Get("/genafspilning/1", "anne").body;
  EXPECT_THAT(during, HasSubstr("data-live"));
  const std::string after = Get("/genafspilning/1", "anne").body;
  EXPECT_THAT(after, Not(HasSubstr("data-live")));
  EXPECT_THAT(after, HasSubstr("badge-success"));
}

TEST_F(ConsoleTest, DeliveriesArePausedAndGoOn) {
  EXPECT_EQ(Post("/leverancer/national/pause", "anne", "grund=test").status,
            303);
  EXPECT_THAT(Get("/leverancer", "anne").body, HasSubstr("På pause"));
  EXPECT_EQ(Post("/leverancer/national/genoptag", "anne", "").status, 303);
  EXPECT_EQ(Post("/leverancer/nowhere/pause", "anne", "grund=test").status,
            404);
  EXPECT_EQ(Post("/leverancer/national/pause", "rie", "grund=test").status,
            403);
}

}  // namespace
}  // namespace trivsel::gateway::console
