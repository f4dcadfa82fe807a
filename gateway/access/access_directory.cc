#include "gateway/access/access_directory.h"

#include <chrono>
#include <utility>

namespace trivsel::gateway::access {
namespace {

constexpr size_t kMaxKnownCertificates = 4096;

std::string Key(const Fingerprint& fingerprint) {
  return std::string(reinterpret_cast<const char*>(fingerprint.data()),
                     fingerprint.size());
}

absl::Status Nobody() {
  return absl::UnauthenticatedError(
      "the client certificate is not registered, revoked or not valid now");
}

}  // namespace

AccessDirectory::AccessDirectory(RegistrySource& source, const Clock& clock,
                                 OnRefresh on_refresh)
    : source_(source), clock_(clock), on_refresh_(std::move(on_refresh)) {}

AccessDirectory::~AccessDirectory() { Stop(); }

std::shared_ptr<const AccessDirectory::Book> AccessDirectory::MakeBook(
    RegistrySnapshot snapshot) {
  absl::flat_hash_map<int32_t, std::shared_ptr<const Municipality>> places;
  for (Municipality& municipality : snapshot.municipalities) {
    const int32_t id = municipality.id;
    places[id] = std::make_shared<Municipality>(std::move(municipality));
  }
  auto book = std::make_shared<Book>();
  book->version = snapshot.version;
  absl::flat_hash_map<int32_t, std::shared_ptr<Caller>> by_id;
  for (RegisteredSubmitter& submitter : snapshot.submitters) {
    if (!submitter.active) continue;
    auto caller = std::make_shared<Caller>();
    caller->submitter_id = submitter.id;
    caller->submitter = std::move(submitter.name);
    caller->limits = submitter.limits;
    by_id[caller->submitter_id] = caller;
    book->by_name[caller->submitter] = caller;
  }
  for (const RegisteredPermission& permission : snapshot.permissions) {
    auto caller = by_id.find(permission.submitter_id);
    auto place = places.find(permission.municipality_id);
    if (caller == by_id.end() || place == places.end()) continue;
    caller->second->municipalities.push_back(place->second);
  }
  for (const RegisteredCredential& credential : snapshot.credentials) {
    auto caller = by_id.find(credential.submitter_id);
    if (caller == by_id.end()) continue;
    book->by_fingerprint[Key(credential.fingerprint)] = {
        caller->second, credential.revoked, credential.not_before,
        credential.not_after};
  }
  return book;
}

absl::Status AccessDirectory::Load() {
  absl::StatusOr<RegistrySnapshot> snapshot = source_.Load();
  if (!snapshot.ok()) return snapshot.status();
  std::shared_ptr<const Book> book = MakeBook(*std::move(snapshot));
  std::lock_guard lock(mutex_);
  book_ = std::move(book);
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

std::shared_ptr<const AccessDirectory::Book> AccessDirectory::book() const {
  std::lock_guard lock(mutex_);
  return book_;
}

int64_t AccessDirectory::version() const { return book()->version; }

absl::StatusOr<CertificateFacts> AccessDirectory::FactsOf(
    std::string_view pem) const {
  const absl::string_view key(pem.data(), pem.size());
  {
    std::lock_guard lock(facts_mutex_);
    if (auto it = facts_.find(key); it != facts_.end()) return it->second;
  }
  absl::StatusOr<CertificateFacts> facts = ReadCertificate(pem);
  if (!facts.ok()) return facts;
  std::lock_guard lock(facts_mutex_);
  if (facts_.size() >= kMaxKnownCertificates) facts_.clear();
  facts_.emplace(std::string(pem), *facts);
  return facts;
}

absl::StatusOr<std::shared_ptr<const Caller>> AccessDirectory::Identify(
    std::string_view pem) const {
  absl::StatusOr<CertificateFacts> facts = FactsOf(pem);
  if (!facts.ok()) return Nobody();
  const std::shared_ptr<const Book> known = book();
  auto it = known->by_fingerprint.find(Key(facts->fingerprint));
  if (it == known->by_fingerprint.end()) return Nobody();
  const Credential& credential = it->second;
  const absl::Time now = clock_.Now();
  // A connection may live longer than the certificate it was opened with.
  if (credential.revoked || now < credential.not_before ||
      now >= credential.not_after || now >= facts->not_after) {
    return Nobody();
  }
  return credential.caller;
}

absl::StatusOr<std::shared_ptr<const Caller>> AccessDirectory::FindByName(
    std::string_view submitter) const {
  const std::shared_ptr<const Book> known = book();
  auto it = known->by_name.find(std::string(submitter));
  if (it == known->by_name.end()) return Nobody();
  return it->second;
}

}  // namespace trivsel::gateway::access
