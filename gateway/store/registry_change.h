// A change of the registry: one statement that changes, writes the journal and
// (by trigger) raises the registry's version.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_CHANGE_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_CHANGE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/store/params.h"
#include "gateway/store/statement.h"

namespace trivsel::gateway::store {

class Pool;

// Runs the statement; gives the number (int or bigint) that its first row
// begins with. NOT_FOUND with `missing` if there is no row; INVALID_ARGUMENT
// with `unusable` and ALREADY_EXISTS with `taken` where a constraint refused
// it. What these say is for people: Danish, " / ", English.
struct ChangeWords {
  const char* missing;
  const char* unusable = "en værdi kan ikke bruges / a value cannot be used";
  const char* taken = "det er taget i forvejen / it is taken already";
};
absl::StatusOr<int64_t> ChangeRegistry(Pool& pool, const Statement& statement,
                                       const Params& params,
                                       const ChangeWords& words);

// Whether none of its characters is a control character: what is listed on a
// terminal must not steer it.
bool IsPlainText(const std::string& text);

// INVALID_ARGUMENT unless it is plain text of 1-100 octets.
absl::Status CheckName(const std::string& name);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_CHANGE_H_
