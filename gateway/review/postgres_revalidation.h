// Revalidation on the database, for acts that somebody waits for.
#ifndef TRIVSEL_GATEWAY_REVIEW_POSTGRES_REVALIDATION_H_
#define TRIVSEL_GATEWAY_REVIEW_POSTGRES_REVALIDATION_H_

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/review/revalidation.h"
#include "gateway/review/revalidation_writer.h"
#include "gateway/review/stored_content.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::review {

// Thread safe; one act after the other, on a connection of its own.
class PostgresRevalidation final : public Revalidation {
 public:
  struct Parts {
    store::ConnectOptions connect;
    Rejudge rejudge;
    // The edition of the rules that it judges by now.
    std::function<std::string()> rule_set;
    // Told which lanes have something new, a bit each; must not block.
    std::function<void(uint64_t lanes)> on_accepted;
  };

  explicit PostgresRevalidation(Parts parts)
      : parts_(std::move(parts)), writer_(parts_.connect) {}

  absl::StatusOr<std::vector<Revalidated>> Run(
      const std::vector<Candidate>& candidates, const ActedBy& by) override;
  std::string rule_set() const override { return parts_.rule_set(); }

 private:
  // Loads and judges; the content of what is accepted stays in memory.
  absl::Status Judge(const std::vector<Candidate>& candidates,
                     RevalidationGroup* group);

  const Parts parts_;
  std::mutex mutex_;
  RevalidationWriter writer_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_POSTGRES_REVALIDATION_H_
