// Limits of judging chosen rejections again; that it works: tests/integration.
#include "gateway/review/postgres_revalidation.h"

#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

class PostgresRevalidationTest : public ReviewStore {
 protected:
  // Accepts everything, as if each had so many octets.
  static Rejudge Accepting(size_t octets) {
    return [octets](StoredContent stored) {
      queue::Draft draft;
      draft.verdict = queue::Verdict::kAccepted;
      draft.submitter_id = stored.submitter_id;
      draft.municipality_id = stored.municipality_id;
      draft.report_id = stored.report_id;
      draft.form = stored.form;
      draft.content = std::string(octets, 'x');
      draft.rule_set = "newer";
      return draft;
    };
  }
  absl::StatusOr<std::vector<Revalidated>> Run(size_t octets) {
    PostgresRevalidation::Parts parts;
    parts.connect.database = database_;
    parts.rejudge = Accepting(octets);
    parts.rule_set = [] { return std::string("newer"); };
    PostgresRevalidation revalidation(std::move(parts));
    std::vector<Candidate> candidates;
    for (const int64_t id : ids_) candidates.push_back({id, 0});
    return revalidation.Run(candidates, {"operator:anne", "Anne", "again"});
  }

  std::vector<int64_t> ids_;
};

TEST_F(PostgresRevalidationTest, TooLargeTogetherIsSaidBeforeAnythingIsDone) {
  for (int i = 0; i < 14; ++i) ids_.push_back(Add("r" + std::to_string(i)));
  const auto refused = Run(5 * 1024 * 1024);
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status())) << refused.status();
  EXPECT_EQ(Number("select count(*) from rejection where state = 1"), 14);
  EXPECT_EQ(Number("select count(*) from report where verdict = 1"), 0);

  const auto done = Run(1024);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->size(), 14u);
  EXPECT_EQ(Number("select count(*) from rejection where state = 3"), 14);
  // What is stored is what came with the judgement.
  EXPECT_EQ(Number("select count(*) from report where verdict = 1 and "
                   "octet_length(content) = 1024 and rule_set = 'newer'"),
            14);
}

}  // namespace
}  // namespace trivsel::gateway::review
