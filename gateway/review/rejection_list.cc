#include "gateway/review/rejection_list.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

// Rejections that one look goes through when not all of them match.
constexpr int64_t kBudget = 2000;
// Codes of receivers that a word is looked for in.
constexpr int32_t kMostKnownCodes = 5000;
constexpr size_t kLongestText = 200;

bool IsOpen(int16_t state) {
  return state == v1::REVIEW_STATE_OPEN || state == v1::REVIEW_STATE_IN_REVIEW;
}

store::ArrayWriter StatesOf(const RejectionQuery& query) {
  store::ArrayWriter states(store::ArrayWriter::Element::kInt2);
  for (const int16_t state : query.states) states.Int16(state);
  return states;
}

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& codes,
              const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// A receiver's own words.
bool SaysSo(const RejectionRow& row, const std::vector<std::string>& words) {
  google::protobuf::RepeatedPtrField<v1::Finding> findings;
  ReadFindings(row.findings, &findings);
  return std::any_of(
      findings.begin(), findings.end(), [&](const v1::Finding& finding) {
        return HoldsWords(
            absl::StrCat(finding.code(), "\n", finding.danish(), "\n",
                         finding.english(), "\n", finding.path(), "\n",
                         finding.fhir_path()),
            words);
      });
}

bool HoldsText(const CodeBook& book, const RejectionRow& row,
               const std::vector<std::string>& words) {
  const auto& codes = row.rejection.codes();
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& code) {
                       return book.Matches(code, words);
                     }) ||
         SaysSo(row, words);
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

absl::Status Unusable(const char* what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " kan ikke bruges / ", what, " cannot be used"));
}

// Whether what is walked along holds more than what matches.
bool IsNarrowed(const RejectionQuery& query) {
  const v1::RejectionFilter& filter = query.filter;
  return filter.origin() != v1::REJECTION_ORIGIN_UNSPECIFIED ||
         !filter.assignee().empty() || filter.has_received_from() ||
         filter.has_received_before() || filter.first_number() > 0 ||
         !query.words.empty();
}

}  // namespace

bool RejectionQuery::only_open() const {
  return std::all_of(states.begin(), states.end(), IsOpen);
}

bool RejectionQuery::Matches(const CodeBook& book,
                             const RejectionRow& row) const {
  const v1::Rejection& rejection = row.rejection;
  if (std::find(states.begin(), states.end(), rejection.state()) ==
          states.end() ||
      rejection.rejection_id() < filter.first_number() ||
      (filter.last_number() > 0 &&
       rejection.rejection_id() > filter.last_number()) ||
      (submitter_id != 0 && row.submitter_id != submitter_id) ||
      (!filter.code().empty() && !Contains(rejection.codes(), filter.code())) ||
      (filter.origin() != v1::REJECTION_ORIGIN_UNSPECIFIED &&
       rejection.origin() != filter.origin()) ||
      (!filter.assignee().empty() &&
       rejection.assignee() != filter.assignee()) ||
      (filter.has_received_from() &&
       row.received_at < TimeOf(filter.received_from())) ||
      (filter.has_received_before() &&
       row.received_at >= TimeOf(filter.received_before()))) {
    return false;
  }
  return words.empty() || HoldsText(book, row, words);
}

// How far one look goes: at most `least` along each walk, or its share of the
// budget.
struct RejectionList::Reach {
  int64_t before = 0;
  int64_t least = 0;
  int64_t budget = 0;
};

// What looks have found. All that there is at or above `frontier` is in it.
struct RejectionList::Looked {
  std::set<int64_t, std::greater<>> ids;
  int64_t frontier = 0;

