// Groups and the first page: out of counts, of what the caller may see.
#include "gateway/review/danish_time.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OverviewTest : public ReviewStore {
 protected:
  v1::ListRejectionGroupsResponse Groups(
      const access::Operator& who,
      const v1::ListRejectionGroupsRequest& request = {}) {
    v1::ListRejectionGroupsResponse response;
    const absl::Status status =
        reviews_->ListRejectionGroups(who, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  v1::Overview Look(const access::Operator& who) {
    v1::GetOverviewResponse response;
    const absl::Status status = reviews_->GetOverview(who, {}, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.overview();
  }
  // So many days ago, in Denmark.
  void Count(int days_ago, int municipality_id, int submitter_id, int verdict,
             int reports, const std::string& code = "", int shard = 0) {
    const absl::CivilDay day = DanishDay(absl::Now()) - days_ago;
    Run("insert into report_count values ('" + absl::FormatCivilTime(day) +
        "', " + std::to_string(submitter_id) + ", " +
        std::to_string(municipality_id) + ", " + std::to_string(verdict) +
        ", '" + code + "', " + std::to_string(shard) + ", " +
        std::to_string(reports) + ")");
  }
};

TEST_F(OverviewTest, GroupsAreOfCodeAndSubmitterTheLargestFirst) {
  for (int i = 0; i < 3; ++i) Add("a" + std::to_string(i));
  Add("b", kHolbaek, 2);
  RejectedReport spec;
  spec.report_id = "c";
  spec.codes = {"MODTAGER-17"};
  spec.by_receiver = true;
  Add(spec);
  auto act = RequestFor({1});
  act.set_assign("");
  Review(all_, act);
  Count(0, kKorsbaek, 1, 2, 3, kEndMissing);
  Count(0, kKorsbaek, 1, 2, 2, kEndMissing, 1);
  Count(13, kHolbaek, 1, 2, 7, kEndMissing);
  Count(14, kKorsbaek, 1, 2, 100, kEndMissing);
  const auto all = Groups(reader_);
  ASSERT_THAT(all.groups(), SizeIs(3));
  EXPECT_FALSE(all.more());
  const v1::RejectionGroup& first = all.groups(0);
  EXPECT_EQ(first.code(), kEndMissing);
  EXPECT_EQ(first.submitter(), "Fagsystem A");
  EXPECT_EQ(first.open(), 3);
  EXPECT_EQ(first.not_taken(), 2);
  EXPECT_NE(first.danish(), "");
  EXPECT_NE(first.english(), "");
  EXPECT_THAT(first.by_day(),
              ElementsAre(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5));
  EXPECT_EQ(all.groups(2).code(), "MODTAGER-17");
  EXPECT_EQ(all.groups(2).danish(), "");

  const auto korsbaek = Groups(korsbaek_);
  ASSERT_THAT(korsbaek.groups(), SizeIs(2));
  EXPECT_THAT(korsbaek.groups(0).by_day(),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5));
  v1::ListRejectionGroupsRequest request;
  request.set_municipality_cvr(kHolbaekCvr);
  EXPECT_THAT(Groups(reader_, request).groups(), SizeIs(1));
  EXPECT_THAT(Groups(korsbaek_, request).groups(), IsEmpty());
  request = {};
  request.set_submitter("Fagsystem B");
  EXPECT_THAT(Groups(reader_, request).groups(), SizeIs(1));
  EXPECT_THAT(Groups(korsbaek_, request).groups(), IsEmpty());
}

TEST_F(OverviewTest, NoMoreThanTwoHundredGroups) {
  Run("insert into rejection (report_key, received_at, submitter_id, "
      "municipality_id, origin, codes) select g, now(), 1, 1, 1, "
      "array['C' || g] from generate_series(1, 201) g");
  const auto groups = Groups(all_);
  EXPECT_THAT(groups.groups(), SizeIs(200));
  EXPECT_TRUE(groups.more());
}

TEST_F(OverviewTest, CountsTodayAndDaysOfTheScope) {
  // Three of them had come before, and were judged again.
  Count(0, kKorsbaek, 1, 1, 13);
  Count(0, kKorsbaek, 1, 1, 5, "", 3);
  Count(0, kKorsbaek, 1, 6, 3);
  Count(0, kKorsbaek, 1, 2, 2);
  Count(0, kKorsbaek, 1, 3, 6);
  Run("insert into report_count_change select (now() at time zone "
      "'Europe/Copenhagen')::date, 1, " +
      std::to_string(kKorsbaek) + ", 3, '', 3");
  Count(0, kKorsbaek, 1, 4, 1);
  Count(2, kKorsbaek, 2, 1, 4);
  Count(0, kHolbaek, 2, 1, 100);
  Count(0, 0, 2, 2, 1000);  // nobody knows whose
  Count(14, kKorsbaek, 1, 1, 77);
  const v1::Overview all = Look(reader_);
  EXPECT_EQ(all.today().received(), 10 + 5 + 2 + 100 + 1000);
  const v1::Overview mine = Look(korsbaek_);
  EXPECT_EQ(mine.today().received(), 17);
  EXPECT_EQ(mine.today().accepted(), 18);
  EXPECT_EQ(mine.today().rejected(), 2);
  EXPECT_EQ(mine.today().confirmed(), 9);
  EXPECT_EQ(mine.today().refused(), 1);
  ASSERT_THAT(mine.municipalities(), SizeIs(1));
  EXPECT_EQ(mine.municipalities(0).name(), "Korsbæk Kommune");
  EXPECT_EQ(mine.municipalities(0).cvr(), kKorsbaekCvr);
  EXPECT_THAT(mine.municipalities(0).received(),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 17));
  EXPECT_THAT(mine.municipalities(0).rejected(),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2));
  ASSERT_THAT(mine.submitters(), SizeIs(2));
  EXPECT_EQ(mine.submitters(0).name(), "Fagsystem A");
  EXPECT_EQ(mine.submitters(0).cvr(), "");
  // What is over is remembered; today is looked at again.
  Count(0, kKorsbaek, 2, 1, 1);
  EXPECT_EQ(Look(korsbaek_).today().received(), 18);
}

TEST_F(OverviewTest, TellsWhatIsOpenAndWhatIsOldest) {
  EXPECT_FALSE(Look(all_).has_oldest_open());
  EXPECT_FALSE(Look(all_).has_oldest_undelivered());
  RejectedReport spec;
  spec.report_id = "old";
  spec.seconds_ago = 7200;
  spec.municipality_id = kHolbaek;
  const int64_t old = Add(spec);
  Add("new");
  queue::FixtureReport waiting;
  waiting.report_id = "waiting";
  QueueStore::Add(waiting);
  const v1::Overview all = Look(all_);
  EXPECT_EQ(all.open_rejections(), 2);
  EXPECT_NEAR(static_cast<double>(all.oldest_open().seconds()),
              static_cast<double>(absl::ToUnixSeconds(absl::Now())) - 7200, 60);
  EXPECT_TRUE(all.has_oldest_undelivered());
  const v1::Overview mine = Look(korsbaek_);
  EXPECT_EQ(mine.open_rejections(), 1);
  EXPECT_GT(mine.oldest_open().seconds(), all.oldest_open().seconds());
  EXPECT_FALSE(mine.has_oldest_undelivered());
  auto act = RequestFor({old});
  act.set_dismiss_reason("Dublet af en anden");
  Review(all_, act);
  EXPECT_EQ(Look(all_).open_rejections(), 1);
  EXPECT_FALSE(Look(holbaek_).has_oldest_open());
}

}  // namespace
}  // namespace trivsel::gateway::review
