// A token endpoint without HTTP: a registered vendor, an STS that is trusted,
// and what is needed to ask.
#ifndef TRIVSEL_TESTS_GATEWAY_ACCESS_EXCHANGE_FIXTURE_H_
#define TRIVSEL_TESTS_GATEWAY_ACCESS_EXCHANGE_FIXTURE_H_

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "gateway/access/token_exchange.h"
#include "tests/gateway/access/access_fixture.h"

namespace trivsel::gateway::access {

namespace mint = trivsel::sandbox::mint;

// Remembers for ever what was used. Not thread safe.
class MemoryAssertions {
 public:
  absl::StatusOr<bool> Use(const validator::token::Sha256& hash) {
    if (!status.ok()) return status;
    return used_.insert(hash).second;
  }
  absl::Status status;

 private:
  std::set<validator::token::Sha256> used_;
};

inline std::string Percent(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '_' || c == '.') {
      encoded.push_back(static_cast<char>(c));
    } else {
      encoded += {'%', kHex[c >> 4], kHex[c & 15]};
    }
  }
  return encoded;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

inline std::string FormOf(const Parameters& parameters) {
  std::string body;
  for (const auto& [name, value] : parameters) {
    if (!body.empty()) body += '&';
    body += Percent(name) + "=" + Percent(value);
  }
  return body;
}

inline constexpr char kCvr[] = "29189447";
inline constexpr char kClientId[] = "eoj";
inline constexpr char kAudience[] = "https://gateway.example.dk:8443/token";
inline constexpr char kRealm[] =
    "https://saml.test001.example.dk/auth/realms/x";
inline constexpr char kHelp[] = "https://gateway.example.dk:8443/help/access";

// Made once: keys take longer than the tests.
struct ExchangeKeys {
  const mint::Validity year{absl::Now() - absl::Hours(24),
                            absl::Now() + absl::Hours(8760)};
  const mint::CertificateAuthority ca =
      mint::CertificateAuthority::New(absl::Now());
  const mint::KeyPair sts = ca.Issue(mint::StsSubject(2), year);
  const mint::KeyPair vendor = ca.Issue({"vendor"}, year);
  const mint::KeyPair other = ca.Issue({"other"}, year);

  static const ExchangeKeys& Get() {
    static const auto* keys = new ExchangeKeys();
    return *keys;
  }
};

class ExchangeFixture : public ::testing::Test {
 protected:
  ExchangeFixture() {
    snapshot_.version = 1;
    snapshot_.municipalities = {{7, kCvr, "Holbæk", {"451000016003"}},
                                {8, "11111111", "Korsbæk", {}}};
    snapshot_.submitters = {{3, "vendor", true, kClientId},
                            {4, "other", true, "other"}};
    snapshot_.permissions = {{3, 7}, {4, 7}};
    Register(vendor_, 3);
    Register(other_, 4);
    Load();
    Trust();
  }

  void Register(const mint::KeyPair& pair, int32_t submitter) {
    RegisteredCredential credential;
    credential.fingerprint = validator::token::Digest(pair.certificate_der());
    credential.key_der = pair.public_key_der();
    credential.submitter_id = submitter;
    if (submitter == 0) credential.operator_name = "Rikke";
    snapshot_.credentials.push_back(credential);
  }
  void Load() {
    ++snapshot_.version;
    registry_.Put(snapshot_);
    ASSERT_TRUE(directory_.Load().ok());
  }
  void Trust() {
    auto trust = std::make_shared<TrustSnapshot>();
    trust->trust.issuers = {{mint::kSandboxIssuer,
                             {*validator::token::PublicKey::FromCertificateDer(
                                 sts_.certificate_der())}}};
    trust->trust.retired_issuers = {mint::kRetiredIssuer};
    trust->trust.service_entity_ids = {mint::kSandboxService};
    trust->trust.reporter_roles = {mint::kSandboxRole};
    *trust->policy.mutable_token_endpoint() = endpoint_;
    trust_ = std::move(trust);
  }

