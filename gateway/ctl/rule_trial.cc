#include "gateway/ctl/rule_trial.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/ingest/rule_shelf.h"
#include "gateway/rejudge.h"
#include "gateway/store/statements.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr int32_t kPage = 1000;
constexpr int64_t kPageBytes = 16 * 1024 * 1024;
// The first page may have to find its place in a month of millions.
constexpr absl::Duration kWithin = absl::Minutes(2);

using Judged = std::optional<queue::Draft>;

std::set<std::string> CodesOf(const Judged& judged) {
  trivsel::gateway::v1::Receipt receipt;
  std::set<std::string> codes;
  if (!judged || !receipt.ParseFromString(judged->findings)) return codes;
  for (const auto& finding : receipt.findings()) codes.insert(finding.code());
  return codes;
}

bool Accepted(const Judged& judged) {
  return judged && judged->verdict == queue::Verdict::kAccepted;
}

bool SameFindings(const Judged& a, const Judged& b) {
  return a.has_value() == b.has_value() && (!a || a->findings == b->findings);
}

bool SameTag(const Judged& a, const Judged& b) {
  if (!a || !b) return true;
  return a->kle.subject == b->kle.subject && a->kle.facet == b->kle.facet &&
         a->kle.rule == b->kle.rule && a->kle.edition == b->kle.edition;
}

// Adds up; which counter of `changes` it is, null if nothing changes.
int64_t TrialResult::Changes::*WhichChange(const Judged& now,
                                           const Judged& next) {
  if (!Accepted(now) && Accepted(next))
    return &TrialResult::Changes::to_accepted;
  if (Accepted(now) && !Accepted(next))
    return &TrialResult::Changes::to_rejected;
  if (!SameFindings(now, next)) return &TrialResult::Changes::findings;
  if (!SameTag(now, next)) return &TrialResult::Changes::kle;
  return nullptr;
}

const char* NameOf(int64_t TrialResult::Changes::*change) {
  if (change == &TrialResult::Changes::to_accepted) return "to_accepted";
  if (change == &TrialResult::Changes::to_rejected) return "to_rejected";
  return change == &TrialResult::Changes::findings ? "findings" : "kle";
}

void Compare(const Judged& now, const Judged& next,
             const std::string& report_id, const std::string& submitter,
             int max_examples, TrialResult* result) {
  int64_t TrialResult::Changes::*const change = WhichChange(now, next);
  if (change == nullptr) return;
  ++(result->changes.*change);
  ++(result->by_submitter[submitter].*change);
  if (!SameFindings(now, next)) {
    const std::set<std::string> before = CodesOf(now), after = CodesOf(next);
    for (const std::string& code : after) {
      if (!before.contains(code)) ++result->by_code[code].comes;
    }
    for (const std::string& code : before) {
      if (!after.contains(code)) ++result->by_code[code].goes;
    }
  }
  if (static_cast<int>(result->examples.size()) < max_examples) {
    result->examples.push_back({report_id, submitter, NameOf(change)});
  }
}

std::string JsonOf(const TrialResult::Changes& changes) {
  return absl::StrCat("{\"to_accepted\":", changes.to_accepted,
                      ",\"to_rejected\":", changes.to_rejected,
                      ",\"findings\":", changes.findings,
                      ",\"kle\":", changes.kle, "}");
}

std::string TrialJson(const TrialResult& result) {
  std::string out = absl::StrCat(
      "{\"rule_set_now\":", JsonText(result.rule_set_now),
      ",\"rule_set_new\":", JsonText(result.rule_set_new),
      ",\"judged\":", result.judged, ",\"content_gone\":", result.content_gone,
      ",\"changes\":", JsonOf(result.changes), ",\"by_code\":{");
  const char* comma = "";
  for (const auto& [code, changes] : result.by_code) {
    absl::StrAppend(&out, comma, JsonText(code), ":{\"comes\":", changes.comes,
                    ",\"goes\":", changes.goes, "}");
    comma = ",";
  }
  absl::StrAppend(&out, "},\"by_submitter\":{");
  comma = "";
  for (const auto& [submitter, changes] : result.by_submitter) {
    absl::StrAppend(&out, comma, JsonText(submitter), ":", JsonOf(changes));
    comma = ",";
  }
  absl::StrAppend(&out, "},\"examples\":[");
  comma = "";
  for (const TrialResult::Example& one : result.examples) {
    absl::StrAppend(&out, comma, "{\"report_id\":", JsonText(one.report_id),
                    ",\"submitter\":", JsonText(one.submitter),
                    ",\"change\":", JsonText(one.change), "}");
    comma = ",";
  }
  return out + "]}\n";
}

