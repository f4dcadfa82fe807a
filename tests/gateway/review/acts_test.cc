// What operators do: each act, its history and journal, and what the second of
// two is told.
#include <thread>

#include "gateway/journal/journal.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::ReviewEvent;

class ActsTest : public ReviewStore {
 protected:
  // The last journal entry of chain 0.
  std::string Journal() {
    return Text(
        "select kind || ' ' || actor || ' ' || "
        "convert_from(subject, 'UTF8') from journal "
        "where chain_id = 0 order by seq desc limit 1");
  }
  std::string LastEvent() {
    return Text(
        "select kind || ' ' || actor || ' ' || actor_name || ' ' || "
        "text from review_event order by event_id desc limit 1");
  }
  absl::Status Fault(const access::Operator& who,
                     const v1::ReviewRejectionsRequest& request) {
    v1::ReviewRejectionsResponse response;
    return reviews_->ReviewRejections(who, request, &response);
  }
};

TEST_F(ActsTest, TakeCommentReturnTakeAgainReleaseAndDismiss) {
  const int64_t id = Add("r");
  const std::string number = std::to_string(id);
  auto request = RequestFor({id});
  request.set_assign("");
  auto response = Review(korsbaek_, request);
  ASSERT_THAT(response.done(), SizeIs(1));
  EXPECT_EQ(response.done(0).state(), v1::REVIEW_STATE_IN_REVIEW);
  EXPECT_EQ(response.done(0).assignee(), "operator:Anne Holm");
  EXPECT_EQ(response.done(0).assignee_name(), "Anne Holm");
  EXPECT_EQ(response.done(0).version(), 2);
  EXPECT_EQ(LastEvent(), "1 operator:Anne Holm Anne Holm ");
  EXPECT_EQ(Journal(), "8 operator:Anne Holm assigned: rejection " + number);

  request = RequestFor({id});
  request.set_comment("Ringet til leverandøren");
  response = Review(all_, request);
  EXPECT_EQ(response.done(0).state(), v1::REVIEW_STATE_IN_REVIEW);
  EXPECT_EQ(LastEvent(), "2 operator:Drift Drift Ringet til leverandøren");

  request = RequestFor({id});
  request.set_return_message("Ret slutdatoen, og send igen");
  response = Review(korsbaek_, request);
  EXPECT_EQ(response.done(0).state(), v1::REVIEW_STATE_RETURNED);
  EXPECT_EQ(response.done(0).returned_message(),
            "Ret slutdatoen, og send igen");
  EXPECT_EQ(response.done(0).assignee(), "");
  EXPECT_EQ(Journal(), "8 operator:Anne Holm returned: rejection " + number);

  request = RequestFor({id});
  request.set_assign("operator:Bo");
  response = Review(korsbaek_, request);
  EXPECT_EQ(response.done(0).assignee(), "operator:Bo");
  EXPECT_EQ(response.done(0).assignee_name(), "Bo");
  EXPECT_EQ(response.done(0).returned_message(), "");
  EXPECT_EQ(LastEvent(), "1 operator:Anne Holm Anne Holm operator:Bo");

  request = RequestFor({id});
  request.set_release(true);
  response = Review(korsbaek_, request);
  EXPECT_EQ(response.done(0).state(), v1::REVIEW_STATE_OPEN);
  EXPECT_EQ(response.done(0).assignee(), "");

  request = RequestFor({id});
  request.set_dismiss_reason("Dublet af en anden");
  response = Review(korsbaek_, request);
  EXPECT_EQ(response.done(0).state(), v1::REVIEW_STATE_DISMISSED);
  EXPECT_EQ(response.done(0).version(), 7);
  EXPECT_EQ(Number("select count(*) from review_event"), 6);
  EXPECT_TRUE(journal::Verify(pool_.get()).ok());
  ExpectCountsAreRight();
}

TEST_F(ActsTest, TheSecondIsToldWhatTheFirstDid) {
  const int64_t mine = Add("mine"), ours = Add("ours");
  auto second = RequestFor({mine, ours});
  second.set_dismiss_reason("Dublet af en anden");
  auto first = RequestFor({ours});
  first.set_return_message("Ret slutdatoen");
  Review(korsbaek_, first);
  const auto response = Review(all_, second);
  ASSERT_THAT(response.done(), SizeIs(1));
  EXPECT_EQ(response.done(0).rejection_id(), mine);
  ASSERT_THAT(response.conflicts(), SizeIs(1));
  const v1::ReviewConflict& conflict = response.conflicts(0);
  EXPECT_EQ(conflict.rejection_id(), ours);
  EXPECT_EQ(conflict.now().state(), v1::REVIEW_STATE_RETURNED);
  EXPECT_THAT(conflict.danish(), StartsWith("Anne Holm sendte den tilbage "));
  EXPECT_THAT(conflict.english(), StartsWith("Anne Holm returned it "));
  // The journal names only what was done.
  EXPECT_EQ(Journal(),
            "8 operator:Drift dismissed: rejection " + std::to_string(mine));
}

