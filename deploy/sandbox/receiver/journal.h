// The receiver's disk: what was received, and how it was answered.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JOURNAL_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::sandbox {

// A folder: one file a delivery ("0000000017.delivery": one line of our own
// about it, then the body as it came), written once and never changed, and
// "violations.jsonl". Not thread safe.
class Journal {
 public:
  using Reader = std::function<absl::Status(std::string_view line)>;

  // Makes the folder if it is not there and reads what is in it, oldest first.
  // A file without a whole first line is an error: we never begin afresh on
  // what we cannot read. (A file that was being written when the power went is
  // still called ".part" and is removed; its sender got no answer.)
  static absl::StatusOr<std::unique_ptr<Journal>> Open(
      const std::string& folder, const Reader& on_delivery,
      const Reader& on_violation);

  // On disk when this returns OK.
  absl::Status AppendDelivery(std::string_view line, std::string_view body);
  absl::Status AppendViolation(std::string_view line);

  // 32 secret bytes that stay the same for this folder.
  const std::string& salt() const { return salt_; }

 private:
  explicit Journal(std::string folder) : folder_(std::move(folder)) {}
  absl::Status Load(const Reader& on_delivery, const Reader& on_violation);
  absl::Status LoadSalt();

  const std::string folder_;
  std::string salt_;
  int64_t last_number_ = 0;
};

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JOURNAL_H_
