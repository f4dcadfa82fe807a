#include "tests/support/memory_report_sink.h"

#include <utility>

namespace trivsel::testing {

using queue::CommitGroup;
using queue::Draft;

namespace {

absl::Status Unreachable() {
  return absl::UnavailableError("the store cannot be reached");
}

}  // namespace

MemoryReportSink::MemoryReportSink(MemoryStore* store, StoreLink* link,
                                   Options options)
    : store_(*store),
      link_(*link),
      options_(std::move(options)),
      backlog_(options_.max_waiting, options_.max_waiting_bytes),
      workers_(options_.connections) {}

void MemoryReportSink::Submit(Draft draft, Done done) {
  const int64_t bytes = queue::SizeOf(draft);
  if (!backlog_.Enter(bytes)) {
    return done(absl::UnavailableError("too many reports wait for the disk"));
  }
  const size_t worker = static_cast<size_t>(draft.lane) % workers_.size();
  workers_[worker].queue.push_back({std::move(draft), std::move(done), bytes});
  if (workers_[worker].busy) return;
  workers_[worker].busy = true;
  link_.Soon([this, worker] { Send(worker); });
}

void MemoryReportSink::Send(size_t worker) {
  Worker& self = workers_[worker];
  std::vector<queue::Waiting> taken;
  while (!self.queue.empty() && taken.size() < options_.max_group) {
    taken.push_back(std::move(self.queue.front()));
    self.queue.pop_front();
  }
  auto group = std::make_shared<CommitGroup>(std::move(taken));
  const Fate fate = link_.FateOf(Statement::kCommit);
  link_.Later([this, worker, group, fate] { Begin(worker, group, fate); });
  if (fate == Fate::kLate) Finish(worker, group, /*link_lost=*/true);
}

void MemoryReportSink::Begin(size_t worker, const Group& group, Fate fate) {
  CommitGroup::Members members;
  for (const size_t position : group->members()) {
    if (store_.IsPoisoned(group->draft(position).report_id)) {
      group->Fail({position}, absl::InternalError("the store refuses it"));
    } else {
      members.push_back(position);
    }
  }
  std::vector<const Draft*> drafts;
  for (const size_t position : members) {
    drafts.push_back(&group->draft(position));
  }
  const bool loses = store_.bug() == StoreBug::kLoseOneOfGroup;
  if (loses && drafts.size() > 1) drafts.pop_back();
  auto transaction = std::make_shared<MemoryStore::Transaction>(
      store_.Begin(std::move(drafts)));
  const bool early = store_.bug() == StoreBug::kAnswerBeforeCommit;
  if (early && fate != Fate::kLate) {
    for (size_t i = 0; i < transaction->keys.size(); ++i) {
      group->SetFresh(members[i], transaction->keys[i], transaction->begun);
    }
    link_.Soon([this, worker, group] { Finish(worker, group, false); });
  }
  link_.Later([=, this] {
    if (fate == Fate::kNotDone) {
      store_.Abort(*transaction);
    } else if (early) {
      store_.Commit(*transaction);
    } else {
      Commit(group, *transaction, members);
    }
    if (early || fate == Fate::kLate) return;
    link_.Soon([=, this] { Finish(worker, group, fate != Fate::kDone); });
  });
}

void MemoryReportSink::Commit(const Group& group,
                              const MemoryStore::Transaction& transaction,
                              const CommitGroup::Members& members) {
  const std::vector<bool> fresh = store_.Commit(transaction);
  for (size_t i = 0; i < members.size(); ++i) {
    if (i >= fresh.size()) {  // kLoseOneOfGroup
      group->SetFresh(members[i], transaction.keys.back() + 1,
                      transaction.begun);
    } else if (fresh[i]) {
      group->SetFresh(members[i], transaction.keys[i], transaction.begun);
    } else {
      TakeFound(group, members[i]);
    }
  }
}

void MemoryReportSink::TakeFound(const Group& group, size_t position) {
  const Draft& draft = group->draft(position);
  const int64_t key = store_.Find(draft.submitter_id, draft.report_id);
  const MemoryStore::Report& report = store_.reports().at(key);
  queue::Committed found;
  found.report_key = key;
  found.verdict = report.draft.verdict;
  found.received_at = report.received_at;
  found.findings = report.draft.findings;
  found.kle = report.draft.kle;
  found.rule_set = report.draft.rule_set;
  found.municipality_id = report.draft.municipality_id;
  const bool any = store_.bug() == StoreBug::kReplayOtherContent;
  group->SetFound(position, any ? draft.digest : report.draft.digest,
                  std::move(found));
}

void MemoryReportSink::Finish(size_t worker, const Group& group,
                              bool link_lost) {
  Worker& self = workers_[worker];
  std::deque<queue::Waiting> refused;
  if (link_lost) {
    group->Fail(group->members(), Unreachable());
    refused.swap(self.queue);
  }
  const uint64_t lanes = link_lost ? 0 : group->lanes();
  backlog_.Leave(static_cast<int64_t>(group->size()), group->bytes());
  group->Answer();
  for (queue::Waiting& waiting : refused) {
    backlog_.Leave(1, waiting.bytes);
    waiting.done(Unreachable());
  }
  if (lanes != 0 && options_.on_committed) options_.on_committed(lanes);
  self.busy = !self.queue.empty();
  if (self.busy) link_.Soon([this, worker] { Send(worker); });
}

}  // namespace trivsel::testing
