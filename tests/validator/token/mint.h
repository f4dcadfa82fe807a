// A small mint for these tests: keys, certificates, JWTs and signed XML in the
// dialect of STS2, good ones and whatever else is asked for.
#ifndef TRIVSEL_TESTS_VALIDATOR_TOKEN_MINT_H_
#define TRIVSEL_TESTS_VALIDATOR_TOKEN_MINT_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "validator/token/certificate.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token::testing {

// 2 March 2026, 08:00 UTC: now, in all these tests.
absl::Time Now();

inline constexpr char kIssuer[] = "https://sts.example.dk/runtime";
inline constexpr char kService[] = "http://entityid.example.dk/service/ltt/1";
inline constexpr char kRole[] =
    "http://ltt.example.dk/roles/servicesystemrole/reporter/1";
inline constexpr char kCvr[] = "11111111";

// A key and a certificate that it signed itself.
struct Identity {
  std::shared_ptr<EVP_PKEY> key;
  std::string certificate_der;

  PublicKey Public() const;
  std::string CertificateBase64() const;
  std::string Pem() const;
};

struct Subject {
  std::string common_name = "STS";
  std::string organization_identifier = {};  // 2.5.4.97
  std::string serial_number = {};
};

std::shared_ptr<EVP_PKEY> NewRsaKey(int bits);
std::shared_ptr<EVP_PKEY> NewEcKey();
// Valid from `not_before` for `validity`.
Identity NewIdentity(std::shared_ptr<EVP_PKEY> key, const Subject& subject = {},
                     absl::Time not_before = Now() - absl::Hours(24),
                     absl::Duration validity = absl::Hours(24 * 365));

// Made once. The STS's; one that is not on any list; the vendor's.
const Identity& Sts();
const Identity& Stranger();
const Identity& Vendor();
// The STS's from last year, and next year's, with keys of their own.
const Identity& OldSts();

// Trusts Sts() and OldSts() as kIssuer; STS1's names are retired.
Trust TheTrust();
// The thumbprint of Vendor()'s certificate.
Sha256 Peer();

// --- JWT ---------------------------------------------------------------------
// {"alg":"PS256","kid":…,"x5t":…,"typ":"JWT"} of the identity.
std::string JwtHeader(const Identity& signer);
// The claims of the facts' sample, issued now, with kRole for kCvr.
std::string JwtPayload();
// The JSON of "priv" in base64.
std::string Priv(std::string_view json);
// Signed by PS256 (or RS256), whatever the header says.
std::string SignJwt(std::string_view header, std::string_view payload,
                    const Identity& signer, bool pss = true);
std::string GoodJwt();

// --- XML ---------------------------------------------------------------------
// An assertion as the facts' sample, issued now, with an empty signature that
// SignXml() fills.
std::string AssertionTemplate(const Identity& signer = Sts());
// EntityDescriptor for kIssuer with one signing certificate, likewise.
std::string MetadataTemplate(const Identity& signer, const Identity& announced);
// OIO-BPP with kRole for the CVR number.
std::string Bpp(std::string_view cvr = kCvr);
// Fills the first ds:Signature of the document. Dies if it cannot.
std::string SignXml(std::string_view xml, const Identity& signer);
std::string GoodAssertion();

// `text` with the only `from` replaced; dies if there is not exactly one.
std::string With(std::string_view text, std::string_view from,
                 std::string_view to);

}  // namespace trivsel::validator::token::testing

#endif  // TRIVSEL_TESTS_VALIDATOR_TOKEN_MINT_H_
