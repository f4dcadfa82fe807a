// Lists: every filter, paging over thousands, searching, scope.
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Filter = v1::RejectionFilter;

class ListTest : public ReviewStore {
 protected:
  void AddFour() {
    plain_ = Add("plain");
    RejectedReport spec;
    spec.report_id = "holbaek";
    spec.municipality_id = kHolbaek;
    spec.submitter_id = 2;
    spec.codes = {kEmptyArray, kEndMissing};
    spec.seconds_ago = 3600;
    of_holbaek_ = Add(spec);
    spec = {};
    spec.report_id = "refused";
    spec.by_receiver = true;
    spec.codes = {"MODTAGER-17"};
    v1::Receipt words;
    words.add_findings()->set_danish(
        "Modtageren afviste rapporten. Ukendt ØRE");
    words.mutable_findings(0)->set_code("MODTAGER-17");
    spec.receiver_findings = words.SerializeAsString();
    refused_ = Add(spec);
    spec = {};
    spec.report_id = "unknown";
    spec.municipality_id = 0;
    unknown_ = Add(spec);
  }
  template <typename Set>
  std::vector<int64_t> ListBy(Set set) {
    Filter filter;
    set(&filter);
    return List(all_, filter);
  }
  absl::Status Fault(const v1::ListRejectionsRequest& request) {
    v1::ListRejectionsResponse response;
    return reviews_->ListRejections(all_, request, &response);
  }

  int64_t plain_ = 0, of_holbaek_ = 0, refused_ = 0, unknown_ = 0;
};

TEST_F(ListTest, ShowsWhatIsKnownOfOne) {
  const int64_t id = Add("rapport-1");
  v1::ListRejectionsResponse response;
  ASSERT_TRUE(reviews_->ListRejections(reader_, {}, &response).ok());
  ASSERT_THAT(response.rejections(), SizeIs(1));
  const v1::Rejection& one = response.rejections(0);
  EXPECT_EQ(one.rejection_id(), id);
  EXPECT_EQ(one.report_id(), "rapport-1");
  EXPECT_EQ(one.submitter(), "Fagsystem A");
  EXPECT_EQ(one.municipality_cvr(), kKorsbaekCvr);
  EXPECT_EQ(one.municipality(), "Korsbæk Kommune");
  EXPECT_EQ(one.origin(), v1::REJECTION_ORIGIN_VALIDATOR);
  EXPECT_EQ(one.state(), v1::REVIEW_STATE_OPEN);
  EXPECT_EQ(one.version(), 1);
  EXPECT_THAT(one.codes(), ElementsAre(kEndMissing));
  EXPECT_GT(one.receive_time().seconds(), 1'700'000'000);
  EXPECT_EQ(one.assignee(), "");
  EXPECT_EQ(one.destination(), "");
}

TEST_F(ListTest, EachFilterTakesItsOwn) {
  AddFour();
  EXPECT_THAT(List(all_, {}),
              ElementsAre(unknown_, refused_, of_holbaek_, plain_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_municipality_cvr(kHolbaekCvr); }),
              ElementsAre(of_holbaek_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_municipality_cvr("12345678"); }),
              IsEmpty());
  EXPECT_THAT(ListBy([](Filter* f) { f->set_submitter("Fagsystem B"); }),
              ElementsAre(of_holbaek_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_submitter("Fagsystem C"); }),
              IsEmpty());
  const auto numbered = [this](int64_t first, int64_t last, int size) {
    Filter filter;
    filter.set_first_number(first);
    filter.set_last_number(last);
    return List(all_, filter, size);
  };
  for (const int size : {1, 2, 50}) {
    EXPECT_THAT(numbered(of_holbaek_, refused_, size),
                ElementsAre(refused_, of_holbaek_));
    EXPECT_THAT(numbered(refused_, 0, size), ElementsAre(unknown_, refused_));
    EXPECT_THAT(numbered(0, of_holbaek_, size),
                ElementsAre(of_holbaek_, plain_));
    EXPECT_THAT(numbered(unknown_ + 1, 0, size), IsEmpty());
  }
  EXPECT_THAT(ListBy([](Filter* f) { f->set_code(kEndMissing); }),
              ElementsAre(unknown_, of_holbaek_, plain_));
  EXPECT_THAT(ListBy([](Filter* f) {
                f->set_code(kEndMissing);
                f->set_submitter("Fagsystem A");
                f->set_municipality_cvr(kKorsbaekCvr);
              }),
              ElementsAre(plain_));
  EXPECT_THAT(
      ListBy([](Filter* f) { f->set_origin(v1::REJECTION_ORIGIN_RECEIVER); }),
      ElementsAre(refused_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_code("NO-SUCH-CODE"); }),
              IsEmpty());
  const int64_t half_an_hour_ago = absl::ToUnixSeconds(absl::Now()) - 1800;
  EXPECT_THAT(ListBy([&](Filter* f) {
                f->mutable_received_from()->set_seconds(half_an_hour_ago);
              }),
              ElementsAre(unknown_, refused_, plain_));
  EXPECT_THAT(ListBy([&](Filter* f) {
                f->mutable_received_before()->set_seconds(half_an_hour_ago);
              }),
              ElementsAre(of_holbaek_));
}

