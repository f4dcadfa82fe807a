// Every kind of bad token is refused, for its own reason; every good one is
// taken; nothing is told of what a token contains.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "validator/token/jwt.h"
#include "validator/token/metadata.h"
#include "validator/token/saml.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {
namespace {

using sandbox::mint::BadToken;
using sandbox::mint::GoodToken;
using sandbox::mint::KeyPair;
using sandbox::mint::TokenForm;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

PublicKey KeyOf(const KeyPair& pair) {
  return PublicKey::FromCertificateDer(pair.certificate_der()).value();
}

sandbox::mint::BadTokenSetting MakeSetting() {
  using sandbox::mint::CertificateAuthority;
  using sandbox::mint::StsSubject;
  const CertificateAuthority authority = CertificateAuthority::New(kNow);
  const absl::Duration day = absl::Hours(24);
  const sandbox::mint::Validity valid = {kNow - day, kNow + day};
  const KeyPair client = authority.Issue({.common_name = "client"}, valid);
  return {sandbox::mint::ReporterRequest("11111111", client.certificate_der(),
                                         kNow),
          {.client_id = "client", .audience = "https://gw/token", .now = kNow},
          authority.Issue(StsSubject(1), valid),
          authority.Issue(StsSubject(0), {kNow - 9 * day, kNow - day}),
          authority.Issue({.common_name = "other"}, valid),
          authority.Issue({.common_name = "stranger"}, valid),
          client};
}

struct World {
  sandbox::mint::BadTokenSetting setting = MakeSetting();
  Trust trust;
  Sha256 peer = Digest(setting.token.peer_der);

  World() {
    trust.issuers = {
        {sandbox::mint::kSandboxIssuer,
         {KeyOf(setting.expired), KeyOf(setting.current)}},
        {sandbox::mint::kOtherIssuer, {KeyOf(setting.other_issuer)}}};
    trust.retired_issuers = {sandbox::mint::kRetiredIssuer};
    trust.service_entity_ids = {sandbox::mint::kSandboxService};
    trust.reporter_roles = {sandbox::mint::kSandboxRole};
  }
};

const World& TheWorld() {
  static const auto* const world = new World();
  return *world;
}

const std::vector<BadToken>& Corpus() {
  static const auto* const corpus =
      new std::vector<BadToken>(BadTokens(TheWorld().setting));
  return *corpus;
}

// What the door of a form does with a token: all of the verification, then the
// role.
OrFault<Claims> Judge(TokenForm door, std::string_view text) {
  const World& world = TheWorld();
  OrFault<Claims> verified =
      door == TokenForm::kSaml
          ? VerifyAssertion(text, world.trust, world.peer, kNow)
          : VerifyJwt(text, world.trust, world.peer, kNow);
  if (const Claims* claims = std::get_if<Claims>(&verified)) {
    const auto fault = CheckReporter(*claims, world.trust);
    if (fault.has_value()) return *fault;
  }
  return verified;
}

std::string NameOf(const OrFault<Claims>& judged) {
  const Fault* fault = std::get_if<Fault>(&judged);
  return fault == nullptr ? "ACCEPTED" : FaultName(fault->code);
}

void ExpectItsOwnCode(TokenForm form) {
  size_t seen = 0;
  for (const BadToken& token : Corpus()) {
    if (token.form != form) continue;
    ++seen;
    const OrFault<Claims> judged = Judge(form, token.text);
    const Fault* fault = std::get_if<Fault>(&judged);
    std::string allowed;
    bool well = false;
    for (const auto code : token.allowed) {
      absl::StrAppend(&allowed, " ", FaultName(code));
      well = well || (fault != nullptr && fault->code == code);
    }
    EXPECT_TRUE(well) << token.name << ": " << NameOf(judged)
                      << ", allowed:" << allowed
                      << (fault == nullptr ? "" : "\n  expected ")
                      << (fault == nullptr ? "" : fault->expected)
                      << (fault == nullptr ? "" : "\n  found ")
                      << (fault == nullptr ? "" : fault->found);
  }
  EXPECT_GE(seen, 100u);
}

TEST(NegativeCorpus, EachJwtIsRefusedForItsOwnReason) {
  ExpectItsOwnCode(TokenForm::kJwt);
}

TEST(NegativeCorpus, EachAssertionIsRefusedForItsOwnReason) {
  ExpectItsOwnCode(TokenForm::kSaml);
}

TEST(NegativeCorpus, NothingIsTakenAtAnotherDoor) {
  // Good tokens, bad only where they are handed in; EachGoodTokenIsTaken.
  const std::vector<std::string> good_elsewhere = {
      "saml-jwt", "client_assertion-saml-instead",
      "client_assertion-access-token-instead"};
  for (const BadToken& token : Corpus()) {
    if (std::find(good_elsewhere.begin(), good_elsewhere.end(), token.name) !=
        good_elsewhere.end()) {
      continue;
    }
    for (const TokenForm door : {TokenForm::kJwt, TokenForm::kSaml}) {
      EXPECT_NE(NameOf(Judge(door, token.text)), "ACCEPTED") << token.name;
      EXPECT_NE(NameOf(Judge(door, token.before)), "ACCEPTED") << token.name;
    }
  }
  for (const GoodToken& token : GoodTokens(TheWorld().setting)) {
    const TokenForm other =
        token.form == TokenForm::kJwt ? TokenForm::kSaml : TokenForm::kJwt;
    EXPECT_NE(NameOf(Judge(other, token.text)), "ACCEPTED") << token.name;
  }
}

TEST(NegativeCorpus, EachGoodTokenIsTaken) {
  for (const GoodToken& token : GoodTokens(TheWorld().setting)) {
    const OrFault<Claims> judged = Judge(token.form, token.text);
    const Claims* claims = std::get_if<Claims>(&judged);
    ASSERT_NE(claims, nullptr)
        << token.name << ": " << NameOf(judged) << "\n  expected "
        << std::get<Fault>(judged).expected << "\n  found "
        << std::get<Fault>(judged).found;
    EXPECT_EQ(claims->cvr, "11111111") << token.name;
    EXPECT_EQ(claims->issuer, sandbox::mint::kSandboxIssuer) << token.name;
    EXPECT_EQ(claims->confirmation, TheWorld().peer) << token.name;
    EXPECT_FALSE(claims->privileges.empty()) << token.name;
    EXPECT_FALSE(claims->id.empty()) << token.name;
  }
}

TEST(NegativeCorpus, TheMintsMetadataIsReadFromItsSignerOnly) {
  const auto& setting = TheWorld().setting;
  sandbox::mint::MetadataRequest request;
  request.signing_certificates = {setting.current.certificate_der(),
                                  setting.other_issuer.certificate_der()};
  request.valid_until = kNow + absl::Hours(1);
  const std::string xml = MintMetadata(request, setting.current);
  const auto read = [&](const KeyPair& signer, absl::Time now) {
    return ReadMetadata(xml, sandbox::mint::kSandboxIssuer, {KeyOf(signer)},
                        now);
  };
  const auto good = read(setting.current, kNow);
  const auto* metadata = std::get_if<IssuerMetadata>(&good);
  ASSERT_NE(metadata, nullptr) << FaultName(std::get<Fault>(good).code);
  ASSERT_EQ(metadata->signing_keys.size(), 2u);
  EXPECT_EQ(metadata->signing_keys[1].certificate_der(),
            setting.other_issuer.certificate_der());
  EXPECT_TRUE(std::holds_alternative<Fault>(read(setting.stranger, kNow)));
  EXPECT_TRUE(std::holds_alternative<Fault>(
      read(setting.current, kNow + absl::Hours(2))));
}

// A good token, cut off anywhere or changed in any place that is signed, is
// not taken.
TEST(NegativeCorpus, NoDamagedTokenIsTaken) {
  for (const GoodToken& token : GoodTokens(TheWorld().setting)) {
    const bool saml = token.form == TokenForm::kSaml;
    // Before it stands the signature, which the keys alone decide on, and
    // KeyInfo, which nobody reads.
    const size_t from = saml ? token.text.find("</Signature>") : 0;
    ASSERT_NE(from, std::string::npos);
    for (size_t at = from; at < token.text.size(); at += 29) {
      std::string changed = token.text;
      changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 7)));
      EXPECT_NE(NameOf(Judge(token.form, changed)), "ACCEPTED")
          << token.name << ", changed at " << at;
      EXPECT_NE(NameOf(Judge(token.form, token.text.substr(0, at))), "ACCEPTED")
          << token.name << ", cut at " << at;
    }
  }
}

