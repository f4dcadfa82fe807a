#include "gateway/store/registry_change.h"

#include <algorithm>

#include "gateway/store/pool.h"
#include "gateway/store/sqlstate.h"

namespace trivsel::gateway::store {

absl::StatusOr<int64_t> ChangeRegistry(Pool& pool, const Statement& statement,
                                       const Params& params,
                                       const ChangeWords& words) {
  absl::StatusOr<Result> rows = pool.Execute(statement, params);
  if (!rows.ok()) {
    if (FaultOf(rows.status()) != Fault::kData) return rows.status();
    return absl::IsAlreadyExists(rows.status())
               ? absl::AlreadyExistsError(words.taken)
               : absl::InvalidArgumentError(words.unusable);
  }
  if (rows->rows() == 0) return absl::NotFoundError(words.missing);
  const bool wide = rows->View(0, 0).size() == sizeof(int64_t);
  return wide ? rows->Int64(0, 0) : rows->Int32(0, 0);
}

bool IsPlainText(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

absl::Status CheckName(const std::string& name) {
  if (IsPlainText(name) && !name.empty() && name.size() <= 100) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "et navn har 1-100 tegn / a name has 1-100 characters");
}

}  // namespace trivsel::gateway::store
