#include "tests/validator/token/login_cases.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/idp/mint/encryption.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/xml_signature.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace mint = trivsel::sandbox::mint;
using mint::EncryptionForm;
using mint::LoginForm;
using mint::Replaced;
using mint::SignatureForm;

#define FAULT(name) v1::ACCESS_FAULT_##name

class Corpus {
 public:
  explicit Corpus(const LoginSetting& setting) : s_(setting) {}

  std::vector<LoginCase> Take() {
    Envelopes();
    Claims();
    Times();
    Signatures();
    Encryptions();
    Markup();
    WrappedResponses();
    WrappedAssertions();
    return std::move(cases_);
  }

 private:
  using Change = std::function<void(LoginForm*)>;
  using Faults = std::vector<v1::AccessFault>;

  LoginForm Form() const { return mint::FormOf(s_.order); }
  std::string Signed(const LoginForm& form, const mint::KeyPair& signer,
                     const SignatureForm& signature = {}) const {
    return mint::Enveloped(mint::LoginAssertionXml(form), form.id, signer,
                           signature);
  }
  std::string Sealed(std::string_view text,
                     const EncryptionForm& form = {}) const {
    return mint::EncryptedAssertion(text, s_.recipient, form);
  }
  void Add(const std::string& name, Faults allowed, std::string response) {
    cases_.push_back({name, std::move(allowed), std::move(response)});
  }
  void Changed(const std::string& name, Faults allowed, const Change& change) {
    LoginForm form = Form();
    change(&form);
    Add(name, std::move(allowed),
        mint::LoginResponseXml(form, Sealed(Signed(form, s_.idp))));
  }
  // What is decrypted is this text.
  void Inside(const std::string& name, Faults allowed,
              const std::string& assertion) {
    Add(name, std::move(allowed),
        mint::LoginResponseXml(Form(), Sealed(assertion)));
  }
  void SignedAs(const std::string& name, Faults allowed,
                const SignatureForm& signature) {
    Inside(name, std::move(allowed), Signed(Form(), s_.idp, signature));
  }

  void Envelopes() {
    Changed("destination", {FAULT(DESTINATION_WRONG)},
            [](LoginForm* f) { f->destination = "https://evil.example/acs"; });
    Changed("envelope-in-response-to", {FAULT(IN_RESPONSE_TO_WRONG)},
            [](LoginForm* f) { f->envelope_in_response_to = "_another"; });
    Changed("envelope-issuer", {FAULT(ISSUER_UNKNOWN)}, [](LoginForm* f) {
      f->envelope_issuer = "https://idp.example/other";
    });
    Changed("status", {FAULT(LOGIN_REFUSED_BY_IDP)}, [](LoginForm* f) {
      f->status = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    });
    const LoginForm form = Form();
    const std::string sealed = Sealed(Signed(form, s_.idp));
    Add("no-assertion", {FAULT(ASSERTION_COUNT)},
        mint::LoginResponseXml(form, ""));
    Add("two-assertions", {FAULT(ASSERTION_COUNT)},
        mint::LoginResponseXml(form, sealed + Sealed(Signed(Form(), s_.idp))));
    Add("clear-assertion", {FAULT(ASSERTION_NOT_ENCRYPTED)},
        mint::LoginResponseXml(form, Signed(form, s_.idp)));
    Add("clear-and-encrypted", {FAULT(ASSERTION_NOT_ENCRYPTED)},
        mint::LoginResponseXml(form, sealed + Signed(form, s_.idp)));
    Add("not-a-response", {FAULT(TOKEN_MALFORMED)}, Signed(form, s_.idp));
    Add("not-xml", {FAULT(XML_MALFORMED)}, "<samlp:Response");
    Add("idp-initiated", {FAULT(IN_RESPONSE_TO_WRONG)},
        Replaced(mint::LoginResponseXml(form, sealed),
                 absl::StrCat(" InResponseTo=\"", form.envelope_in_response_to,
                              "\""),
                 ""));
  }

