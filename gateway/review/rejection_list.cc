#include "gateway/review/rejection_list.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

// Rejections that a page is looked for among when not all of them match. Most
// pages are full after a few; only the others are worth the rest.
constexpr int64_t kFirstBudget = 400;
constexpr int64_t kSecondBudget = 200;
constexpr int64_t kBudget = 1000;
// Codes of receivers that a word is looked for in.
constexpr int32_t kMostKnownCodes = 5000;
constexpr size_t kLongestText = 200;

absl::Status Unusable(const char* what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " kan ikke bruges / ", what, " cannot be used"));
}

absl::StatusOr<std::vector<int16_t>> StatesAskedFor(
    const v1::RejectionFilter& filter) {
  std::set<int16_t> states;
  for (const int state : filter.states()) {
    if (state < v1::REVIEW_STATE_OPEN || state > v1::REVIEW_STATE_RETURNED) {
      return Unusable("states");
    }
    states.insert(static_cast<int16_t>(state));
  }
  if (states.empty()) {
    states = {v1::REVIEW_STATE_OPEN, v1::REVIEW_STATE_IN_REVIEW};
  }
  // Nobody has one that is open, and most are.
  if (!filter.assignee().empty()) states.erase(v1::REVIEW_STATE_OPEN);
  return std::vector<int16_t>(states.begin(), states.end());
}

// Whether what is walked along holds more than what matches.
bool IsNarrowed(const RejectionQuery& query) {
  const v1::RejectionFilter& filter = query.filter;
  // The way by codes knows open ones only, of both states.
  const bool both_open = query.only_open() && query.states.size() == 2;
  return filter.origin() != v1::REJECTION_ORIGIN_UNSPECIFIED ||
         !filter.assignee().empty() || filter.has_received_from() ||
         filter.has_received_before() || filter.first_number() > 0 ||
         !query.words.empty() || (!filter.code().empty() && !both_open);
}

// For a page that lacks so many when some were found among those that budget
// was spent on: a few when they should be enough, twice over; else all the
// rest.
int64_t NextBudget(int64_t spent, size_t found, size_t lacking) {
  const auto expected =
      static_cast<int64_t>(found) * kSecondBudget / std::max<int64_t>(1, spent);
  const bool enough = expected >= 2 * static_cast<int64_t>(lacking);
  return std::min(enough ? kSecondBudget : kBudget, kBudget - spent);
}

}  // namespace

// How far one look goes: at most `least` along each walk, or its share of the
// budget.
struct RejectionList::Reach {
  int64_t before = 0;
  int64_t least = 0;
  int64_t budget = 0;
};

// What looks have found. All that there is at or above `frontier` is in it, or
// does not match.
struct RejectionList::Looked {
  std::set<int64_t, std::greater<>> ids;
  int64_t frontier = 0;
  // Of some it is not known yet whether they match, whatever the words.
  bool unsure = false;

  // `fitted`: the rows say of themselves whether they match, but for words.
  void Take(const store::Result& rows, bool fitted) {
    for (int row = 0; row < rows.rows(); ++row) {
      const int64_t id = rows.Int64(row, 0);
      if (!fitted || rows.Bool(row, 2)) ids.insert(id);
      if (rows.Bool(row, 1)) frontier = std::max(frontier, id);
    }
    unsure = unsure || !fitted;
  }
  void Cut(size_t most) {
    ids.erase(frontier > 0 ? ids.upper_bound(frontier) : ids.end(), ids.end());
    if (ids.size() <= most) return;
    auto end = ids.begin();
    std::advance(end, most);
    frontier = std::max(frontier, *std::prev(end));
    ids.erase(end, ids.end());
  }
};

absl::StatusOr<RejectionQuery> RejectionList::Read(
    const access::Scope& scope, const v1::RejectionFilter& filter) const {
  RejectionQuery query;
  query.filter = filter;
  query.scope = scope;
  auto states = StatesAskedFor(filter);
  if (!states.ok()) return states.status();
  query.states = *std::move(states);
  if (filter.text().size() > kLongestText) return Unusable("text");
  if (filter.first_number() < 0 || filter.last_number() < 0) {
    return Unusable("number");
  }
  if (filter.origin() < 0 || filter.origin() > v1::REJECTION_ORIGIN_RECEIVER) {
    return Unusable("origin");
  }
  for (const std::string* text :
       {&filter.municipality_cvr(), &filter.submitter(), &filter.code(),
        &filter.assignee(), &filter.text()}) {
    if (text->size() > kLongestText || text->find('\0') != std::string::npos) {
      return Unusable("filter");
    }
  }
  query.words = WordsOf(filter.text());
  if (!query.words.empty()) {
    auto codes = CodesAbout(query.words);
    if (!codes.ok()) return codes.status();
    query.codes = *std::move(codes);
  }
  query.nothing = query.states.empty();
  if (filter.municipality_cvr().empty() && filter.submitter().empty()) {
    return query;
  }
  auto row = pool_.Execute(
      store::kFindOwner,
      store::Params().Text(filter.municipality_cvr()).Text(filter.submitter()));
  if (!row.ok()) return row.status();
  if (!filter.municipality_cvr().empty()) {
    query.scope = Narrow(scope, row->Int32(0, 0));
  }
  if (!filter.submitter().empty()) query.submitter_id = row->Int32(0, 1);
  query.nothing = query.nothing || query.scope.empty() ||
                  (!filter.submitter().empty() && query.submitter_id == 0);
  return query;
}