// A run of letters of the token that is longer than any name in it.
void ExpectNothingOf(std::string_view secret, const Fault& fault,
                     const std::string& name) {
  constexpr size_t kRun = 24;
  if (secret.size() < kRun) return;
  for (const std::string& shown : {fault.expected, fault.found}) {
    EXPECT_LE(shown.size(), 200u) << name;
    EXPECT_TRUE(std::none_of(shown.begin(), shown.end(), [](unsigned char c) {
      return c < 0x20;
    })) << name;
    for (size_t at = 0; at + kRun <= shown.size(); ++at) {
      ASSERT_EQ(secret.find(std::string_view(shown).substr(at, kRun)),
                std::string_view::npos)
          << name << " shows " << shown;
    }
  }
}

// The parts that make a token usable: all of a JWT's, an assertion's signature.
TEST(NegativeCorpus, RefusalsDoNotShowTheToken) {
  for (const BadToken& token : Corpus()) {
    if (token.form == TokenForm::kClientAssertion ||
        token.text.size() > 100'000) {
      continue;
    }
    const OrFault<Claims> judged = Judge(token.form, token.text);
    const Fault* fault = std::get_if<Fault>(&judged);
    ASSERT_NE(fault, nullptr) << token.name;
    if (token.form == TokenForm::kJwt) {
      ExpectNothingOf(token.text, *fault, token.name);
      continue;
    }
    const size_t from = token.text.find("<SignatureValue>");
    const size_t until = token.text.find("</SignatureValue>");
    if (from == std::string::npos || until == std::string::npos) continue;
    ExpectNothingOf(token.text.substr(from, until - from), *fault, token.name);
  }
}

}  // namespace
}  // namespace trivsel::validator::token
