#include "gateway/review_work.h"

#include <utility>

namespace trivsel::gateway {
namespace {

review::JobRunner::Options RunnerOptions(const ReviewWork::Parts& parts,
                                         review::Rejudge rejudge) {
  review::JobRunner::Options options;
  options.connect.database = parts.database;
  options.owner = parts.owner;
  options.rejudge = std::move(rejudge);
  options.intake_busy = parts.intake_busy;
  options.on_accepted = parts.on_accepted;
  return options;
}

}  // namespace

ReviewWork::ReviewWork(Parts parts)
    : judge_(parts.shelf,
             [&directory = parts.directory] { return directory.book(); }),
      rejudge_([this](review::StoredContent stored) {
        return judge_.Run(std::move(stored));
      }),
      rule_set_([&shelf = parts.shelf] { return shelf.Current()->RuleSet(); }),
      revalidation_({{parts.database, "trivsel-review"},
                     rejudge_,
                     rule_set_,
                     parts.on_accepted}),
      runner_(RunnerOptions(parts, rejudge_)),
      jobs_(&parts.pool, rule_set_, [this] { runner_.Poke(); }) {}

}  // namespace trivsel::gateway