TEST_F(ActsTest, AnEndIsAnEnd) {
  const int64_t id = Add("r");
  auto request = RequestFor({id});
  request.set_dismiss_reason("Dublet af en anden");
  Review(korsbaek_, request);
  for (int act = 0; act < 4; ++act) {
    request = RequestFor({id});
    if (act == 0) request.set_assign("");
    if (act == 1) request.set_return_message("Ret slutdatoen");
    if (act == 2) request.set_dismiss_reason("Dublet igen");
    if (act == 3) request.set_release(true);
    const auto response = Review(all_, request);
    EXPECT_THAT(response.done(), IsEmpty());
    ASSERT_THAT(response.conflicts(), SizeIs(1));
    EXPECT_THAT(response.conflicts(0).danish(),
                StartsWith("Anne Holm lukkede den kl. "));
  }
  request = RequestFor({id});
  request.set_comment("Også en note bagefter");
  EXPECT_THAT(Review(all_, request).done(), SizeIs(1));
  const int64_t open = Add("s");
  request = RequestFor({open});
  request.set_release(true);
  EXPECT_EQ(Review(all_, request).conflicts(0).danish(), "Ingen har den.");
}

TEST_F(ActsTest, OfTwoAtOnceExactlyOneDoesIt) {
  std::vector<int64_t> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(Add("r" + std::to_string(i)));
  const auto request = RequestFor(ids);
  std::vector<int64_t> reversed(ids.rbegin(), ids.rend());
  v1::ReviewRejectionsResponse answers[2];
  std::thread threads[2];
  for (int i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] {
      auto mine = i == 0 ? request : RequestFor(reversed);
      for (auto& ref : *mine.mutable_rejections()) ref.set_version(1);
      mine.set_assign("");
      answers[i] = Review(i == 0 ? all_ : korsbaek_, mine);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answers[0].done_size() + answers[1].done_size(), 40);
  EXPECT_EQ(answers[0].conflicts_size() + answers[1].conflicts_size(), 40);
  EXPECT_EQ(Number("select count(*) from review_event"), 40);
  EXPECT_EQ(Number("select count(*) from rejection where version = 2"), 40);
}

TEST_F(ActsTest, RefusesWhatCannotBeUsed) {
  const int64_t id = Add("r");
  v1::ReviewRejectionsRequest request;
  request.set_comment("x");
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(all_, request)));  // none
  request = RequestFor({id, id});
  request.set_comment("x");
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(all_, request)));  // twice
  request = RequestFor({id});
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(all_, request)));  // no act
  for (const std::string& text :
       {std::string(), std::string("kort"), std::string(4001, 'x'),
        std::string("a\x01"
                    "bcdef"),
        std::string("om 251248-9996 igen")}) {
    request.set_dismiss_reason(text);
    const absl::Status status = Fault(all_, request);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()),
                ::testing::Not(HasSubstr("251248")));
  }
  request.set_assign(std::string(201, 'x'));
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(all_, request)));
  for (int i = 0; i < 201; ++i) {
    request.add_rejections()->set_rejection_id(1000 + i);
  }
  request.set_comment("x");
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(all_, request)));
  request = RequestFor({id});
  request.set_comment("x");
  EXPECT_TRUE(absl::IsPermissionDenied(Fault(reader_, request)));
  EXPECT_TRUE(absl::IsPermissionDenied(Fault(nobody_, request)));
  EXPECT_EQ(Number("select count(*) from review_event"), 0);
  // 4000 characters, not octets.
  std::string long_text;
  for (int i = 0; i < 4000; ++i) long_text += "å";
  request.set_return_message(long_text);
  EXPECT_THAT(Review(all_, request).done(), SizeIs(1));
}

TEST_F(ActsTest, RevalidationGetsOnlyWhatMayBeTried) {
  const int64_t open = Add("open"), closed = Add("closed"),
                other = Add("other", kHolbaek);
  auto dismiss = RequestFor({closed});
  dismiss.set_dismiss_reason("Dublet af en anden");
  Review(all_, dismiss);
  auto request = RequestFor({open, closed, other});
  request.set_revalidate("Ny kodeliste");
  const auto response = Review(korsbaek_, request);
  ASSERT_THAT(revalidation_.tried, SizeIs(1));
  EXPECT_EQ(revalidation_.tried[0].rejection_id, open);
  EXPECT_EQ(revalidation_.tried[0].version, 1);
  EXPECT_EQ(revalidation_.actor, "operator:Anne Holm");
  EXPECT_EQ(revalidation_.name, "Anne Holm");
  EXPECT_EQ(revalidation_.reason, "Ny kodeliste");
  ASSERT_THAT(response.done(), SizeIs(1));
  ASSERT_THAT(response.conflicts(), SizeIs(2));
  EXPECT_THAT(response.conflicts(0).danish(), HasSubstr("lukkede den"));
  EXPECT_EQ(response.conflicts(1).danish(), "Den findes ikke.");
  EXPECT_FALSE(response.conflicts(1).has_now());

  revalidation_.outcome = Revalidated::Outcome::kChanged;
  EXPECT_THAT(Review(korsbaek_, request).done(), IsEmpty());

  auto without = Reviews::Create({*pool_, *mapping_, clock_});
  ASSERT_TRUE(without.ok());
  v1::ReviewRejectionsResponse unused;
  EXPECT_TRUE(absl::IsFailedPrecondition(
      (*without)->ReviewRejections(all_, request, &unused)));
}

TEST_F(ActsTest, AReceiverThatTookItAfterAllIsToldOf) {
  RejectedReport spec;
  spec.report_id = "r";
  spec.by_receiver = true;
  const int64_t id = Add(spec);
  auto request = RequestFor({id});
  request.set_assign("");
  // settle_batch.sql, of any gateway.
  Run("update rejection set state = 4, version = version + 1, "
      "updated_at = now()");
  EXPECT_EQ(Review(all_, request).conflicts(0).danish(),
            "Den er lukket: Modtageren har taget imod den.");
}

}  // namespace
}  // namespace trivsel::gateway::review
