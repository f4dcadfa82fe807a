#include "gateway/access/access_directory.h"

#include <chrono>
#include <utility>

namespace trivsel::gateway::access {

using validator::token::OrFault;

AccessDirectory::AccessDirectory(RegistrySource& source, const Clock& clock,
                                 OnRefresh on_refresh)
    : source_(source), clock_(clock), on_refresh_(std::move(on_refresh)) {}

AccessDirectory::~AccessDirectory() { Stop(); }

absl::Status AccessDirectory::Load() {
  absl::StatusOr<RegistrySnapshot> snapshot = source_.Load();
  if (!snapshot.ok()) return snapshot.status();
  auto book = std::make_shared<const AccessBook>(*std::move(snapshot));
  std::lock_guard lock(mutex_);
  state_.book = std::move(book);
  ++generation_;
  return absl::OkStatus();
}

void AccessDirectory::Refresh() {
  absl::StatusOr<int64_t> latest = source_.Version();
  if (latest.ok() && *latest == version()) return;
  if (latest.ok()) {
    if (absl::Status status = Load(); !status.ok()) latest = status;
  }
  if (on_refresh_) on_refresh_(latest);
}

void AccessDirectory::Start(absl::Duration interval) {
  thread_ = std::thread([this, interval] { Run(interval); });
}

void AccessDirectory::Run(absl::Duration interval) {
  const auto pause = absl::ToChronoMilliseconds(interval);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return stopping_; })) {
    lock.unlock();
    Refresh();
    lock.lock();
  }
}

void AccessDirectory::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void AccessDirectory::RequireDocuments(bool required) {
  std::lock_guard lock(mutex_);
  if (state_.documents == required) return;
  state_.documents = required;
  ++generation_;
}

AccessDirectory::State AccessDirectory::state() const {
  std::lock_guard lock(mutex_);
  return state_;
}

OrFault<RegisteredPeer> AccessDirectory::FindPeer(
    const Fingerprint& fingerprint) const {
  return state().book->FindPeer(fingerprint, clock_.Now());
}

OrFault<AccessDirectory::CallerPtr> AccessDirectory::Resolve(
    int32_t submitter_id, std::string_view cvr) const {
  const State now = state();
  return now.book->Resolve(submitter_id, cvr, clock_.Now(), now.documents);
}

OrFault<AccessDirectory::CallerPtr> AccessDirectory::ResolveAll(
    int32_t submitter_id) const {
  const State now = state();
  return now.book->ResolveAll(submitter_id, clock_.Now(), now.documents);
}

OrFault<AccessDirectory::CallerPtr> AccessDirectory::ResolveByName(
    std::string_view submitter) const {
  const State now = state();
  const int32_t id = now.book->FindByName(submitter);
  return now.book->ResolveAll(id, clock_.Now(), now.documents);
}

OrFault<RegisteredClient> AccessDirectory::FindClient(
    std::string_view client_id) const {
  return state().book->FindClient(client_id);
}

int64_t AccessDirectory::generation() const {
  std::lock_guard lock(mutex_);
  return generation_;
}

std::shared_ptr<const AccessBook> AccessDirectory::book() const {
  return state().book;
}

int64_t AccessDirectory::version() const { return book()->version(); }

}  // namespace trivsel::gateway::access