  void Claims() {
    Changed("in-response-to", {FAULT(IN_RESPONSE_TO_WRONG)},
            [](LoginForm* f) { f->in_response_to = "_another"; });
    Changed("recipient", {FAULT(RECIPIENT_WRONG)},
            [](LoginForm* f) { f->recipient = "https://evil.example/acs"; });
    Changed("audience", {FAULT(AUDIENCE_WRONG)},
            [](LoginForm* f) { f->audience = "https://evil.example/sp"; });
    Changed("issuer", {FAULT(ISSUER_UNKNOWN)},
            [](LoginForm* f) { f->issuer += "/"; });
    Changed("holder-of-key", {FAULT(CONFIRMATION_MISSING)}, [](LoginForm* f) {
      f->method = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
    });
    Changed("name-id-format", {FAULT(CLAIM_INVALID)}, [](LoginForm* f) {
      f->name_id_format = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    });
    Changed("no-serial", {FAULT(CLAIM_MISSING)},
            [](LoginForm* f) { f->name_id = "C=DK,O=1,CN=x"; });
    Changed("serial-twice", {FAULT(CLAIM_MISSING)},
            [](LoginForm* f) { f->name_id += ", Serial = other"; });
    Changed("serial-like-cpr", {FAULT(CLAIM_INVALID)}, [](LoginForm* f) {
      f->name_id = "C=DK,O=1,CN=x,Serial=010107-0000";
    });
    Changed("level-low", {FAULT(ASSURANCE_TOO_LOW)},
            [](LoginForm* f) { f->attributes[0].second = "Low"; });
    Changed("level-missing", {FAULT(ASSURANCE_TOO_LOW)},
            [](LoginForm* f) { f->attributes.erase(f->attributes.begin()); });
    Changed("context-low", {FAULT(ASSURANCE_TOO_LOW)}, [](LoginForm* f) {
      f->class_ref = "https://data.gov.dk/concept/core/nsis/loa/Low";
    });
    Changed("level-twice", {FAULT(CLAIM_INVALID)}, [](LoginForm* f) {
      f->attributes.push_back({f->attributes[0].first, "High"});
    });
    Changed("no-cvr", {FAULT(CLAIM_MISSING)}, [](LoginForm* f) {
      f->attributes.erase(f->attributes.begin() + 3);
    });
    Changed("bad-cvr", {FAULT(CLAIM_INVALID)},
            [](LoginForm* f) { f->attributes[3].second = "1234567x"; });
    Changed("privileges", {FAULT(PRIVILEGES_MALFORMED)},
            [](LoginForm* f) { f->attributes.back().second = "PHg+"; });
  }

  void Times() {
    const absl::Time now = s_.order.now;
    Changed("expired", {FAULT(TOKEN_EXPIRED)}, [now](LoginForm* f) {
      f->not_on_or_after = mint::XmlTime(now - absl::Minutes(10));
    });
    Changed("not-yet", {FAULT(TOKEN_NOT_YET_VALID)}, [now](LoginForm* f) {
      f->not_before = mint::XmlTime(now + absl::Minutes(10));
    });
    Changed("issued-later", {FAULT(TOKEN_NOT_YET_VALID)}, [now](LoginForm* f) {
      f->issue_instant = mint::XmlTime(now + absl::Minutes(10));
    });
    Changed("too-long", {FAULT(LIFETIME_TOO_LONG)}, [now](LoginForm* f) {
      f->not_on_or_after = mint::XmlTime(now + absl::Hours(8));
    });
  }