  mint::TokenRequest Request() {
    return mint::ReporterRequest(kCvr, vendor_.certificate_der(), clock_.Now());
  }
  std::string Assertion() { return mint::MintAssertion(Request(), sts_); }
  std::string ClientAssertion(const std::string& audience = kAudience) {
    return mint::MintClientAssertion({kClientId, audience, clock_.Now()},
                                     vendor_);
  }
  Parameters ExchangeForm(const std::string& assertion) {
    return {{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
            {"client_id", kClientId},
            {"client_assertion_type",
             "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            {"client_assertion", ClientAssertion()},
            {"subject_issuer", "kombit-sts"},
            {"subject_token_type", "urn:ietf:params:oauth:token-type:saml2"},
            {"subject_token", mint::Base64Url(assertion)}};
  }
  Parameters RefreshForm(const std::string& token) {
    return {{"grant_type", "refresh_token"},
            {"client_id", kClientId},
            {"client_assertion_type",
             "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            {"client_assertion", ClientAssertion()},
            {"refresh_token", token}};
  }
  static Parameters With(Parameters form, const std::string& name,
                         const std::string& value) {
    for (auto& [known, old] : form) {
      if (known == name) old = value;
    }
    return form;
  }
  static Parameters Without(Parameters form, const std::string& name) {
    std::erase_if(form, [&](const auto& one) { return one.first == name; });
    return form;
  }

  TokenAnswer Ask(const Parameters& form) {
    return AskAs(vendor_.certificate_der(), form);
  }
  TokenAnswer AskAs(const std::string& der, const Parameters& form,
                    const std::string& fault = "") {
    return exchange_.Handle(FormOf(form), {der, fault});
  }

  // A text or number of the answer's JSON, as text; "" if it is not there.
  static std::string In(const TokenAnswer& answer, const char* name) {
    rapidjson::Document json;
    json.Parse(answer.json.data(), answer.json.size());
    EXPECT_TRUE(!json.HasParseError() && json.IsObject()) << answer.json;
    if (!json.IsObject() || !json.HasMember(name)) return "";
    const rapidjson::Value& value = json[name];
    return value.IsString() ? value.GetString()
                            : std::to_string(value.GetInt64());
  }
  // "400 invalid_request TOKEN_EXPIRED"
  static std::string Verdict(const TokenAnswer& answer) {
    return std::to_string(answer.status) + " " + In(answer, "error") + " " +
           In(answer, "code");
  }
  static std::string Header(const TokenAnswer& answer, const char* name) {
    for (const auto& [known, value] : answer.headers) {
      if (known == name) return value;
    }
    return "";
  }
  OwnTokens::Grant GrantIn(const TokenAnswer& answer) {
    auto read =
        tokens_.ReadAccess(In(answer, "access_token"),
                           validator::token::Digest(vendor_.certificate_der()));
    EXPECT_EQ(FaultIn(read), "") << answer.json;
    const auto* grant = std::get_if<OwnTokens::Grant>(&read);
    return grant == nullptr ? OwnTokens::Grant() : *grant;
  }

  SetClock clock_;
  const mint::CertificateAuthority& ca_ = ExchangeKeys::Get().ca;
  const mint::KeyPair& sts_ = ExchangeKeys::Get().sts;
  const mint::KeyPair& vendor_ = ExchangeKeys::Get().vendor;
  const mint::KeyPair& other_ = ExchangeKeys::Get().other;
  FakeRegistry registry_;
  RegistrySnapshot snapshot_;
  AccessDirectory directory_{registry_, clock_};
  gateway::v1::TokenEndpoint endpoint_;
  std::shared_ptr<const TrustSnapshot> trust_;
  OwnTokens tokens_{std::array<uint8_t, OwnTokens::kSecretBytes>{5}, clock_};
  MemoryAssertions used_;
  TokenExchange exchange_{
      {directory_, [this] { return trust_; }, tokens_,
       [this](const auto& hash, absl::Time) { return used_.Use(hash); },
       clock_},
      {{kAudience, "https://gateway.example.dk:8443"}, kHelp}};
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_TESTS_GATEWAY_ACCESS_EXCHANGE_FIXTURE_H_