absl::Status RejectionList::LookByCode(const RejectionQuery& query,
                                       const std::vector<std::string>& codes,
                                       const Reach& reach,
                                       Looked* looked) const {
  store::Params params;
  AddScope(query.scope, &params);
  params.Int32(query.submitter_id)
      .TextArray(codes)
      .Int64(reach.before)
      .Int64(reach.least)
      .Int64(reach.budget);
  AddNarrowing(query, &params);
  params.Array(StatesOf(query));
  auto rows = pool_.Execute(store::kLookByCode, params);
  if (rows.ok()) looked->Take(*rows, true);
  return rows.status();
}

absl::Status RejectionList::LookByOwner(const RejectionQuery& query,
                                        const Reach& reach,
                                        Looked* looked) const {
  store::Params params;
  AddScope(query.scope, &params);
  params.Int32(query.submitter_id)
      .Array(StatesOf(query))
      .Int64(reach.before)
      .Int64(reach.least)
      .Int64(reach.budget);
  AddNarrowing(query, &params);
  auto rows = pool_.Execute(store::kLookByOwner, params);
  if (rows.ok()) looked->Take(*rows, true);
  return rows.status();
}

// Twice as many as can be used: one state has more of the newest than another,
// and they cost next to nothing here.
absl::Status RejectionList::LookByState(const RejectionQuery& query,
                                        const Reach& reach,
                                        Looked* looked) const {
  auto rows = pool_.Execute(store::kLookByState, store::Params()
                                                     .Array(StatesOf(query))
                                                     .Int64(reach.before)
                                                     .Int64(reach.least)
                                                     .Int64(2 * reach.budget));
  if (rows.ok()) looked->Take(*rows, false);
  return rows.status();
}

// Most rejections have nobody: these need not be looked through.
absl::Status RejectionList::LookByAssignee(const RejectionQuery& query,
                                           const Reach& reach,
                                           Looked* looked) const {
  auto rows = pool_.Execute(store::kLookByAssignee,
                            store::Params()
                                .Array(MunicipalitiesOf(query.scope))
                                .Array(StatesOf(query))
                                .Text(query.filter.assignee())
                                .Int64(reach.before)
                                .Int64(reach.least)
                                .Int64(2 * reach.budget));
  if (rows.ok()) looked->Take(*rows, false);
  return rows.status();
}

// Those that were accepted are the most and are in no index by state; the rest
// is not walked owner by owner for their sake.
absl::Status RejectionList::LookByStateOrOwner(const RejectionQuery& query,
                                               const Reach& reach,
                                               Looked* looked) const {
  RejectionQuery accepted = query;
  accepted.states = {v1::REVIEW_STATE_ACCEPTED};
  RejectionQuery others = query;
  others.states.erase(std::remove(others.states.begin(), others.states.end(),
                                  v1::REVIEW_STATE_ACCEPTED),
                      others.states.end());
  if (!others.states.empty()) {
    absl::Status status = LookByState(others, reach, looked);
    if (!status.ok()) return status;
  }
  return LookByOwner(accepted, reach, looked);
}

absl::Status RejectionList::LookAtRefused(const Reach& reach,
                                          Looked* looked) const {
  auto rows = pool_.Execute(store::kLookAtRefused,
                            store::Params()
                                .Int64(reach.before)
                                .Int64(std::max(reach.least, reach.budget)));
  if (rows.ok()) looked->Take(*rows, false);
  return rows.status();
}

// Codes that rejections have or had, and that the words are about: ours by
// their sentences, receivers' by themselves.
absl::StatusOr<std::vector<std::string>> RejectionList::CodesAbout(
    const std::vector<std::string>& words) const {
  auto rows =
      pool_.Execute(store::kKnownCodes, store::Params().Int32(kMostKnownCodes));
  if (!rows.ok()) return rows.status();
  std::vector<std::string> codes;
  for (int row = 0; row < rows->rows(); ++row) {
    std::string code = rows->Text(row, 0);
    if (book_.Matches(code, words)) codes.push_back(std::move(code));
  }
  return codes;
}

