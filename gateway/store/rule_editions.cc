#include "gateway/store/rule_editions.h"

#include <algorithm>

#include "gateway/store/pool.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::store {
namespace {

constexpr int32_t kMostListed = 1000;
constexpr int32_t kInUse = -1;

constexpr char kMissing[] =
    "der er ingen sådan udgave / there is no such edition";

// What the database said of values that it cannot use.
absl::Status ForPeople(const absl::Status& status) {
  if (FaultOf(status) != Fault::kData) return status;
  return absl::InvalidArgumentError(
      "en fil er ikke UTF-8, eller begrundelsen mangler eller er for lang / a "
      "file is not UTF-8, or the reason is missing or too long");
}

// Columns edition_id … as load_rules.sql gives them.
RuleEdition ReadEdition(const Result& rows, int row) {
  RuleEdition edition;
  edition.number = rows.Int32(row, 1);
  if (edition.number == 0) return edition;
  edition.name = rows.Text(row, 2);
  edition.made_at = rows.Time(row, 3);
  edition.made_by = rows.Text(row, 4);
  edition.reason = rows.Text(row, 5);
  std::vector<std::string> names = rows.TextArray(row, 6);
  std::vector<std::string> texts = rows.TextArray(row, 7);
  for (size_t i = 0; i < std::min(names.size(), texts.size()); ++i) {
    edition.terminology.push_back({std::move(names[i]), std::move(texts[i])});
  }
  if (!rows.IsNull(row, 8)) {
    edition.kle = RuleFile{rows.Text(row, 8), rows.Text(row, 9)};
  }
  return edition;
}

}  // namespace

absl::StatusOr<int32_t> RuleEditions::Version() {
  auto row = pool_.Execute(kRulesVersion, Params());
  if (!row.ok()) return row.status();
  return row->Int32(0, 0);
}

absl::StatusOr<RulesInUse> RuleEditions::LoadInUse() {
  auto rows = pool_.Execute(kLoadRules, Params().Int32(kInUse));
  if (!rows.ok()) return rows.status();
  RulesInUse in_use;
  if (rows->rows() == 0) return in_use;
  in_use.version = rows->Int32(0, 0);
  in_use.edition = ReadEdition(*rows, 0);
  return in_use;
}

absl::StatusOr<RuleEdition> RuleEditions::Load(int32_t number) {
  if (number <= 0) return absl::NotFoundError(kMissing);
  auto rows = pool_.Execute(kLoadRules, Params().Int32(number));
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError(kMissing);
  return ReadEdition(*rows, 0);
}

absl::StatusOr<std::vector<RuleEditionRow>> RuleEditions::List() {
  auto rows = pool_.Execute(kListRules, Params().Int32(kMostListed));
  if (!rows.ok()) return rows.status();
  std::vector<RuleEditionRow> list;
  for (int row = 0; row < rows->rows(); ++row) {
    RuleEditionRow one;
    one.edition.number = rows->Int32(row, 0);
    one.edition.name = rows->Text(row, 1);
    if (one.edition.number != 0) one.edition.made_at = rows->Time(row, 2);
    one.edition.made_by = rows->Text(row, 3);
    one.edition.reason = rows->Text(row, 4);
    for (std::string& name : rows->TextArray(row, 5)) {
      one.edition.terminology.push_back({std::move(name), ""});
    }
    if (!rows->IsNull(row, 6))
      one.edition.kle = RuleFile{rows->Text(row, 6), ""};
    one.used_at = rows->OptionalTime(row, 7);
    one.used_by = rows->Text(row, 8);
    one.use_reason = rows->Text(row, 9);
    one.in_use = rows->Bool(row, 10);
    list.push_back(std::move(one));
  }
  return list;
}

absl::StatusOr<int32_t> RuleEditions::Take(
    const std::string& actor, const std::string& reason,
    const std::vector<RuleFile>& terminology,
    const std::optional<RuleFile>& kle) {
  std::vector<std::string> names, texts;
  for (const RuleFile& file : terminology) {
    names.push_back(file.name);
    texts.push_back(file.text);
  }
  Params params;
  params.Text(actor).Text(reason).TextArray(names).TextArray(texts);
  if (kle) {
    params.Text(kle->name).Text(kle->text);
  } else {
    params.Null().Null();
  }
  auto row = pool_.Execute(kTakeRules, params);
  if (!row.ok()) return ForPeople(row.status());
  return row->Int32(0, 0);
}

absl::Status RuleEditions::Use(const std::string& actor,
                               const std::string& reason, int32_t number) {
  auto row =
      pool_.Execute(kUseRules, Params().Text(actor).Text(reason).Int32(number));
  if (!row.ok()) return ForPeople(row.status());
  return row->Bool(0, 0) ? absl::OkStatus() : absl::NotFoundError(kMissing);
}

}  // namespace trivsel::gateway::store
