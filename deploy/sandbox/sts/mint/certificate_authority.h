// A development CA in the likeness of Den Danske Stat's OCES3: its signatures
// are RSASSA-PSS (SHA-256, MGF1 SHA-256, salt 32), its certificates name their
// holder as OCES3 does and have no extended key usage.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_CERTIFICATE_AUTHORITY_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_CERTIFICATE_AUTHORITY_H_

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "deploy/sandbox/sts/mint/key_pair.h"

namespace trivsel::sandbox::mint {

// The subject of a system's certificate: CN, serialNumber=UI:DK-O:G:<uuid>, O,
// organizationIdentifier=NTRDK-<cvr>, C=DK, in this order.
struct OcesSubject {
  std::string common_name;
  std::string organisation = "Trivsel Sandkasse";
  std::string cvr = "99999999";  // the holder's; nobody's
  std::string uuid = {};         // empty: a new one
};

struct Validity {
  absl::Time from, until;
};

// Copies share. Thread safe.
class CertificateAuthority {
 public:
  // A new one, valid from a year before `now` for eleven years: it can sign
  // certificates that have expired.
  static CertificateAuthority New(absl::Time now);
  // One that was kept.
  explicit CertificateAuthority(KeyPair pair) : pair_(std::move(pair)) {}

  const KeyPair& pair() const { return pair_; }

  // A new RSA key with its certificate.
  KeyPair Issue(const OcesSubject& subject, const Validity& validity,
                int bits = 2048) const;

 private:
  KeyPair pair_;
};

// The subject of an STS's signing certificate, named as the real ones are
// (ADG_[miljø]_Adgangsstyring_N).
OcesSubject StsSubject(int number);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_CERTIFICATE_AUTHORITY_H_