// Along the shortest way that misses nothing, and that sees nothing outside the
// scope: how far it came is told. A search of all the open ones goes by the
// codes that its words are about, and by what receivers said; one of few
// municipalities' goes through these.
absl::Status RejectionList::Look(const RejectionQuery& query,
                                 const Reach& reach, Looked* looked) const {
  if (!query.filter.assignee().empty() && !query.scope.all) {
    return LookByAssignee(query, reach, looked);
  }
  if (!query.filter.code().empty() && query.only_open()) {
    return LookByCode(query, {query.filter.code()}, reach, looked);
  }
  if (!query.scope.all || query.submitter_id != 0) {
    return LookByOwner(query, reach, looked);
  }
  if (query.has_accepted()) return LookByStateOrOwner(query, reach, looked);
  if (!query.searches_everybody()) return LookByState(query, reach, looked);
  if (!query.codes.empty()) {
    absl::Status status = LookByCode(query, query.codes, reach, looked);
    if (!status.ok()) return status;
  }
  return LookAtRefused(reach, looked);
}

absl::Status RejectionList::GoOn(Way way, const RejectionQuery& query,
                                 const PageMark& mark, int64_t budget,
                                 Found* found) const {
  const size_t most = static_cast<size_t>(mark.size) - found->ids.size();
  Reach reach;
  reach.before = found->next;
  reach.least = static_cast<int64_t>(most) + 1;
  reach.budget = budget;
  Looked looked;
  absl::Status status = (this->*way)(query, reach, &looked);
  if (!status.ok()) return status;
  looked.Cut(static_cast<size_t>(std::max(reach.least, reach.budget)));
  std::vector<int64_t> ids(looked.ids.begin(), looked.ids.end());
  if (budget > 0 && (looked.unsure || !query.words.empty())) {
    auto matching = MatchRejections(pool_, book_, query, ids);
    if (!matching.ok()) return matching.status();
    ids = *std::move(matching);
  }
  // All that matches from there on upwards is found.
  found->next = looked.frontier;
  if (ids.size() > most) {
    ids.resize(most);
    found->next = ids.back();
  }
  if (found->next <= query.filter.first_number()) found->next = 0;
  found->ids.insert(found->ids.end(), ids.begin(), ids.end());
  return absl::OkStatus();
}

absl::StatusOr<RejectionList::Found> RejectionList::Find(
    const RejectionQuery& query, const PageMark& mark) const {
  Found found;
  found.next =
      mark.before > 0 ? mark.before : std::numeric_limits<int64_t>::max();
  if (const int64_t last = query.filter.last_number(); last > 0) {
    found.next = std::min(found.next - 1, last) + 1;
  }
  if (!IsNarrowed(query)) {
    absl::Status status = GoOn(&RejectionList::Look, query, mark, 0, &found);
    if (!status.ok()) return status;
    return found;
  }
  const auto most = static_cast<size_t>(mark.size);
  if (query.searches_everybody() && !query.codes.empty()) {
    // What is common fills a page out of the newest, without a look along each
    // code of each municipality and submitter.
    absl::Status status =
        GoOn(&RejectionList::LookByState, query, mark, kFirstBudget, &found);
    if (!status.ok()) return status;
  }
  const size_t before = found.ids.size();
  int64_t budget = kFirstBudget;
  for (int64_t spent = 0;
       spent < kBudget && found.next > 0 && found.ids.size() < most;) {
    absl::Status status =
        GoOn(&RejectionList::Look, query, mark, budget, &found);
    if (!status.ok()) return status;
    spent += budget;
    budget =
        NextBudget(spent, found.ids.size() - before, most - found.ids.size());
  }
  return found;
}

absl::StatusOr<RejectionList::Page> RejectionList::List(
    const RejectionQuery& query, const PageMark& mark) const {
  Page page;
  if (query.nothing) return page;
  auto found = Find(query, mark);
  if (!found.ok()) return found.status();
  page.next = found->next;
  auto rows = LoadRejections(pool_, query.scope, found->ids,
                             /*with_findings=*/!query.words.empty());
  if (!rows.ok()) return rows.status();
  for (RejectionRow& row : *rows) {
    // Somebody may have acted on it meanwhile.
    if (query.Matches(book_, row)) page.rows.push_back(std::move(row));
  }
  return page;
}

}  // namespace trivsel::gateway::review