  void Signatures() {
    const LoginForm form = Form();
    const std::string text = mint::LoginAssertionXml(form);
    Inside("unsigned", {FAULT(SIGNATURE_MISSING)}, mint::Unsigned(text));
    Inside("stranger", {FAULT(KEY_UNKNOWN)}, Signed(form, s_.stranger));
    Inside("expired-key", {FAULT(KEY_NOT_VALID_NOW), FAULT(KEY_UNKNOWN)},
           Signed(form, s_.expired));
    Inside("changed", {FAULT(SIGNATURE_INVALID)},
           Replaced(Signed(form, s_.idp), ">Substantial<", ">High<"));
    SignatureForm signature;
    signature.method = mint::kRsaSha1;
    SignedAs("sha1", {FAULT(ALGORITHM_REFUSED)}, signature);
    signature = SignatureForm();
    signature.digest = mint::kSha1Uri;
    SignedAs("sha1-digest", {FAULT(ALGORITHM_REFUSED)}, signature);
    signature = SignatureForm();
    signature.method = mint::kHmacSha256;
    signature.secret = s_.idp.public_key_pem();
    SignedAs("hmac", {FAULT(ALGORITHM_REFUSED)}, signature);
    signature = SignatureForm();
    signature.uri = "";
    SignedAs("whole-document", {FAULT(REFERENCE_REFUSED)}, signature);
    Inside(
        "relative-namespace", {FAULT(CANONICALIZATION_FAILED)},
        Replaced(Signed(form, s_.idp), "<Subject>", "<Subject xmlns:a=\"1\">"));
    Inside(
        "signed-twice", {FAULT(SIGNATURE_COUNT)},
        Replaced(text, mint::kSignaturePlace,
                 mint::Signature(mint::Unsigned(text), form.id, s_.idp) +
                     mint::Signature(mint::Unsigned(text), form.id, s_.idp)));
  }

  void Encryptions() {
    const LoginForm form = Form();
    const std::string assertion = Signed(form, s_.idp);
    const auto add = [&](const char* name, v1::AccessFault fault,
                         const EncryptionForm& how) {
      Add(name, {fault}, mint::LoginResponseXml(form, Sealed(assertion, how)));
    };
    using enum mint::KeyTransport;
    using enum mint::ContentCipher;
    add("rsa-1_5", FAULT(ENCRYPTION_REFUSED), {.transport = kRsa15});
    add("oaep-sha1", FAULT(ENCRYPTION_REFUSED), {.transport = kOaepSha1});
    add("oaep-mixed", FAULT(ENCRYPTION_REFUSED), {.transport = kOaepMixed});
    add("cbc", FAULT(ENCRYPTION_REFUSED), {.cipher = kAes256Cbc});
    add("aes128", FAULT(ENCRYPTION_REFUSED), {.cipher = kAes128Gcm});
    add("tampered", FAULT(DECRYPTION_FAILED), {.tampered = true});
    Add("other-recipient", {FAULT(DECRYPTION_FAILED)},
        mint::LoginResponseXml(
            form, mint::EncryptedAssertion(assertion, s_.stranger.key())));
    Add("sha1-mask", {FAULT(ENCRYPTION_REFUSED)},
        Replaced(mint::LoginResponseXml(form, Sealed(assertion)), "mgf1sha256",
                 "mgf1sha1"));
    Inside("encrypted-twice", {FAULT(ASSERTION_ENCRYPTED)}, Sealed(assertion));
  }

  void Markup() {
    const std::string assertion = Signed(Form(), s_.idp);
    const std::string name = s_.order.user.cvr;
    Inside("comment", {FAULT(XML_COMMENT)},
           Replaced(assertion, absl::StrCat(">", name, "<"),
                    absl::StrCat(">", name.substr(0, 4), "<!-- x -->",
                                 name.substr(4), "<")));
    Inside("doctype", {FAULT(XML_DOCTYPE)},
           "<!DOCTYPE Assertion [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" +
               assertion);
    Inside("processing-instruction", {FAULT(XML_PROCESSING_INSTRUCTION)},
           Replaced(assertion, "<Subject>", "<?x y?><Subject>"));
    const std::string response =
        mint::LoginResponseXml(Form(), Sealed(assertion));
    Add("doctype-outside", {FAULT(XML_DOCTYPE)},
        "<!DOCTYPE samlp:Response [<!ENTITY e \"x\">]>" + response);
    Add("comment-outside", {FAULT(XML_COMMENT)},
        Replaced(response, "<samlp:Status>", "<!-- x --><samlp:Status>"));
  }

  // The genuine assertion with and without its signature, and the attacker's.
  struct Actors {
    std::string genuine, bare, signature, evil;
    std::string EvilWith(const std::string& text) const {
      return Replaced(evil, mint::kSignaturePlace, text);
    }
  };
  Actors Cast() const {
    const LoginForm form = Form();
    LoginForm wanted = Form();
    wanted.name_id = Replaced(wanted.name_id, "Serial = ", "Serial = evil-");
    const std::string text = mint::LoginAssertionXml(form);
    Actors a;
    a.bare = mint::Unsigned(text);
    a.signature = mint::Signature(a.bare, form.id, s_.idp);
    a.genuine = Replaced(text, mint::kSignaturePlace, a.signature);
    a.evil = mint::LoginAssertionXml(wanted);
    return a;
  }