// Of sentences, codes, and of what the receiver said.
TEST_F(ListTest, FindsWords) {
  AddFour();
  EXPECT_THAT(ListBy([](Filter* f) { f->set_text("TOM liste"); }),
              ElementsAre(of_holbaek_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_text("ukendt øre"); }),
              ElementsAre(refused_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_text("modtager-17"); }),
              ElementsAre(refused_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_text("period-end"); }),
              ElementsAre(unknown_, of_holbaek_, plain_));
  EXPECT_THAT(ListBy([](Filter* f) {
                f->set_text("ukendt");
                f->set_municipality_cvr(kKorsbaekCvr);
              }),
              ElementsAre(refused_));
  EXPECT_THAT(ListBy([](Filter* f) { f->set_text("kamel"); }), IsEmpty());
}

TEST_F(ListTest, StatesAndAssigneesAreFilters) {
  const int64_t open = Add("open"), taken = Add("taken"),
                closed = Add("closed"), returned = Add("returned");
  auto act = RequestFor({taken});
  act.set_assign("");
  Review(korsbaek_, act);
  act = RequestFor({closed});
  act.set_dismiss_reason("Dublet af en anden");
  Review(all_, act);
  act = RequestFor({returned});
  act.set_return_message("Ret slutdatoen");
  Review(all_, act);
  EXPECT_THAT(List(all_, {}), ElementsAre(taken, open));
  const std::pair<v1::ReviewState, int64_t> expected[] = {
      {v1::REVIEW_STATE_OPEN, open},
      {v1::REVIEW_STATE_IN_REVIEW, taken},
      {v1::REVIEW_STATE_DISMISSED, closed},
      {v1::REVIEW_STATE_RETURNED, returned}};
  for (const auto& [state, id] : expected) {
    Filter filter;
    filter.add_states(state);
    EXPECT_THAT(List(all_, filter), ElementsAre(id));
    EXPECT_THAT(List(korsbaek_, filter), ElementsAre(id));
    EXPECT_THAT(List(holbaek_, filter), IsEmpty());
    filter.set_code(kEndMissing);
    EXPECT_THAT(List(all_, filter), ElementsAre(id));
    filter.set_text("period-end");
    EXPECT_THAT(List(all_, filter), ElementsAre(id));
  }
  Filter filter;
  for (int state = 1; state <= 5; ++state) {
    filter.add_states(static_cast<v1::ReviewState>(state));
  }
  EXPECT_THAT(List(all_, filter), ElementsAre(returned, closed, taken, open));
  filter.set_assignee("operator:Anne Holm");
  EXPECT_THAT(List(all_, filter), ElementsAre(taken));
}

