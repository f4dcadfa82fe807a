#include "gateway/review/revalidation_group.h"

#include <optional>
#include <string>
#include <utility>

#include "gateway/queue/draft_text.h"

namespace trivsel::gateway::review {
namespace {

using store::ArrayWriter;
using Element = ArrayWriter::Element;
using Outcome = Revalidated::Outcome;

// As revalidate_group.sql has it.
int16_t NumberOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAccepted:
      return 1;
    case Outcome::kContentGone:
      return 3;
    default:
      return 2;
  }
}

void BytesOrNull(ArrayWriter* array, const std::string& value) {
  if (value.empty()) {
    array->Null();
  } else {
    array->Bytes(value);
  }
}

void Forget(std::string* text) { std::string().swap(*text); }

// In the history, where codes stand else.
constexpr char kRefused[] =
    "databasen kan ikke gemme den / the database cannot store it";

}  // namespace

void RevalidationGroup::Add(const store::Result& rows, int row) {
  Member member{rows.Int64(row, 0), rows.Int32(row, 1), Outcome::kContentGone,
                queue::Draft(),     rows.Int32(row, 2), rows.Text(row, 4),
                rows.Int16(row, 6), rows.Text(row, 9),  rows.Text(row, 10)};
  if (rows.Bool(row, 8)) {
    StoredContent stored{
        member.submitter_id, rows.Int32(row, 3),
        member.report_id,    static_cast<queue::ContentForm>(member.form),
        rows.Text(row, 7),   rows.Time(row, 5)};
    std::optional<queue::Draft> draft = rejudge_(std::move(stored));
    member.outcome = draft && draft->verdict == queue::Verdict::kAccepted
                         ? Outcome::kAccepted
                         : Outcome::kStillRejected;
    if (draft) member.draft = *std::move(draft);
  }
  queue::Draft& draft = member.draft;
  member.size = static_cast<int32_t>(
      draft.canonical.empty() ? draft.content.size() : draft.canonical.size());
  if (member.outcome != Outcome::kAccepted) {
    Forget(&draft.content);
    Forget(&draft.canonical);
  }
  bytes_ += static_cast<int64_t>(draft.content.size() + draft.canonical.size());
  const auto [first, fresh] = first_.try_emplace(
      {member.submitter_id, member.report_id}, members_.size());
  if (!fresh) {
    member.same = static_cast<int32_t>(first->second) + 1;
    members_[first->second].same = member.same;
  }
  members_.push_back(std::move(member));
}

bool RevalidationGroup::Refuse(size_t i) {
  Member& member = members_[i];
  if (member.outcome != Outcome::kAccepted) return false;
  std::string rule_set = std::move(member.draft.rule_set);
  member.draft = queue::Draft();
  member.draft.rule_set = std::move(rule_set);
  member.outcome = Outcome::kStillRejected;
  member.refused = true;
  return true;
}

int64_t RevalidationGroup::Refused(size_t begin, size_t end) const {
  int64_t refused = 0;
  for (size_t i = begin; i < end; ++i) refused += members_[i].refused ? 1 : 0;
  return refused;
}

void RevalidationGroup::AddReports(size_t begin, size_t end,
                                   store::Params* params) const {
  ArrayWriter same(Element::kInt4), submitter(Element::kInt4),
      report_id(Element::kText), form(Element::kInt2), standard(Element::kText),
      rule_set(Element::kText), content(Element::kBytea);
  for (size_t i = begin; i < end; ++i) {
    const Member& member = members_[i];
    same.Int32(member.same);
    submitter.Int32(member.submitter_id);
    report_id.Bytes(member.report_id);
    form.Int16(member.form);
    standard.Bytes(member.standard);
    rule_set.Bytes(member.old_rule_set);
    BytesOrNull(&content, member.draft.content);
  }
  for (ArrayWriter* array :
       {&same, &submitter, &report_id, &form, &standard, &rule_set, &content}) {
    params->Array(std::move(*array));
  }
}

store::Params RevalidationGroup::Encode(size_t begin, size_t end) const {
  ArrayWriter id(Element::kInt8), version(Element::kInt4),
      result(Element::kInt2), municipality(Element::kInt4),
      lane(Element::kInt2), citizen(Element::kBytea),
      canonical(Element::kBytea), findings(Element::kBytea),
      kle_subject(Element::kText), kle_facet(Element::kText),
      kle_rule(Element::kText), kle_edition(Element::kText),
      rule_set(Element::kText), resources(Element::kText), size(Element::kInt4),
      codes(Element::kText);
  for (size_t i = begin; i < end; ++i) {
    const Member& member = members_[i];
    const queue::Draft& draft = member.draft;
    id.Int64(member.rejection_id);
    version.Int32(member.version);
    result.Int16(NumberOf(member.outcome));
    municipality.Int32(draft.municipality_id);
    lane.Int16(draft.lane);
    citizen.Bytes(queue::ViewBytes(draft.citizen));
    BytesOrNull(&canonical, draft.canonical);
    BytesOrNull(&findings, draft.findings);
    kle_subject.Bytes(draft.kle.subject);
    kle_facet.Bytes(draft.kle.facet);
    kle_rule.Bytes(draft.kle.rule);
    kle_edition.Bytes(draft.kle.edition);
    rule_set.Bytes(draft.rule_set);
    resources.Bytes(queue::JoinResources(draft.resources));
    size.Int32(member.size);
    codes.Bytes(member.refused ? kRefused
                               : queue::JoinCodes(draft.error_codes));
  }
  store::Params params;
  for (ArrayWriter* array :
       {&id, &version, &result, &municipality, &lane, &citizen, &canonical,
        &findings, &kle_subject, &kle_facet, &kle_rule, &kle_edition, &rule_set,
        &resources, &size, &codes}) {
    params.Array(std::move(*array));
  }
  return params;
}

}  // namespace trivsel::gateway::review