  void Take(const store::Result& rows) {
    for (int row = 0; row < rows.rows(); ++row) {
      const int64_t id = rows.Int64(row, 0);
      ids.insert(id);
      if (rows.Bool(row, 1)) frontier = std::max(frontier, id);
    }
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
  for (const int state : filter.states()) {
    if (state < v1::REVIEW_STATE_OPEN || state > v1::REVIEW_STATE_RETURNED) {
      return Unusable("states");
    }
    query.states.push_back(static_cast<int16_t>(state));
  }
  if (query.states.empty()) {
    query.states = {v1::REVIEW_STATE_OPEN, v1::REVIEW_STATE_IN_REVIEW};
  }
  std::sort(query.states.begin(), query.states.end());
  query.states.erase(std::unique(query.states.begin(), query.states.end()),
                     query.states.end());
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
  query.nothing = query.scope.empty() ||
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
  auto rows = pool_.Execute(store::kLookByCode, params);
  if (rows.ok()) looked->Take(*rows);
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
  auto rows = pool_.Execute(store::kLookByOwner, params);
  if (rows.ok()) looked->Take(*rows);
  return rows.status();
}

absl::Status RejectionList::LookByState(const RejectionQuery& query,
                                        const Reach& reach,
                                        Looked* looked) const {
  auto rows = pool_.Execute(store::kLookByState, store::Params()
                                                     .Array(StatesOf(query))
                                                     .Int64(reach.before)
                                                     .Int64(reach.least)
                                                     .Int64(reach.budget));
  if (rows.ok()) looked->Take(*rows);
  return rows.status();
}

absl::Status RejectionList::LookAtRefused(const Reach& reach,
                                          Looked* looked) const {
  auto rows = pool_.Execute(store::kLookAtRefused,
                            store::Params()
                                .Int64(reach.before)
                                .Int64(std::max(reach.least, reach.budget)));
  if (rows.ok()) looked->Take(*rows);
  return rows.status();
}

// The codes that the words are about: ours by their sentences, receivers' by
// themselves.
absl::StatusOr<std::vector<std::string>> RejectionList::CodesOf(
    const RejectionQuery& query) const {
  auto rows =
      pool_.Execute(store::kKnownCodes, store::Params().Int32(kMostKnownCodes));
  if (!rows.ok()) return rows.status();
  std::vector<std::string> codes;
  for (int row = 0; row < rows->rows(); ++row) {
    std::string code = rows->Text(row, 0);
    if (book_.Matches(code, query.words)) codes.push_back(std::move(code));
  }
  return codes;
}

// Along the shortest way that misses nothing. A search of all the open ones
// goes by the codes that its words are about, and by what receivers said; one
// of few municipalities' goes through these.
absl::Status RejectionList::Look(const RejectionQuery& query,
                                 const Reach& reach, Looked* looked) const {
  if (!query.filter.code().empty() && query.only_open()) {
    return LookByCode(query, {query.filter.code()}, reach, looked);
  }
  if (!query.scope.all || query.submitter_id != 0) {
    return LookByOwner(query, reach, looked);
  }
  if (query.words.empty() || !query.only_open()) {
    return LookByState(query, reach, looked);
  }
  auto codes = CodesOf(query);
  if (!codes.ok()) return codes.status();
  if (!codes->empty()) {
    absl::Status status = LookByCode(query, *codes, reach, looked);
    if (!status.ok()) return status;
  }
  return LookAtRefused(reach, looked);
}

absl::StatusOr<RejectionList::Page> RejectionList::List(
    const RejectionQuery& query, const PageMark& mark) const {
  Page page;
  if (query.nothing) return page;
  const bool by_code = !query.filter.code().empty();
  // The way by codes knows open ones only, of both states.
  const bool narrowed =
      IsNarrowed(query) ||
      (by_code && !(query.only_open() && query.states.size() == 2));
  Reach reach;
  reach.before =
      mark.before > 0 ? mark.before : std::numeric_limits<int64_t>::max();
  if (const int64_t last = query.filter.last_number(); last > 0) {
    reach.before = std::min(reach.before - 1, last) + 1;
  }
  reach.least = mark.size + 1;
  reach.budget = narrowed ? kBudget : 0;
  Looked looked;
  absl::Status status = Look(query, reach, &looked);
  if (!status.ok()) return status;
  looked.Cut(static_cast<size_t>(std::max(reach.least, reach.budget)));
  auto rows =
      LoadRejections(pool_, query.scope, {looked.ids.begin(), looked.ids.end()},
                     /*with_findings=*/!query.words.empty());
  if (!rows.ok()) return rows.status();
  for (RejectionRow& row : *rows) {
    if (!query.Matches(book_, row)) continue;
    if (static_cast<int>(page.rows.size()) == mark.size) {
      page.next = page.rows.back().rejection.rejection_id();
      return page;
    }
    page.rows.push_back(std::move(row));
  }
  page.next = looked.frontier;
  return page;
}

}  // namespace trivsel::gateway::review
