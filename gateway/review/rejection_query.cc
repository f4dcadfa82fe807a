#include "gateway/review/rejection_query.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/review/scope_params.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

bool IsOpen(int16_t state) {
  return state == v1::REVIEW_STATE_OPEN || state == v1::REVIEW_STATE_IN_REVIEW;
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

store::Params MatchParams(const RejectionQuery& query,
                          const std::vector<int64_t>& ids) {
  store::Params params;
  params.Int64Array(ids);
  AddScope(query.scope, &params);
  params.Array(StatesOf(query)).Int32(query.submitter_id);
  AddNarrowing(query, &params);
  return params;
}

}  // namespace

store::ArrayWriter StatesOf(const RejectionQuery& query) {
  store::ArrayWriter states(store::ArrayWriter::Element::kInt2);
  for (const int16_t state : query.states) states.Int16(state);
  return states;
}

void AddNarrowing(const RejectionQuery& query, store::Params* params) {
  const v1::RejectionFilter& filter = query.filter;
  params->Text(filter.code())
      .Int16(static_cast<int16_t>(filter.origin()))
      .Text(filter.assignee())
      .Time(filter.has_received_from() ? TimeOf(filter.received_from())
                                       : absl::InfinitePast())
      .Time(filter.has_received_before() ? TimeOf(filter.received_before())
                                         : absl::InfiniteFuture());
  if (query.words.empty()) {
    params->Null();
  } else {
    params->TextArray(query.codes);
  }
}

bool RejectionQuery::only_open() const {
  return std::all_of(states.begin(), states.end(), IsOpen);
}

bool RejectionQuery::has_accepted() const {
  return std::find(states.begin(), states.end(), v1::REVIEW_STATE_ACCEPTED) !=
         states.end();
}

bool RejectionQuery::searches_everybody() const {
  return !words.empty() && scope.all && submitter_id == 0 &&
         filter.code().empty() && only_open();
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

absl::StatusOr<std::vector<int64_t>> MatchRejections(
    store::Pool& pool, const CodeBook& book, const RejectionQuery& query,
    const std::vector<int64_t>& ids) {
  auto rows = pool.Execute(store::kMatchRejections, MatchParams(query, ids));
  if (!rows.ok()) return rows.status();
  std::vector<int64_t> matching;
  for (int row = 0; row < rows->rows(); ++row) {
    if (!query.words.empty()) {
      RejectionRow said;
      for (std::string& code : rows->TextArray(row, 1)) {
        said.rejection.add_codes(std::move(code));
      }
      said.findings = rows->Text(row, 2);
      if (!HoldsText(book, said, query.words)) continue;
    }
    matching.push_back(rows->Int64(row, 0));
  }
  std::sort(matching.begin(), matching.end(), std::greater<>());
  return matching;
}

}  // namespace trivsel::gateway::review
