// A vendor system that calls with a token of an STS, and the gateway's way of
// knowing it: for benchmarks.
#ifndef TRIVSEL_TESTS_BENCH_KNOWN_CALLER_H_
#define TRIVSEL_TESTS_BENCH_KNOWN_CALLER_H_

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/token_request.h"
#include "validator/token/certificate.h"
#include "validator/token/trust.h"

namespace trivsel::bench {

// An issuer, a vendor system, their certificates, a token of each form.
struct TokenScene {
  TokenScene();

  absl::Time now = absl::Now();
  sandbox::mint::CertificateAuthority authority =
      sandbox::mint::CertificateAuthority::New(now);
  sandbox::mint::KeyPair sts, client;
  std::string jwt, assertion;
  validator::token::Sha256 peer{};  // the client's certificate
  validator::token::Trust trust;
};

// The scene before a gateway's authenticator that knows it. Ends the process
// on any failure.
class KnownCaller {
 public:
  explicit KnownCaller(const TokenScene& scene);
  ~KnownCaller();

  // What each call begins with; the token has been seen before.
  void Call() const;
  // What that takes on average.
  double MicrosecondsACall() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_KNOWN_CALLER_H_
