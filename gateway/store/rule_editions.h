// Editions of the rules that operators have taken into use: what was handed in,
// by whom and why, for ever; and which one is in use.
#ifndef TRIVSEL_GATEWAY_STORE_RULE_EDITIONS_H_
#define TRIVSEL_GATEWAY_STORE_RULE_EDITIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::store {

class Pool;

// A file as it was handed in.
struct RuleFile {
  std::string name;  // without folders
  std::string text;
};

struct RuleEdition {
  int32_t number = 0;  // 0: none, gateways judge by their own files
  std::string name;    // "r3"; part of rule_set in receipts
  absl::Time made_at;
  std::string made_by;
  std::string reason;
  std::vector<RuleFile> terminology;  // texts only where it says so
  std::optional<RuleFile> kle;        // the KLE rule table, if there was one
};

struct RulesInUse {
  int32_t version = 0;  // rises each time something is taken into use
  RuleEdition edition;  // with texts
};

// One line of the list.
struct RuleEditionRow {
  RuleEdition edition;  // without texts; number 0: the gateways' own files
  bool in_use = false;
  // When it was taken into use last, by whom and why.
  std::optional<absl::Time> used_at;
  std::string used_by;
  std::string use_reason;
};

// Thread safe; blocking. Errors: NOT_FOUND no such edition, INVALID_ARGUMENT a
// text that is no UTF-8, UNAVAILABLE the store cannot be reached. Whether an
// edition compiles is for the caller to find out before.
class RuleEditions {
 public:
  // Octets of all files of an edition together.
  static constexpr size_t kMaxBytes = 32u * 1024 * 1024;

  // `pool` must outlive it.
  explicit RuleEditions(Pool* pool) : pool_(*pool) {}

  // The number of the last use; cheap to ask.
  absl::StatusOr<int32_t> Version();
  absl::StatusOr<RulesInUse> LoadInUse();
  // With texts.
  absl::StatusOr<RuleEdition> Load(int32_t number);
  // The newest first, at most 1000.
  absl::StatusOr<std::vector<RuleEditionRow>> List();

  // Keeps an edition and takes it into use: one act, one journal entry. Its
  // number.
  absl::StatusOr<int32_t> Take(const std::string& actor,
                               const std::string& reason,
                               const std::vector<RuleFile>& terminology,
                               const std::optional<RuleFile>& kle);
  // Takes one that is kept into use (again); 0: the gateways' own files.
  absl::Status Use(const std::string& actor, const std::string& reason,
                   int32_t number);

 private:
  Pool& pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_RULE_EDITIONS_H_
