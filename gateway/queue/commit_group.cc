#include "gateway/queue/commit_group.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "gateway/queue/draft_text.h"

namespace trivsel::gateway::queue {
namespace {

using store::ArrayWriter;
using Element = ArrayWriter::Element;

void BytesOrNull(ArrayWriter* array, const std::string& value) {
  if (value.empty()) {
    array->Null();
  } else {
    array->Bytes(value);
  }
}

struct KeyHash {
  size_t operator()(const std::pair<int32_t, std::string_view>& key) const {
    return std::hash<std::string_view>()(key.second) * 31 + key.first;
  }
};

}  // namespace

int64_t SizeOf(const Draft& draft) {
  constexpr int64_t kRest = 512;
  return kRest +
         static_cast<int64_t>(draft.content.size() + draft.canonical.size() +
                              draft.findings.size());
}

CommitGroup::CommitGroup(std::vector<Waiting> waiting)
    : waiting_(std::move(waiting)),
      leader_(waiting_.size()),
      stored_(waiting_.size()) {
  std::unordered_map<std::pair<int32_t, std::string_view>, size_t, KeyHash>
      first;
  first.reserve(waiting_.size());
  for (size_t i = 0; i < waiting_.size(); ++i) {
    const Draft& draft = waiting_[i].draft;
    auto [at, added] =
        first.try_emplace({draft.submitter_id, draft.report_id}, i);
    leader_[i] = at->second;
    if (added) members_.push_back(i);
    bytes_ += waiting_[i].bytes;
  }
}

store::Params CommitGroup::Encode(const Members& members) const {
  ArrayWriter submitter(Element::kInt4), municipality(Element::kInt4),
      report_id(Element::kText), digest(Element::kBytea),
      verdict(Element::kInt2), lane(Element::kInt2), citizen(Element::kBytea),
      form(Element::kInt2), content(Element::kBytea),
      canonical(Element::kBytea), findings(Element::kBytea),
      codes(Element::kText), kle_subject(Element::kText),
      kle_facet(Element::kText), kle_rule(Element::kText),
      kle_edition(Element::kText), rule_set(Element::kText),
      resources(Element::kText), size(Element::kInt4);
  size_t content_bytes = 0;
  for (size_t i : members) content_bytes += waiting_[i].draft.content.size();
  content.Reserve(content_bytes + 4 * members.size() + 64);
  for (size_t i : members) {
    const Draft& draft = waiting_[i].draft;
    submitter.Int32(draft.submitter_id);
    municipality.Int32(draft.municipality_id);
    report_id.Bytes(draft.report_id);
    digest.Bytes(ViewBytes(draft.digest));
    verdict.Int16(static_cast<int16_t>(draft.verdict));
    lane.Int16(draft.lane);
    citizen.Bytes(ViewBytes(draft.citizen));
    form.Int16(static_cast<int16_t>(draft.form));
    content.Bytes(draft.content);
    BytesOrNull(&canonical, draft.canonical);
    BytesOrNull(&findings, draft.findings);
    codes.Bytes(JoinCodes(draft.error_codes));
    kle_subject.Bytes(draft.kle.subject);
    kle_facet.Bytes(draft.kle.facet);
    kle_rule.Bytes(draft.kle.rule);
    kle_edition.Bytes(draft.kle.edition);
    rule_set.Bytes(draft.rule_set);
    resources.Bytes(JoinResources(draft.resources));
    size.Int32(static_cast<int32_t>(draft.canonical.empty()
                                        ? draft.content.size()
                                        : draft.canonical.size()));
  }
  store::Params params;
  for (ArrayWriter* array :
       {&submitter, &municipality, &report_id, &digest, &verdict, &lane,
        &citizen, &form, &content, &canonical, &findings, &codes, &kle_subject,
        &kle_facet, &kle_rule, &kle_edition, &rule_set, &resources, &size}) {
    params.Array(std::move(*array));
  }
  return params;
}

CommitGroup::Members CommitGroup::TakeCommitted(const Members& members,
                                                const store::Result& rows) {
  std::vector<bool> has_row(members.size(), false);
  for (int row = 0; row < rows.rows(); ++row) {
    const size_t ord = static_cast<size_t>(rows.Int64(row, 0)) - 1;
    if (ord >= members.size()) continue;
    has_row[ord] = true;
    SetFresh(members[ord], rows.Int64(row, 1), rows.Time(row, 2));
  }
  Members rest;
  for (size_t i = 0; i < members.size(); ++i) {
    if (!has_row[i]) rest.push_back(members[i]);
  }
  return rest;
}

void CommitGroup::SetFresh(size_t position, int64_t report_key,
                           absl::Time received_at) {
  const Draft& draft = waiting_[position].draft;
  Committed committed;
  committed.outcome = CommitOutcome::kFresh;
  committed.report_key = report_key;
  committed.received_at = received_at;
  committed.verdict = draft.verdict;
  committed.municipality_id = draft.municipality_id;
  committed.findings = draft.findings;
  committed.kle = draft.kle;
  committed.rule_set = draft.rule_set;
  stored_[position] = {std::move(committed), draft.digest};
  if (draft.verdict == Verdict::kAccepted) {
    lanes_ |= uint64_t{1} << (draft.lane & 63);
  }
}

void CommitGroup::SetFound(size_t position, const Digest& digest,
                           Committed found) {
  found.outcome = CommitOutcome::kReplayed;
  stored_[position] = {std::move(found), digest};
}

store::Params CommitGroup::EncodeKeys(const Members& members) const {
  ArrayWriter submitter(Element::kInt4), report_id(Element::kText);
  for (size_t i : members) {
    submitter.Int32(waiting_[i].draft.submitter_id);
    report_id.Bytes(waiting_[i].draft.report_id);
  }
  store::Params params;
  params.Array(std::move(submitter)).Array(std::move(report_id));
  return params;
}

void CommitGroup::TakeFound(const Members& members, const store::Result& rows) {
  Fail(members, absl::UnavailableError("the report's id is being removed"));
  for (int row = 0; row < rows.rows(); ++row) {
    const size_t ord = static_cast<size_t>(rows.Int64(row, 0)) - 1;
    if (ord >= members.size()) continue;
    const std::string_view bytes = rows.View(row, 1);
    Digest digest{};
    if (bytes.size() != digest.size()) continue;
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    Committed found;
    found.report_key = rows.Int64(row, 2);
    found.verdict = static_cast<Verdict>(rows.Int16(row, 3));
    found.received_at = rows.Time(row, 4);
    found.findings = rows.Text(row, 5);
    found.kle = {rows.Text(row, 6), rows.Text(row, 7), rows.Text(row, 8),
                 rows.Text(row, 9)};
    found.rule_set = rows.Text(row, 10);
    if (!rows.IsNull(row, 11)) found.municipality_id = rows.Int32(row, 11);
    SetFound(members[ord], digest, std::move(found));
  }
}

void CommitGroup::Fail(const Members& members, const absl::Status& status) {
  for (size_t i : members) stored_[i].outcome = status;
}

absl::StatusOr<Committed> CommitGroup::OutcomeOf(size_t position) const {
  const Stored& stored = stored_[leader_[position]];
  if (!stored.outcome.ok()) return stored.outcome.status();
  if (waiting_[position].draft.digest != stored.digest) {
    // Says nothing of what is stored: it need not be this caller's business.
    Committed reused;
    reused.outcome = CommitOutcome::kIdReused;
    return reused;
  }
  Committed committed = *stored.outcome;
  if (leader_[position] != position) {
    committed.outcome = CommitOutcome::kReplayed;
  }
  if (committed.outcome == CommitOutcome::kFresh) {
    committed.findings.clear();
    committed.kle = {};
    committed.rule_set.clear();
  }
  return committed;
}

void CommitGroup::Answer() {
  for (size_t i = 0; i < waiting_.size(); ++i) {
    waiting_[i].done(OutcomeOf(i));
    waiting_[i].done = nullptr;
  }
}

}  // namespace trivsel::gateway::queue