  static std::string In(std::string_view text, const char* end,
                        const std::string& more) {
    return Replaced(text, end, more + end);
  }

  // XSW 1-8 (Somorovsky et al. 2012) around the sealed assertion.
  void WrappedResponses() {
    const Actors a = Cast();
    const std::string evil = a.EvilWith("");
    const std::string sealed = Sealed(a.genuine);
    const auto add = [&](const char* name, const std::string& content,
                         v1::AccessFault fault =
                             FAULT(ASSERTION_NOT_ENCRYPTED)) {
      Add(absl::StrCat("response-", name), {fault},
          mint::LoginResponseXml(Form(), content));
    };
    const std::string hidden = In(a.signature, "</Signature>", sealed);
    add("xsw-1", absl::StrCat(hidden, Sealed(evil)), FAULT(ASSERTION_COUNT));
    add("xsw-2", absl::StrCat(a.signature, sealed), FAULT(SIGNATURE_PLACE));
    add("xsw-3", absl::StrCat(evil, sealed));
    add("xsw-4", In(evil, "</Assertion>", sealed));
    add("xsw-5", absl::StrCat(a.EvilWith(a.signature), sealed));
    add("xsw-6", a.EvilWith(hidden));
    add("xsw-7", absl::StrCat("<samlp:Extensions>", evil, "</samlp:Extensions>",
                              sealed));
    add("xsw-8", a.EvilWith(In(a.signature, "</Signature>",
                               absl::StrCat("<Object>", sealed, "</Object>"))));
    add("hidden",
        absl::StrCat("<samlp:Extensions>", sealed, "</samlp:Extensions>"),
        FAULT(ASSERTION_COUNT));
  }

  // The same within what is decrypted.
  void WrappedAssertions() {
    const Actors a = Cast();
    const std::string evil = a.EvilWith("");
    const auto add = [&](const char* name, const std::string& text) {
      Inside(absl::StrCat("assertion-", name), {FAULT(ASSERTION_COUNT)}, text);
    };
    const std::string object =
        In(a.signature, "</Signature>",
           absl::StrCat("<Object>", a.bare, "</Object>"));
    add("xsw-1", a.EvilWith(In(a.signature, "</Signature>", a.bare)));
    add("xsw-2", a.EvilWith(absl::StrCat(a.signature, a.bare)));
    add("xsw-3", In(evil, "</Assertion>", a.genuine));
    add("xsw-4", a.EvilWith(a.genuine));
    add("xsw-5", In(a.EvilWith(a.signature), "</Assertion>", a.bare));
    add("xsw-6",
        Replaced(a.EvilWith(a.signature), "<KeyInfo ", a.bare + "<KeyInfo "));
    add("xsw-7", Replaced(evil, "<AttributeStatement>",
                          absl::StrCat("<Advice>", a.genuine,
                                       "</Advice><AttributeStatement>")));
    add("xsw-8", a.EvilWith(object));
    Inside("assertion-other-signature", {FAULT(REFERENCE_REFUSED)},
           a.EvilWith(a.signature));
    Inside("assertion-root", {FAULT(ASSERTION_COUNT)},
           absl::StrCat("<Token>", a.genuine, "</Token>"));
    Inside("assertion-two-roots", {FAULT(XML_MALFORMED)},
           a.genuine + a.genuine);
  }

  const LoginSetting& s_;
  std::vector<LoginCase> cases_;
};

#undef FAULT

}  // namespace

std::string GoodResponse(const LoginSetting& setting) {
  const LoginForm form = mint::FormOf(setting.order);
  return mint::LoginResponseXml(
      form,
      mint::EncryptedAssertion(
          mint::Enveloped(mint::LoginAssertionXml(form), form.id, setting.idp),
          setting.recipient));
}

std::vector<LoginCase> BadResponses(const LoginSetting& setting) {
  return Corpus(setting).Take();
}

}  // namespace trivsel::testing