// Thousands of several owners: nothing is left out, nothing comes twice, and
// the newest come first, whatever the way.
TEST_F(ListTest, PagesOverThousands) {
  Run("insert into rejection (report_key, received_at, submitter_id, "
      "municipality_id, origin, codes, state) select g, now(), 1 + g % 2, "
      "nullif(g % 3, 0), case when g % 7 = 0 then 2 else 1 end, case when "
      "g % 500 = 1 then array['RARE', 'COMMON'] else array['COMMON'] end, "
      "case when g % 11 = 0 then 4 else 1 + g % 2 end "
      "from generate_series(1, 5000) g");
  const auto count = [&](const std::string& where) {
    return static_cast<size_t>(
        Number("select count(*) from rejection where " + where));
  };
  const auto expect = [&](const access::Operator& who, const Filter& filter,
                          int page_size, const std::string& where) {
    SCOPED_TRACE(where);
    const std::vector<int64_t> ids = List(who, filter, page_size);
    EXPECT_THAT(ids, SizeIs(count(where)));
    EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
  };
  Filter filter;
  expect(all_, filter, 200, "state in (1, 2)");
  expect(korsbaek_, filter, 200, "state in (1, 2) and municipality_id = 1");
  filter.set_code("RARE");
  expect(all_, filter, 2, "state in (1, 2) and 'RARE' = any(codes)");
  expect(holbaek_, filter, 2,
         "state in (1, 2) and 'RARE' = any(codes) and municipality_id = 2");
  filter.set_code("COMMON");
  filter.set_submitter("Fagsystem B");
  expect(all_, filter, 200, "state in (1, 2) and submitter_id = 2");
  filter.add_states(v1::REVIEW_STATE_IN_REVIEW);
  expect(all_, filter, 200, "state = 2 and submitter_id = 2");
  filter = {};
  filter.add_states(v1::REVIEW_STATE_DISMISSED);
  filter.set_code("RARE");
  expect(all_, filter, 50, "state = 4 and 'RARE' = any(codes)");
  filter = {};
  filter.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
  expect(all_, filter, 50, "state in (1, 2) and origin = 2");
  filter = {};
  filter.set_text("rare");
  expect(all_, filter, 3, "state in (1, 2) and 'RARE' = any(codes)");
  expect(korsbaek_, filter, 3,
         "state in (1, 2) and 'RARE' = any(codes) and municipality_id = 1");
  // The same with the changes folded in.
  Run("select rejection_fold()");
  expect(all_, filter, 3, "state in (1, 2) and 'RARE' = any(codes)");
}

TEST_F(ListTest, WhatComesWhileOnePagesIsNotSeenTwice) {
  for (int i = 0; i < 7; ++i) Add("r" + std::to_string(i));
  v1::ListRejectionsRequest request;
  request.set_page_size(3);
  v1::ListRejectionsResponse first, second;
  ASSERT_TRUE(reviews_->ListRejections(all_, request, &first).ok());
  Add("new");
  request.set_page_token(first.next_page_token());
  ASSERT_TRUE(reviews_->ListRejections(all_, request, &second).ok());
  ASSERT_THAT(second.rejections(), SizeIs(3));
  EXPECT_LT(second.rejections(0).rejection_id(),
            first.rejections(2).rejection_id());
}

TEST_F(ListTest, RefusesWhatCannotBeUsed) {
  Add("r");
  Add("s");
  v1::ListRejectionsRequest request;
  request.set_page_size(1);
  v1::ListRejectionsResponse response;
  ASSERT_TRUE(reviews_->ListRejections(all_, request, &response).ok());
  request.set_page_token(response.next_page_token());
  request.mutable_filter()->set_code("X");  // another filter
  EXPECT_TRUE(absl::IsOutOfRange(Fault(request)));
  request = {};
  request.set_page_size(201);
  EXPECT_TRUE(absl::IsOutOfRange(Fault(request)));
  request = {};
  request.mutable_filter()->set_text(std::string(201, 'x'));
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(request)));
  request = {};
  request.mutable_filter()->add_states(static_cast<v1::ReviewState>(9));
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(request)));
  request = {};
  request.mutable_filter()->set_submitter(std::string("a\0b", 3));
  EXPECT_TRUE(absl::IsInvalidArgument(Fault(request)));
  request = {};
  EXPECT_TRUE(absl::IsPermissionDenied(
      reviews_->ListRejections(nobody_, request, &response)));
}

}  // namespace
}  // namespace trivsel::gateway::review
