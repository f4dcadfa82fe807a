// The STS's signing certificates, one after the other, in a folder: a restart
// finds them again.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_KEY_RING_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_KEY_RING_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/key_pair.h"

namespace trivsel::sandbox::sts {

// A signing certificate. It signs from active_from until the next one does.
struct SigningCertificate {
  int number = 0;  // of ADG_SANDBOX_Adgangsstyring_N
  mint::KeyPair pair;
  absl::Time active_from;  // InfiniteFuture: announced, and no more
};

// Thread safe. In the folder: ca.pem, signing-N.pem, each with -key.pem, and
// signing-N.active-from; the keys of bad tokens as expired.pem, other.pem,
// stranger.pem, client.pem. Readable by the owner only.
class KeyRing {
 public:
  // Makes what is not there yet. UNAVAILABLE if the folder cannot be used,
  // INVALID_ARGUMENT if a file in it cannot be read as what it should be.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Open(
      const std::string& folder, int key_bits, absl::Time now);

  // Who signs now.
  mint::KeyPair Signer(absl::Time now) const;
  // What the metadata names: who signs now, first; who will; and who did until
  // `keep_previous` ago, for tokens on their way.
  std::vector<mint::KeyPair> InMetadata(absl::Time now,
                                        absl::Duration keep_previous) const;
  std::vector<SigningCertificate> All() const;
  // Announces a certificate that signs from `active_from` on. If one waits
  // without a time already, it is that one.
  absl::StatusOr<SigningCertificate> Roll(absl::Time now,
                                          absl::Time active_from);

  const mint::CertificateAuthority& authority() const { return authority_; }
  // For bad tokens (BadTokenSetting).
  const mint::KeyPair& expired() const { return expired_; }
  const mint::KeyPair& other_issuer() const { return other_issuer_; }
  const mint::KeyPair& stranger() const { return stranger_; }
  const mint::KeyPair& client() const { return client_; }

 private:
  KeyRing(std::string folder, int key_bits,
          mint::CertificateAuthority authority,
          std::vector<mint::KeyPair> others)
      : folder_(std::move(folder)),
        key_bits_(key_bits),
        authority_(std::move(authority)),
        expired_(others[0]),
        other_issuer_(others[1]),
        stranger_(others[2]),
        client_(others[3]) {}
  absl::Status LoadSigning();
  absl::Status Save(const SigningCertificate& certificate) const;
  // The one that signs at `now`; the first if none does yet.
  size_t CurrentIndex(absl::Time now) const;

  const std::string folder_;
  const int key_bits_;
  const mint::CertificateAuthority authority_;
  const mint::KeyPair expired_, other_issuer_, stranger_, client_;
  mutable std::mutex mutex_;
  std::vector<SigningCertificate> signing_;
};

}  // namespace trivsel::sandbox::sts

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_KEY_RING_H_
