// How far a page is looked for: it is full when enough match among what one
// page looks through, and else comes back short with a mark to go on from.
#include <algorithm>

#include "gateway/review/rejection_list.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Filter = v1::RejectionFilter;

constexpr int kStored = 3000;
// Whatever the way, a page looks through about so many at least.
constexpr int kPromised = 700;

// A filter that a few of many match, by the way that it is looked for.
struct Way {
  const char* name;
  access::Scope scope;
  Filter filter;
};

class LongListTest : public ReviewStore {
 protected:
  // So many open ones of Korsbæk's; the receiver rejected those at these
  // places, counted from the newest.
  void Fill(const std::vector<int>& places) {
    std::string numbers = "0";
    for (const int place : places) {
      numbers += "," + std::to_string(kStored - place);
    }
    Run("insert into rejection (report_key, received_at, submitter_id, "
        "municipality_id, origin, codes, state) select g, now(), 1, 1, "
        "case when rare then 2 else 1 end, "
        "case when rare then array['RARE', 'COMMON'] else array['COMMON'] end, "
        "1 + g % 2 from generate_series(1, " +
        std::to_string(kStored) + ") g cross join lateral (select g in (" +
        numbers + ") as rare) as x order by g");
    newest_ = Number("select max(rejection_id) from rejection");
    for (const int place : places) ids_.push_back(newest_ - place);
    std::sort(ids_.rbegin(), ids_.rend());
  }

  static std::vector<Way> Ways() {
    Filter refused, of_code, words;
    refused.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
    of_code = refused;
    of_code.set_code("COMMON");
    words.set_text("rare");
    const access::Scope everybodys{true, {}}, korsbaeks{false, {kKorsbaek}};
    return {{"by owner", korsbaeks, refused},
            {"by code", everybodys, of_code},
            {"by state", everybodys, refused},
            {"words, one municipality's", korsbaeks, words},
            {"words, everybody's", everybodys, words}};
  }

  RejectionList::Page PageOf(const Way& way, int size, int64_t before = 0) {
    const auto query = list_.Read(way.scope, way.filter);
    EXPECT_TRUE(query.ok()) << query.status();
    auto page = list_.List(*query, {size, before});
    EXPECT_TRUE(page.ok()) << page.status();
    return *std::move(page);
  }
  static std::vector<int64_t> IdsOf(const RejectionList::Page& page) {
    std::vector<int64_t> ids;
    for (const RejectionRow& row : page.rows) {
      ids.push_back(row.rejection.rejection_id());
    }
    return ids;
  }
  // From page to page.
  std::vector<int64_t> All(const Way& way, int size, int* pages) {
    std::vector<int64_t> all;
    int64_t before = 0;
    *pages = 0;
    do {
      const RejectionList::Page page = PageOf(way, size, before);
      const std::vector<int64_t> ids = IdsOf(page);
      all.insert(all.end(), ids.begin(), ids.end());
      EXPECT_TRUE(before == 0 || page.next < before) << "goes nowhere";
      before = page.next;
    } while (before > 0 && ++*pages < kStored);
    return all;
  }

  const std::unique_ptr<const CodeBook> book_ = *CodeBook::Create();
  const RejectionList list_{*pool_, *book_};
  int64_t newest_ = 0;
  std::vector<int64_t> ids_;
};

TEST_F(LongListTest, APageIsFullOfTheNewest) {
  std::vector<int> places;
  for (int place = 0; place < 1200; place += 3) places.push_back(place);
  Fill(places);
  const std::vector<int64_t> first(ids_.begin(), ids_.begin() + 50),
      second(ids_.begin() + 50, ids_.begin() + 100);
  for (const Way& way : Ways()) {
    SCOPED_TRACE(way.name);
    const RejectionList::Page page = PageOf(way, 50);
    EXPECT_THAT(IdsOf(page), ElementsAreArray(first));
    EXPECT_EQ(page.next, first.back());
    EXPECT_THAT(IdsOf(PageOf(way, 50, page.next)), ElementsAreArray(second));
    int pages = 0;
    EXPECT_THAT(All(way, 50, &pages), ElementsAreArray(ids_));
  }
}

