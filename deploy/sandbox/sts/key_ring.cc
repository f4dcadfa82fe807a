#include "deploy/sandbox/sts/key_ring.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/serving/durable_file.h"

namespace trivsel::sandbox::sts {
namespace {

namespace files = std::filesystem;

const absl::Duration kDay = absl::Hours(24);

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The certificate is written last: where it is, its key is.
absl::Status SavePair(const std::string& stem, const mint::KeyPair& pair) {
  const absl::Status key = WriteDurably(stem + "-key.pem", {pair.key_pem()});
  if (!key.ok()) return key;
  return WriteDurably(stem + ".pem", {pair.certificate_pem()});
}

absl::StatusOr<mint::KeyPair> LoadPair(const std::string& stem) {
  auto pair =
      mint::KeyPair::FromPem(Read(stem + "-key.pem"), Read(stem + ".pem"));
  if (pair.ok()) return pair;
  return absl::InvalidArgumentError(
      absl::StrCat(stem, ".pem: ", pair.status().message()));
}

template <typename Make>
absl::StatusOr<mint::KeyPair> LoadOrMake(const std::string& stem,
                                         const Make& make) {
  if (files::exists(stem + ".pem")) return LoadPair(stem);
  const mint::KeyPair made = make();
  const absl::Status saved = SavePair(stem, made);
  if (!saved.ok()) return saved;
  return made;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Open(
    const std::string& folder, int key_bits, absl::Time now) {
  std::error_code error;
  files::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot make ", folder, ": ", error.message()));
  }
  files::permissions(folder, files::perms::owner_all, error);
  const auto ca = LoadOrMake(folder + "/ca", [&] {
    return mint::CertificateAuthority::New(now).pair();
  });
  if (!ca.ok()) return ca.status();
  mint::CertificateAuthority authority(*ca);
  const mint::Validity valid = {now - kDay, now + 3 * 365 * kDay};
  const mint::Validity over = {now - 300 * kDay, now - 30 * kDay};
  const std::vector<std::tuple<std::string, std::string, mint::Validity>>
      wanted = {{"expired", "ADG_SANDBOX_Adgangsstyring_0", over},
                {"other", "ADG_OTHER_Adgangsstyring_1", valid},
                {"stranger", "ADG_STRANGER_Adgangsstyring_1", valid},
                {"client", "Sandbox client assertions", valid}};
  std::vector<mint::KeyPair> others;
  for (const auto& [name, common_name, validity] : wanted) {
    const auto pair = LoadOrMake(folder + "/" + name, [&] {
      return authority.Issue({.common_name = common_name}, validity, key_bits);
    });
    if (!pair.ok()) return pair.status();
    others.push_back(*pair);
  }
  std::unique_ptr<KeyRing> ring(
      new KeyRing(folder, key_bits, std::move(authority), std::move(others)));
  const absl::Status loaded = ring->LoadSigning();
  if (!loaded.ok()) return loaded;
  if (ring->signing_.empty()) {
    const auto first = ring->Roll(now, absl::InfinitePast());
    if (!first.ok()) return first.status();
  }
  return ring;
}

absl::Status KeyRing::LoadSigning() {
  for (int number = 1;; ++number) {
    const std::string stem = absl::StrCat(folder_, "/signing-", number);
    if (!files::exists(stem + ".pem")) return absl::OkStatus();
    const auto pair = LoadPair(stem);
    if (!pair.ok()) return pair.status();
    absl::Time from;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, Read(stem + ".active-from"), &from,
                         &error)) {
      return absl::InvalidArgumentError(
          absl::StrCat(stem, ".active-from: ", error));
    }
    signing_.push_back({number, *pair, from});
  }
}

absl::Status KeyRing::Save(const SigningCertificate& certificate) const {
  const std::string stem =
      absl::StrCat(folder_, "/signing-", certificate.number);
  const absl::Status time = WriteDurably(
      stem + ".active-from",
      {absl::FormatTime(absl::RFC3339_full, certificate.active_from,
                        absl::UTCTimeZone())});
  if (!time.ok()) return time;
  return SavePair(stem, certificate.pair);
}

size_t KeyRing::CurrentIndex(absl::Time now) const {
  size_t current = 0;
  for (size_t i = 1; i < signing_.size(); ++i) {
    if (signing_[i].active_from <= now) current = i;
  }
  return current;
}

mint::KeyPair KeyRing::Signer(absl::Time now) const {
  const std::lock_guard lock(mutex_);
  return signing_[CurrentIndex(now)].pair;
}

std::vector<mint::KeyPair> KeyRing::InMetadata(
    absl::Time now, absl::Duration keep_previous) const {
  const std::lock_guard lock(mutex_);
  const size_t current = CurrentIndex(now);
  std::vector<mint::KeyPair> named = {signing_[current].pair};
  for (size_t i = current + 1; i < signing_.size(); ++i) {
    named.push_back(signing_[i].pair);
  }
  for (size_t i = 0; i < current; ++i) {
    // It signed until the next one did.
    if (now < signing_[i + 1].active_from + keep_previous) {
      named.push_back(signing_[i].pair);
    }
  }
  return named;
}

std::vector<SigningCertificate> KeyRing::All() const {
  const std::lock_guard lock(mutex_);
  return signing_;
}

absl::StatusOr<SigningCertificate> KeyRing::Roll(absl::Time now,
                                                 absl::Time active_from) {
  const std::lock_guard lock(mutex_);
  const bool waits = !signing_.empty() &&
                     signing_.back().active_from == absl::InfiniteFuture();
  const int number = static_cast<int>(signing_.size()) + (waits ? 0 : 1);
  SigningCertificate next = {
      number,
      waits ? signing_.back().pair
            : authority_.Issue(mint::StsSubject(number),
                               {now - kDay, now + 3 * 365 * kDay}, key_bits_),
      active_from};
  const absl::Status saved = Save(next);
  if (!saved.ok()) return saved;
  if (waits) signing_.pop_back();
  signing_.push_back(next);
  return next;
}

}  // namespace trivsel::sandbox::sts
