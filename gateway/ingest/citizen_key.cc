#include "gateway/ingest/citizen_key.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::ingest {
namespace {

using KeyBytes = std::array<uint8_t, CitizenKey::kBytes>;

// Closes a file descriptor.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  const int fd_;
};

absl::Status Refuse(const std::string& path, const char* what) {
  return absl::FailedPreconditionError(
      absl::StrCat("the citizen key ", path, " ", what));
}

absl::StatusOr<KeyBytes> Read(int fd, const std::string& path) {
  struct stat facts {};
  if (fstat(fd, &facts) != 0) return Refuse(path, "cannot be read");
  if (facts.st_size != CitizenKey::kBytes) {
    return Refuse(path, "is not 32 bytes long");
  }
  if ((facts.st_mode & 077) != 0) {
    return Refuse(path, "may be read by others; give it mode 0600");
  }
  KeyBytes key{};
  if (read(fd, key.data(), key.size()) != static_cast<ssize_t>(key.size())) {
    return Refuse(path, "cannot be read");
  }
  return key;
}

// Written beside and renamed in place: a crash leaves no half key.
absl::StatusOr<KeyBytes> Create(const std::string& path) {
  KeyBytes key{};
  if (RAND_priv_bytes(key.data(), static_cast<int>(key.size())) != 1) {
    return absl::InternalError("no random bytes for the citizen key");
  }
  const std::string draft = absl::StrCat(path, ".new");
  unlink(draft.c_str());
  File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.ok() ||
      write(file.fd(), key.data(), key.size()) !=
          static_cast<ssize_t>(key.size()) ||
      fsync(file.fd()) != 0 || rename(draft.c_str(), path.c_str()) != 0) {
    return Refuse(path, "cannot be written");
  }
  File folder(open(path.substr(0, path.rfind('/') + 1).c_str(),
                   O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.ok()) fsync(folder.fd());
  return key;
}

}  // namespace

absl::StatusOr<CitizenKey> CitizenKey::LoadOrCreate(const std::string& path) {
  File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok() && errno != ENOENT) return Refuse(path, "cannot be read");
  absl::StatusOr<KeyBytes> key =
      file.ok() ? Read(file.fd(), path) : Create(path);
  if (!key.ok()) return key.status();
  return CitizenKey(*key);
}

// Keyed once: fetching the algorithms costs more than the HMAC itself.
CitizenKey::CitizenKey(const std::array<uint8_t, kBytes>& key) {
  EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  keyed_.reset(EVP_MAC_CTX_new(hmac), EVP_MAC_CTX_free);
  EVP_MAC_free(hmac);  // the context keeps it
  std::string digest = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  if (keyed_ == nullptr ||
      EVP_MAC_init(keyed_.get(), key.data(), key.size(), parameters) != 1) {
    std::abort();  // no memory, or an OpenSSL without HMAC
  }
}

std::array<uint8_t, CitizenKey::kBytes> CitizenKey::Hmac(
    std::string_view text) const {
  std::array<uint8_t, kBytes> mac{};
  size_t size = 0;
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
      EVP_MAC_CTX_dup(keyed_.get()), EVP_MAC_CTX_free);
  if (context == nullptr ||
      EVP_MAC_update(context.get(),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size()) != 1 ||
      EVP_MAC_final(context.get(), mac.data(), &size, mac.size()) != 1) {
    std::abort();  // out of memory; a wrong reference would mix up children
  }
  return mac;
}

queue::CitizenRef CitizenKey::Ref(std::string_view cpr) const {
  const auto mac = Hmac(cpr);
  queue::CitizenRef ref{};
  std::copy_n(mac.begin(), ref.size(), ref.begin());
  return ref;
}

std::array<uint8_t, CitizenKey::kBytes> CitizenKey::Derive(
    std::string_view purpose) const {
  return Hmac("derive:" + std::string(purpose));
}

int16_t LaneOf(const queue::CitizenRef& citizen) {
  return static_cast<int16_t>(citizen[0] & (queue::kLanes - 1));
}

}  // namespace trivsel::gateway::ingest