std::string Numbers(const TrialResult::Changes& changes) {
  return absl::StrCat(
      "  bliver godkendt / become accepted: ", changes.to_accepted,
      "\n  bliver afvist / become rejected: ", changes.to_rejected,
      "\n  samme dom, andre fund / same verdict, other findings: ",
      changes.findings,
      "\n  kun anden KLE / only another KLE tag: ", changes.kle, "\n");
}

}  // namespace

std::string ShowTrial(const TrialResult& result, Output output) {
  if (output == Output::kJson) return TrialJson(result);
  std::string out = absl::StrCat(
      "Nu / now:  ", result.rule_set_now, "\nNyt / new: ", result.rule_set_new,
      "\nRapporter dømt igen / reports judged again: ", result.judged, "\n");
  if (result.content_gone > 0) {
    absl::StrAppend(&out,
                    "Indholdet gemmes ikke mere / content is no longer kept: ",
                    result.content_gone, "\n");
  }
  if (result.changes.total() == 0) {
    return out + "Intet ændres / nothing changes\n";
  }
  absl::StrAppend(&out, "Ændringer / changes:\n", Numbers(result.changes));
  if (!result.by_code.empty()) {
    out += "Efter kode / by code (kommer / comes, forsvinder / goes):\n";
  }
  for (const auto& [code, changes] : result.by_code) {
    absl::StrAppend(&out, "  ", code, ": +", changes.comes, " -", changes.goes,
                    "\n");
  }
  out += "Efter fagsystem / by vendor system:\n";
  for (const auto& [submitter, changes] : result.by_submitter) {
    absl::StrAppend(&out, "  ", submitter, ": ", changes.total(),
                    " (godkendt / accepted ", changes.to_accepted,
                    ", afvist / rejected ", changes.to_rejected, ")\n");
  }
  out += "Rapporter / reports:\n";
  for (const TrialResult::Example& one : result.examples) {
    absl::StrAppend(&out, "  ", one.report_id, "  ", one.submitter, "  ",
                    one.change, "\n");
  }
  if (result.changes.total() > static_cast<int64_t>(result.examples.size())) {
    out += "  …\n";
  }
  return out;
}

absl::StatusOr<TrialResult> RuleTrial::Run(const Question& question,
                                           const OnProgress& on_progress) {
  const ingest::RuleShelf now_shelf(now_), next_shelf(next_);
  const auto registry = [this] { return registry_; };
  StoredReportJudge now(now_shelf, registry), next(next_shelf, registry);
  TrialResult result;
  result.rule_set_now = now_->RuleSet();
  result.rule_set_new = next_->RuleSet();
  auto total = pool_.Execute(
      store::kTrialTotal,
      store::Params().Time(question.since).Text(question.municipality),
      kWithin);
  if (!total.ok()) return total.status();
  const int64_t about = total->Int64(0, 0);
  int64_t after = 0;
  while (true) {
    auto rows = pool_.Execute(store::kTrialPage,
                              store::Params()
                                  .Time(question.since)
                                  .Int64(after)
                                  .Text(question.municipality)
                                  .Int32(kPage)
                                  .Int64(kPageBytes),
                              kWithin);
    if (!rows.ok()) return rows.status();
    if (rows->rows() == 0) return result;
    for (int row = 0; row < rows->rows(); ++row) {
      after = rows->Int64(row, 0);
      if (rows->Bool(row, 9)) continue;  // another stands for it
      if (!rows->Bool(row, 7)) {
        ++result.content_gone;
        continue;
      }
      review::StoredContent stored{
          rows->Int32(row, 2),
          rows->Int32(row, 3),
          rows->Text(row, 4),
          static_cast<queue::ContentForm>(rows->Int16(row, 5)),
          rows->Text(row, 6),
          rows->Time(row, 1)};
      ++result.judged;
      const Judged before = now.Run(stored);
      Compare(before, next.Run(std::move(stored)), rows->Text(row, 4),
              rows->Text(row, 8), question.max_examples, &result);
    }
    on_progress(result.judged + result.content_gone, about);
  }
}

}  // namespace trivsel::gateway::ctl
