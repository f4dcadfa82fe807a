#include "gateway/key_claim.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway {

absl::Status ClaimCitizenKey(store::Pool& pool, const ingest::CitizenKey& key,
                             const std::string& key_file) {
  // No CPR number looks like this.
  const queue::CitizenRef ref = key.Ref("which key is it");
  const std::string_view word(reinterpret_cast<const char*>(ref.data()),
                              ref.size());
  auto row = pool.Execute(store::kClaimCitizenKey, store::Params().Bytes(word));
  if (!row.ok()) return row.status();
  if (row->Text(0, 0) == word) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the database was begun with another citizen key than ", key_file,
      ": copy citizen.key from the data folder of a gateway that uses this "
      "database"));
}

}  // namespace trivsel::gateway
