#include "tests/integration/token_fixture.h"

#include <httplib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gateway/access/fingerprint.h"
#include "gateway/store/registry_credentials.h"
#include "tests/gateway/access/policy_text.h"

namespace trivsel::gateway {

namespace v1 = trivsel::gateway::v1;

namespace {

void Replace(const std::string& path, const std::string& octets) {
  std::ofstream(path + ".new") << octets;
  std::filesystem::rename(path + ".new", path);
}

}  // namespace

TokenFixture::TokenFixture() {
  EXPECT_TRUE(registry_
                  ->PutMunicipality(
                      "test", {0, kKorsbaek, "Korsbæk Kommune", {kKorsbaekSor}})
                  .ok());
  EXPECT_TRUE(registry_->Allow("test", "vendor", kKorsbaek).ok());
  EXPECT_TRUE(registry_->PutSubmitter("test", "other").ok());
  EXPECT_TRUE(registry_->Allow("test", "other", kHolbaek).ok());
  const auto facts = access::ReadCertificate(other_.cert_pem);
  EXPECT_TRUE(registry_
                  ->PutCredential("test", "other",
                                  access::ToHex(facts->fingerprint), "test",
                                  facts->not_after)
                  .ok());
  store::CredentialRegistry credentials(pool_.get());
  EXPECT_TRUE(credentials.PutOperator("test", "Rikke", {"registrar"}).ok());
  store::CredentialRow registrar;
  registrar.owner = "Rikke";
  registrar.fingerprint =
      access::ToHex(access::ReadCertificate(operator_.cert_pem)->fingerprint);
  EXPECT_TRUE(
      credentials.Put("test", store::CredentialOwner::kOperator, registrar)
          .ok());
  config_.certificate_login = false;
  config_.access_policy = folder_ + "/access.textproto";
  config_.help_url = "https://docs.example.dk/access";
  PutIssuerCertificates({&sts_});
  PutPolicy();
}

void TokenFixture::PutPolicy(const std::string& rest) {
  Replace(config_.access_policy,
          testing::PolicyText("certificate_files: 'sts.pem'", rest));
}

void TokenFixture::PutIssuerCertificates(
    const std::vector<const testing::TokenMint*>& of) {
  std::string pem;
  for (const testing::TokenMint* mint : of) pem += mint->cert_pem();
  Replace(folder_ + "/sts.pem", pem);
}

testing::TokenDraft TokenFixture::DraftFor(const testing::CertifiedKey& key,
                                           const std::string& cvr) {
  testing::TokenDraft draft;
  draft.peer = testing::ThumbprintOf(key.cert_pem);
  draft.cvr = draft.scope_cvr = cvr;
  return draft;
}

Visitor TokenFixture::VisitorOf(const testing::CertifiedKey& key,
                                const std::string& cvr) {
  return With(key, sts_.Jwt(DraftFor(key, cvr)));
}

Visitor TokenFixture::With(const testing::CertifiedKey& key,
                           const std::string& token) {
  return {key, token, StubAs(key)};
}

std::unique_ptr<grpc::ClientContext> TokenFixture::ContextOf(
    const Visitor& visitor, const std::string& scheme) {
  auto context = Context();
  if (!visitor.token.empty()) {
    context->AddMetadata("authorization", scheme + " " + visitor.token);
  }
  return context;
}

ltt::v1::DeliveryReport TokenFixture::NextOf(const std::string& cvr) {
  ltt::v1::DeliveryReport report = factory_.Next();
  if (cvr == kHolbaek) return report;
  for (ltt::v1::Entry& entry : *report.mutable_entry()) {
    if (!entry.has_citizen()) continue;
    entry.mutable_citizen()
        ->mutable_managing_organization()
        ->mutable_identifier()
        ->set_value(kKorsbaekSor);
  }
  return report;
}

grpc::Status TokenFixture::Submit(const Visitor& visitor,
                                  const ltt::v1::DeliveryReport& report,
                                  v1::Receipt* receipt) {
  v1::SubmitReportRequest request;
  *request.mutable_submission()->mutable_report() = report;
  v1::SubmitReportResponse response;
  const grpc::Status status =
      visitor.stub->SubmitReport(ContextOf(visitor).get(), request, &response);
  if (receipt != nullptr) *receipt = response.receipt();
  return status;
}

std::string TokenFixture::Metrics() const {
  httplib::Client client("http://" + gateway_->metrics_address());
  const httplib::Result result = client.Get("/metrics");
  return result && result->status == 200 ? result->body : std::string();
}

bool TokenFixture::LookUntil(const std::function<bool()>& condition) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

std::string TokenFixture::ReasonOf(const grpc::Status& status) {
  return status.ok() ? "" : Reason(status);
}

}  // namespace trivsel::gateway
