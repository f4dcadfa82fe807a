// What it costs to know who is calling, beside the bare signature: a token
// seen for the first time, one seen before, an assertion.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "deploy/sandbox/sts/mint/token_request.h"
#include "gateway/access/access_directory.h"
#include "gateway/access/authenticator.h"
#include "gateway/access/fingerprint.h"
#include "gateway/access/trust_store.h"
#include "tests/bench/require.h"
#include "tests/gateway/access/access_fixture.h"
#include "validator/token/jwt.h"
#include "validator/token/saml.h"

namespace trivsel::bench {
namespace {

namespace mint = sandbox::mint;
namespace token = validator::token;
using gateway::access::FakeRegistry;

constexpr char kCvr[] = "29189447";

// An issuer, a vendor system, their certificates, a token of each form.
struct Scene {
  absl::Time now = absl::Now();
  mint::CertificateAuthority authority = mint::CertificateAuthority::New(now);
  mint::KeyPair sts = authority.Issue(
      mint::StsSubject(1), {now - absl::Hours(1), now + absl::Hours(9000)});
  mint::KeyPair client = authority.Issue(
      {"Fagsystem"}, {now - absl::Hours(1), now + absl::Hours(9000)});
  mint::TokenRequest request =
      mint::ReporterRequest(kCvr, client.certificate_der(), now);
  std::string jwt = mint::MintJwt(request, sts);
  std::string assertion = mint::MintAssertion(request, sts);
  token::PublicKey key =
      Require(token::PublicKey::FromCertificateDer(sts.certificate_der()));
  token::Sha256 peer = token::Digest(client.certificate_der());
  token::Trust trust;

  Scene() {
    trust.issuers = {{mint::kSandboxIssuer, {key}}};
    trust.service_entity_ids = {mint::kSandboxService};
    trust.reporter_roles = {mint::kSandboxRole};
  }
};

const Scene& TheScene() {
  static const auto* scene = new Scene();
  return *scene;
}

// The limit: the signature alone, of octets that are taken apart already.
void BM_BareRsaPss(benchmark::State& state) {
  const Scene& scene = TheScene();
  const auto read = token::ReadJws(scene.jwt);
  const auto& jws = std::get<token::Jws>(read);
  for (auto _ : state) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* key = nullptr;
    EVP_DigestVerifyInit(context.get(), &key, EVP_sha256(), nullptr,
                         scene.key.key());
    EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(key, 32);
    const int good = EVP_DigestVerify(
        context.get(),
        reinterpret_cast<const unsigned char*>(jws.signature.data()),
        jws.signature.size(),
        reinterpret_cast<const unsigned char*>(jws.signed_part.data()),
        jws.signed_part.size());
    if (good != 1) Die("the signature is not good");
  }
}
BENCHMARK(BM_BareRsaPss);

void BM_JwtFirstTime(benchmark::State& state) {
  const Scene& scene = TheScene();
  for (auto _ : state) {
    const auto claims =
        token::VerifyJwt(scene.jwt, scene.trust, scene.peer, scene.now);
    if (!std::holds_alternative<token::Claims>(claims) ||
        token::CheckReporter(std::get<token::Claims>(claims), scene.trust)) {
      Die("the token is not good");
    }
  }
}
BENCHMARK(BM_JwtFirstTime);

gateway::access::RegistrySnapshot Registry(const Scene& scene) {
  gateway::access::RegistrySnapshot snapshot;
  snapshot.version = 1;
  snapshot.municipalities = {{7, kCvr, "Holbæk Kommune", {"451000016003"}}};
  snapshot.submitters = {{3, "Fagsystem A/S"}};
  snapshot.permissions = {{3, 7}};
  gateway::access::RegisteredCredential credential;
  credential.fingerprint = scene.peer;
  credential.submitter_id = 3;
  snapshot.credentials = {credential};
  return snapshot;
}

std::string Policy() {
  return std::string("service_entity_ids: '") + mint::kSandboxService +
         "' reporter_roles: '" + mint::kSandboxRole +
         "' issuers { entity_id: '" + mint::kSandboxIssuer +
         "' certificate_files: 'sts.pem' } documents_not_required: true";
}

// The whole way of a call that carries a token known already.
void BM_TokenSeenBefore(benchmark::State& state) {
  const Scene& scene = TheScene();
  gateway::SystemClock clock;
  FakeRegistry registry;
  registry.Put(Registry(scene));
  gateway::access::AccessDirectory directory(registry, clock);
  Require(directory.Load());
  const gateway::access::Folder folder;
  folder.Put("sts.pem", scene.sts.certificate_pem());
  folder.Put("policy", Policy());
  gateway::access::TrustStore::Options options;
  options.policy_file = folder.In("policy");
  gateway::access::TrustStore trust(std::move(options), clock);
  Require(trust.Load());
  const gateway::access::Authenticator authenticator(directory, &trust, nullptr,
                                                     clock, {});
  const std::string pem = scene.client.certificate_pem();
  const std::string header = "Bearer " + scene.jwt;
  const std::string_view values[] = {header};
  for (auto _ : state) {
    const auto caller = authenticator.Authenticate(pem, values);
    if (caller.index() != 0) Die("the caller is not known");
  }
}
BENCHMARK(BM_TokenSeenBefore);

// The limit: xmlsec1 alone, given the key, on the same octets.
void BM_BareXmlsec(benchmark::State& state) {
  const Scene& scene = TheScene();
  const std::string pem = scene.sts.certificate_pem();
  xmlSecKeyPtr key = xmlSecOpenSSLAppKeyLoadMemory(
      BAD_CAST pem.data(), static_cast<xmlSecSize>(pem.size()),
      xmlSecKeyDataFormatCertPem, nullptr, nullptr, nullptr);
  for (auto _ : state) {
    xmlDocPtr document = xmlReadMemory(scene.assertion.data(),
                                       static_cast<int>(scene.assertion.size()),
                                       nullptr, nullptr, XML_PARSE_NONET);
    xmlNodePtr root = xmlDocGetRootElement(document);
    xmlAttrPtr id = xmlHasProp(root, BAD_CAST "ID");
    xmlChar* value = xmlGetProp(root, BAD_CAST "ID");
    xmlAddID(nullptr, document, value, id);
    xmlFree(value);
    xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(nullptr);
    context->signKey = xmlSecKeyDuplicate(key);
    const int done = xmlSecDSigCtxVerify(
        context, xmlSecFindNode(root, xmlSecNodeSignature, xmlSecDSigNs));
    if (done != 0 || context->status != xmlSecDSigStatusSucceeded) {
      Die("xmlsec1 does not like the assertion");
    }
    xmlSecDSigCtxDestroy(context);
    xmlFreeDoc(document);
  }
  xmlSecKeyDestroy(key);
}
BENCHMARK(BM_BareXmlsec);

void BM_SamlFirstTime(benchmark::State& state) {
  const Scene& scene = TheScene();
  for (auto _ : state) {
    const auto claims = token::VerifyAssertion(scene.assertion, scene.trust,
                                               scene.peer, scene.now);
    if (!std::holds_alternative<token::Claims>(claims) ||
        token::CheckReporter(std::get<token::Claims>(claims), scene.trust)) {
      Die("the assertion is not good");
    }
  }
}
BENCHMARK(BM_SamlFirstTime);

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  // The verifier has its own way to begin; whoever is first begins for both.
  trivsel::validator::token::ReadAssertionClaims("<a/>");
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
