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
#include <variant>

#include "tests/bench/known_caller.h"
#include "tests/bench/require.h"
#include "validator/token/jwt.h"
#include "validator/token/saml.h"

namespace trivsel::bench {
namespace {

namespace token = validator::token;

const TokenScene& TheScene() {
  static const auto* scene = new TokenScene();
  return *scene;
}

// The limit: the signature alone, of octets that are taken apart already.
void BM_BareRsaPss(benchmark::State& state) {
  const TokenScene& scene = TheScene();
  const auto read = token::ReadJws(scene.jwt);
  const auto& jws = std::get<token::Jws>(read);
  for (auto _ : state) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* key = nullptr;
    EVP_DigestVerifyInit(context.get(), &key, EVP_sha256(), nullptr,
                         scene.trust.issuers[0].keys[0].key());
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
  const TokenScene& scene = TheScene();
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

// The whole way of a call that carries a token known already.
void BM_TokenSeenBefore(benchmark::State& state) {
  const KnownCaller caller(TheScene());
  for (auto _ : state) caller.Call();
}
BENCHMARK(BM_TokenSeenBefore);

// The limit: xmlsec1 alone, given the key, on the same octets.
void BM_BareXmlsec(benchmark::State& state) {
  const TokenScene& scene = TheScene();
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
  const TokenScene& scene = TheScene();
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