// Some among the first that are looked at, some further down.
TEST_F(LongListTest, APageIsFilledFromFurtherDown) {
  Fill({10, 20, 640, 650, 660, 670});
  for (const Way& way : Ways()) {
    SCOPED_TRACE(way.name);
    const RejectionList::Page page = PageOf(way, 5);
    EXPECT_THAT(IdsOf(page), ElementsAreArray(ids_.begin(), ids_.begin() + 5));
    EXPECT_EQ(page.next, ids_[4]);
    int pages = 0;
    for (const int size : {1, 2, 3, 5, 200}) {
      EXPECT_THAT(All(way, size, &pages), ElementsAreArray(ids_));
    }
  }
}

TEST_F(LongListTest, APageIsShortWhenTheNextIsFarDown) {
  Fill({5, 2500});
  for (const Way& way : Ways()) {
    SCOPED_TRACE(way.name);
    int pages = 0;
    EXPECT_THAT(All(way, 10, &pages), ElementsAreArray(ids_));
    EXPECT_LE(pages, kStored / kPromised + 1);
    if (!way.filter.text().empty() && way.scope.all) continue;
    // Others than words' have no way on which only these are.
    const RejectionList::Page page = PageOf(way, 10);
    EXPECT_THAT(IdsOf(page), ElementsAre(ids_[0]));
    EXPECT_GT(page.next, ids_[1]);
    EXPECT_LE(page.next, newest_ - kPromised);
  }
}

TEST_F(LongListTest, NothingIsLookedForBelowTheFirstNumber) {
  Fill({10, 600});
  for (Way way : Ways()) {
    SCOPED_TRACE(way.name);
    way.filter.set_first_number(newest_ - 100);
    RejectionList::Page page = PageOf(way, 10);
    EXPECT_THAT(IdsOf(page), ElementsAre(ids_[0]));
    EXPECT_EQ(page.next, 0);
    way.filter.set_first_number(ids_[1]);
    way.filter.set_last_number(ids_[0] - 1);
    page = PageOf(way, 10);
    EXPECT_THAT(IdsOf(page), ElementsAre(ids_[1]));
    EXPECT_EQ(page.next, 0);
  }
}

// Those that were accepted are found by another way than the rest.
TEST_F(LongListTest, WhatWasAcceptedIsListedInOrderWithTheRest) {
  std::vector<int> places;
  for (int place = 0; place < 2400; place += 7) places.push_back(place);
  Fill(places);
  Run("update rejection set state = 3 where rejection_id % 3 = 0");
  Way way{"of any state", {true, {}}, {}};
  for (const auto state :
       {v1::REVIEW_STATE_OPEN, v1::REVIEW_STATE_IN_REVIEW,
        v1::REVIEW_STATE_ACCEPTED, v1::REVIEW_STATE_RETURNED}) {
    way.filter.add_states(state);
  }
  int pages = 0;
  EXPECT_THAT(All(way, 100, &pages), SizeIs(kStored));
  EXPECT_LE(pages, kStored / 100);
  way.filter.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
  for (const int size : {1, 40, 200}) {
    SCOPED_TRACE(size);
    EXPECT_THAT(All(way, size, &pages), ElementsAreArray(ids_));
  }
}

// Nobody has an open one, so these are not even looked through.
TEST_F(LongListTest, WhatSomebodyHasIsFoundPastAllThatIsOpen) {
  Fill({});
  Run("update rejection set assignee = 'operator:Anne Holm' where state = 2");
  Filter filter;
  filter.set_assignee("operator:Anne Holm");
  for (const access::Operator& who : {all_, korsbaek_}) {
    EXPECT_THAT(List(who, filter, 200), SizeIs(kStored / 2));
  }
  EXPECT_THAT(List(holbaek_, filter), IsEmpty());
  Way way{"Korsbæk's", {false, {kHolbaek, kKorsbaek}}, filter};
  int pages = 0;
  EXPECT_THAT(All(way, 7, &pages), SizeIs(kStored / 2));
  way.filter.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
  EXPECT_THAT(All(way, 7, &pages), IsEmpty());
  EXPECT_GE(pages, 1) << "all of them were looked through for one page";
  // How far was looked would tell that others have some.
  way.scope = {false, {kHolbaek}};
  EXPECT_EQ(PageOf(way, 7).next, 0);
  filter.add_states(v1::REVIEW_STATE_OPEN);
  EXPECT_THAT(List(all_, filter), IsEmpty());
  filter.set_municipality_cvr(kKorsbaekCvr);
  EXPECT_THAT(List(all_, filter), IsEmpty());
}

}  // namespace
}  // namespace trivsel::gateway::review
