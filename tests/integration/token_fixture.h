// A whole gateway that wants tokens, and an issuer of them.
#ifndef TRIVSEL_TESTS_INTEGRATION_TOKEN_FIXTURE_H_
#define TRIVSEL_TESTS_INTEGRATION_TOKEN_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"
#include "tests/support/token_mint.h"

namespace trivsel::gateway {

// Somebody with a certificate, a channel and a token.
struct Visitor {
  testing::CertifiedKey key;
  std::string token;  // empty: none
  std::unique_ptr<trivsel::gateway::v1::ReportService::Stub> stub;
};

// Registered besides the fixture's: Korsbæk (CVR 11111111, kKorsbaekSor), for
// which "vendor" may report too, a submitter "other" with `other_`, which may
// report for Holbæk, and a registrar with `operator_`.
class TokenFixture : public GatewayFixture {
 protected:
  static constexpr char kHolbaek[] = "29189447";
  static constexpr char kKorsbaek[] = "11111111";
  static constexpr char kKorsbaekSor[] = "79641000016006";

  TokenFixture();

  // Writes the policy anew; `rest`: more fields of AccessPolicy.
  void PutPolicy(const std::string& rest = "documents_not_required: true");
  void PutIssuerCertificates(const std::vector<const testing::TokenMint*>& of);

  // A good token for the certificate and the municipality.
  testing::TokenDraft DraftFor(const testing::CertifiedKey& key,
                               const std::string& cvr);
  Visitor VisitorOf(const testing::CertifiedKey& key, const std::string& cvr);
  Visitor With(const testing::CertifiedKey& key, const std::string& token);
  static std::unique_ptr<grpc::ClientContext> ContextOf(
      const Visitor& visitor, const std::string& scheme = "Bearer");

  // About Korsbæk instead of Holbæk.
  ltt::v1::DeliveryReport NextOf(const std::string& cvr);
  grpc::Status Submit(const Visitor& visitor,
                      const ltt::v1::DeliveryReport& report,
                      trivsel::gateway::v1::Receipt* receipt = nullptr);
  // What /metrics gives.
  std::string Metrics() const;
  // Looks often until it holds; whether it came to hold in time.
  static bool LookUntil(const std::function<bool()>& condition);
  // "" if it is none.
  static std::string ReasonOf(const grpc::Status& status);

  testing::CertifiedKey other_ = certificates_.Client("other");
  testing::CertifiedKey operator_ = certificates_.Client("operator");
  testing::TokenMint sts_;
  testing::ReportFactory factory_{11};
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_TOKEN_FIXTURE_H_
