// The bad tokens are bad in the way that they say, and otherwise good: what a
// corpus is worth depends on it.
#include "deploy/sandbox/sts/mint/bad_token.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "tests/deploy/sandbox/sts/second_opinion.h"

namespace trivsel::sandbox::mint {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

struct Corpus {
  BadTokenSetting setting;
  std::map<std::string, BadToken> by_name;
  size_t size = 0;
};

BadTokenSetting MakeSetting() {
  const CertificateAuthority authority = CertificateAuthority::New(kNow);
  const absl::Duration day = absl::Hours(24);
  const Validity valid = {kNow - day, kNow + day};
  const KeyPair client = authority.Issue({.common_name = "client"}, valid);
  return {ReporterRequest("11111111", client.certificate_der(), kNow),
          {.client_id = "client", .audience = "https://gw/token", .now = kNow},
          authority.Issue(StsSubject(1), valid),
          authority.Issue(StsSubject(0), {kNow - 9 * day, kNow - day}),
          authority.Issue({.common_name = "other"}, valid),
          authority.Issue({.common_name = "stranger"}, valid),
          client};
}

const Corpus& TheCorpus() {
  static const auto* const corpus = [] {
    auto* made = new Corpus{MakeSetting(), {}, 0};
    for (BadToken& token : BadTokens(made->setting)) {
      ++made->size;
      const std::string name = token.name;
      made->by_name.emplace(name, std::move(token));
    }
    return made;
  }();
  return *corpus;
}

const BadToken& Get(const std::string& name) {
  const auto found = TheCorpus().by_name.find(name);
  if (found == TheCorpus().by_name.end()) {
    ADD_FAILURE() << "no bad token " << name;
    static const auto* const none = new BadToken{};
    return *none;
  }
  return found->second;
}

TEST(BadTokens, AreManyAndTellApart) {
  const Corpus& corpus = TheCorpus();
  EXPECT_GE(corpus.size, 250u);
  EXPECT_EQ(corpus.by_name.size(), corpus.size) << "a name twice";
  std::map<TokenForm, std::set<std::string>> texts;
  for (const auto& [name, token] : corpus.by_name) {
    EXPECT_FALSE(token.allowed.empty()) << name;
    EXPECT_EQ(name.rfind(std::string(NameOf(token.form)), 0), 0u) << name;
    EXPECT_TRUE(texts[token.form].insert(token.text).second)
        << name << " is another one once more";
    for (const char c : name) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '-' ||
                  c == '_' || c == '.')
          << name;
    }
  }
  for (const GoodToken& good : GoodTokens(corpus.setting)) {
    EXPECT_FALSE(texts[good.form].contains(good.text)) << good.name;
  }
}

// What stands inside its own signature is cut away by xmlsec1's enveloped-
// signature transform; other verifiers have fallen for these.
bool InsideItsSignature(const std::string& name) {
  for (const char* shape : {"saml-xsw-1", "saml-xsw-6", "saml-xsw-8"}) {
    if (name.rfind(shape, 0) == 0) return true;
  }
  return false;
}

// An attack that fails for want of a valid signature proves nothing: a bare
// xmlsec1 is taken in by these.
TEST(BadTokens, WrappedSignaturesAreValid) {
  const KeyPair& signer = TheCorpus().setting.current;
  size_t valid = 0;
  for (const auto& [name, token] : TheCorpus().by_name) {
    if (name.rfind("saml-xsw-", 0) != 0) continue;
    EXPECT_NE(token.text.find(">22222222<"), std::string::npos) << name;
    if (InsideItsSignature(name) || name.find("same-id") != std::string::npos) {
      continue;
    }
    ++valid;
    EXPECT_TRUE(XmlsecAccepts(token.text, signer)) << name;
  }
  EXPECT_GE(valid, 11u);
}

TEST(BadTokens, OnlyTheRuleStopsThem) {
  const KeyPair& signer = TheCorpus().setting.current;
  for (const char* name : {"saml-comment-in-cvr",
                           "saml-comment-before-root",
                           "saml-comment-after-root",
                           "saml-doctype",
                           "saml-processing-instruction-before-root",
                           "saml-cdata-in-cvr",
                           "saml-response-of-one",
                           "saml-other-root",
                           "saml-signature-in-subject",
                           "saml-reference-empty",
                           "saml-two-references",
                           "saml-reference-to-part",
                           "saml-transform-inclusive",
                           "saml-enveloped-only",
                           "saml-transform-xpath",
                           "saml-canonicalization-inclusive",
                           "saml-rsa-sha1",
                           "saml-digest-sha1",
                           "saml-object",
                           "saml-id-twice",
                           "saml-wrong-issuer",
                           "saml-wrong-audience",
                           "saml-wrong-recipient",
                           "saml-expired",
                           "saml-bearer",
                           "saml-cvr-not-in-scope",
                           "saml-role-missing",
                           "saml-two-attribute-statements",
                           "saml-confirmation-of-other-certificate",
                           "saml-nested-300"}) {
    EXPECT_TRUE(XmlsecAccepts(Get(name).text, signer)) << name;
  }
  EXPECT_TRUE(
      XmlsecAccepts(Get("saml-stranger").text, TheCorpus().setting.stranger));
  EXPECT_TRUE(XmlsecAccepts(Get("saml-expired-signing-certificate").text,
                            TheCorpus().setting.expired));
  for (const char* name :
       {"jwt-crit", "jwt-expired", "jwt-exp-missing", "jwt-exp-string",
        "jwt-wrong-issuer", "jwt-wrong-audience", "jwt-cnf-jkt-only",
        "jwt-cvr-not-in-scope", "jwt-cvr-twice", "jwt-wrong-kid",
        "jwt-nested-1000", "jwt-header-alg-twice"}) {
    EXPECT_TRUE(OpensslAcceptsJws(Get(name).text, signer, true)) << name;
  }
  EXPECT_TRUE(OpensslAcceptsJws(Get("jwt-rs256").text, signer, false));
  const KeyPair& client = TheCorpus().setting.client_key;
  for (const char* name :
       {"client_assertion-replayed", "client_assertion-wrong-audience",
        "client_assertion-expired", "client_assertion-exp-hours-ahead",
        "client_assertion-issuer-is-not-subject"}) {
    EXPECT_TRUE(OpensslAcceptsJws(Get(name).text, client, false)) << name;
  }
}

TEST(BadTokens, AReplayIsTheSameIdTwice) {
  const BadToken& replayed = Get("client_assertion-replayed-in-other-words");
  EXPECT_NE(replayed.before, replayed.text);
  EXPECT_EQ(nlohmann::json::parse(JwsPart(replayed.before, 1))["jti"],
            nlohmann::json::parse(JwsPart(replayed.text, 1))["jti"]);
}

TEST(BadTokens, AreMadeForAnyMunicipality) {
  BadTokenSetting setting = TheCorpus().setting;
  setting.token = ReporterRequest("22222222", setting.token.peer_der, kNow);
  for (const BadToken& token : BadTokens(setting)) {
    if (token.name == "jwt-cvr-not-in-scope") {
      EXPECT_EQ(nlohmann::json::parse(JwsPart(token.text, 1))["cvr"],
                "33333333");
    }
  }
}

}  // namespace
}  // namespace trivsel::sandbox::mint
