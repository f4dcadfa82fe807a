// The commands of trivsel-sandbox-sts that need no server.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_COMMANDS_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_COMMANDS_H_

#include <string>

#include "absl/status/status.h"
#include "deploy/sandbox/sts/issue_desk.h"

namespace trivsel::sandbox::sts {

struct MintFlags {
  std::string form = "jwt";  // jwt, saml, metadata
  std::string cvr;
  std::string certificate;  // PEM file
  std::string bad;          // a kind of bad token; empty: a good one
  std::string out;          // empty: stdout
};

// Writes a token. INVALID_ARGUMENT, NOT_FOUND (the kind, the certificate).
absl::Status Mint(const IssueDesk& desk, const MintFlags& flags);

struct CertificateFlags {
  std::string name = "Demo fagsystem";
  std::string organisation = "Trivsel Sandkasse";
  std::string holder_cvr = "99999999";
  int bits = 3072;
  std::string out;  // writes OUT.pem and OUT-key.pem
};

// Writes an OCES3-like client certificate of the STS's own CA.
absl::Status IssueCertificate(const KeyRing& ring,
                              const CertificateFlags& flags);

}  // namespace trivsel::sandbox::sts

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_COMMANDS_H_
