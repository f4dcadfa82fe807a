#include "gateway/queue/commit_worker.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::queue {
namespace {

using store::Fault;

constexpr int kMaxAttempts = 3;
constexpr size_t kHashSize = 32;
// Writers of one count row would wait for each other's disk.
constexpr int64_t kCountShards = 16;
constexpr absl::Duration kFirstBackoff = absl::Milliseconds(50);
constexpr absl::Duration kMaxBackoff = absl::Seconds(1);
constexpr absl::Duration kFullPause = absl::Seconds(1);
constexpr char kDiskFull[] = "53100";

absl::Status Unreachable() {
  return absl::UnavailableError("the database cannot be reached");
}

}  // namespace

CommitWorker::CommitWorker(Options options, Backlog* backlog)
    : options_(std::move(options)), backlog_(backlog) {}

CommitWorker::~CommitWorker() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::Status CommitWorker::Start() {
  absl::Status connected = Connect();
  if (!connected.ok()) return connected;
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

absl::Status CommitWorker::Refusal() const {
  if (!connected_ || stopping_) return Unreachable();
  if (absl::ToUnixNanos(SteadyNow()) < full_until_) {
    return absl::UnavailableError("the database has no room");
  }
  return absl::OkStatus();
}

void CommitWorker::Add(Waiting waiting) {
  bool wake = false;
  absl::Status refusal;
  {
    std::lock_guard lock(mutex_);
    refusal = Refusal();
    if (refusal.ok()) {
      queue_.push_back(std::move(waiting));
      wake = idle_;
      idle_ = false;
      waiting.done = nullptr;
    }
  }
  if (waiting.done != nullptr) {
    backlog_->Leave(1, waiting.bytes);
    waiting.done(refusal);
  }
  if (wake) changed_.notify_one();
}

void CommitWorker::Run() {
  std::unique_ptr<CommitGroup> finished;
  while (true) {
    std::unique_ptr<CommitGroup> group = Take(/*wait=*/finished == nullptr);
    if (group == nullptr && finished == nullptr) break;
    if (group == nullptr) {
      Answer(finished.get());
      finished = nullptr;
      continue;
    }
    const bool sent = SendGroup(group.get());
    // Whoever waits for the group before is told while the database works.
    if (finished != nullptr) Answer(finished.get());
    FinishGroup(group.get(), sent);
    finished = std::move(group);
    if (!connection_->usable()) {
      Answer(finished.get());
      finished = nullptr;
      Reconnect();
    }
  }
  connection_ = nullptr;
}

std::unique_ptr<CommitGroup> CommitWorker::Take(bool wait) {
  std::unique_lock lock(mutex_);
  while (wait && queue_.empty() && !stopping_) {
    idle_ = true;
    changed_.wait(lock);
  }
  idle_ = false;
  std::vector<Waiting> taken;
  int64_t bytes = 0;
  while (!queue_.empty() && taken.size() < options_.max_group) {
    bytes += queue_.front().bytes;
    if (!taken.empty() && bytes > options_.max_group_bytes) break;
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  lock.unlock();
  if (taken.empty()) return nullptr;
  return std::make_unique<CommitGroup>(std::move(taken));
}

absl::Status CommitWorker::Connect() {
  auto connection = store::Connection::Open(options_.connect);
  if (!connection.ok()) return connection.status();
  auto chain =
      (*connection)
          ->Execute(store::kOpenChain, store::Params().Text(options_.actor));
  if (!chain.ok()) return chain.status();
  chain_ = chain->Int64(0, 0);
  chain_seq_ = 0;
  chain_hash_ = std::string(kHashSize, '\0');
  connection_ = *std::move(connection);
  connected_ = true;
  return absl::OkStatus();
}

void CommitWorker::Reconnect() {
  std::deque<Waiting> refused;
  {
    std::lock_guard lock(mutex_);
    connected_ = false;
    refused.swap(queue_);
  }
  for (Waiting& waiting : refused) {
    backlog_->Leave(1, waiting.bytes);
    waiting.done(Unreachable());
  }
  backoff_ = kFirstBackoff;
  while (!Connect().ok()) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoNanoseconds(backoff_),
                      [&] { return stopping_; });
    if (stopping_) return;  // nothing waits: while down nothing is taken
    backoff_ = std::min(backoff_ * 2, kMaxBackoff);
  }
}

store::Params CommitWorker::ParamsOf(const CommitGroup& group,
                                     const Members& members) const {
  store::Params params = group.Encode(members);
  params.Int16(static_cast<int16_t>(chain_ % kCountShards))
      .Int64(chain_)
      .Int64(chain_seq_ + 1)
      .Text(options_.actor)
      .Bytes(chain_hash_);
  return params;
}

bool CommitWorker::SendGroup(CommitGroup* group) {
  // A server that was restarted while nobody wrote: nothing is lost yet.
  if (!connection_->StillThere() && !Connect().ok()) return false;
  return connection_
      ->Send(store::kCommitGroup, ParamsOf(*group, group->members()))
      .ok();
}

void CommitWorker::FinishGroup(CommitGroup* group, bool sent) {
  if (!sent) {
    // Most often the connection is lost, and the next try says so.
    Commit(group, group->members(), /*attempt=*/1);
    return;
  }
  Settle(group, group->members(),
         connection_->Receive(SteadyNow() + options_.commit_timeout),
         /*attempt=*/0);
}

void CommitWorker::Commit(CommitGroup* group, const Members& members,
                          int attempt) {
  Settle(group, members,
         connection_->Execute(store::kCommitGroup, ParamsOf(*group, members),
                              options_.commit_timeout),
         attempt);
}

void CommitWorker::Settle(CommitGroup* group, const Members& members,
                          absl::StatusOr<store::Result> rows, int attempt) {
  if (!rows.ok()) {
    const Fault fault = store::FaultOf(rows.status());
    if (fault == Fault::kData) return Split(group, members, rows.status());
    if (fault == Fault::kRetry && attempt < kMaxAttempts) {
      return Commit(group, members, attempt + 1);
    }
    if (store::SqlStateOf(rows.status()) == kDiskFull) {
      full_until_ = absl::ToUnixNanos(SteadyNow() + kFullPause);
    }
    return group->Fail(members,
                       absl::UnavailableError(rows.status().message()));
  }
  full_until_ = 0;
  if (rows->rows() > 0) {
    ++chain_seq_;
    chain_hash_ = rows->Text(0, 3);
  }
  const Members taken = group->TakeCommitted(members, *rows);
  if (taken.empty()) return;
  // Their ids are on disk already, maybe since a moment that our statement
  // could not see; a new statement can.
  auto found =
      connection_->Execute(store::kFindSubmissions, group->EncodeKeys(taken),
                           options_.commit_timeout);
  if (found.ok()) return group->TakeFound(taken, *found);
  group->Fail(taken, absl::UnavailableError(found.status().message()));
}

void CommitWorker::Split(CommitGroup* group, const Members& members,
                         const absl::Status& status) {
  if (members.size() == 1) {
    absl::Status alone =
        absl::InternalError("the database refuses to store this report");
    status.ForEachPayload([&](auto url, const absl::Cord& value) {
      alone.SetPayload(url, value);
    });
    return group->Fail(members, alone);
  }
  const size_t half = members.size() / 2;
  Commit(group, Members(members.begin(), members.begin() + half), 0);
  Commit(group, Members(members.begin() + half, members.end()), 0);
}

void CommitWorker::Answer(CommitGroup* group) {
  backlog_->Leave(static_cast<int64_t>(group->size()), group->bytes());
  const uint64_t lanes = group->lanes();
  group->Answer();
  if (lanes != 0 && options_.on_committed) options_.on_committed(lanes);
}

}  // namespace trivsel::gateway::queue
