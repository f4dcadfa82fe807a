// Assertions of the right key that are not for now, or not this caller's:
// times, recipient and holder-of-key.
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

using Faults = std::vector<gateway::v1::AccessFault>;

class Changed {
 public:
  explicit Changed(BadTokenPart& part)
      : part_(part), form_(FormOf(part.request())) {}

  const AssertionForm& form() const { return form_; }
  std::string At(absl::Duration offset) const {
    return XmlTime(part_.request().now + offset);
  }
  template <typename Change>
  void Form(const char* name, Faults allowed, const Change& change) {
    AssertionForm form = form_;
    change(form);
    part_.Add(name, std::move(allowed),
              SignAssertion(form, part_.setting().current));
  }
  void Piece(const char* name, Faults allowed, std::string_view from,
             std::string_view to) {
    part_.Add(name, std::move(allowed),
              Enveloped(Replaced(AssertionXml(form_), from, to), form_.id,
                        part_.setting().current));
  }

 private:
  BadTokenPart& part_;
  const AssertionForm form_;
};

void AddTimes(Changed& add) {
  using absl::Hours;
  const absl::Duration zero = absl::ZeroDuration();
  const auto times = [&](const char* name, gateway::v1::AccessFault allowed,
                         absl::Duration issued, absl::Duration from,
                         absl::Duration until) {
    add.Form(name, {allowed}, [&](AssertionForm& form) {
      form.issue_instant = add.At(issued);
      form.not_before = add.At(from);
      form.not_on_or_after = add.At(until);
    });
  };
  times("expired", fault::TOKEN_EXPIRED, -Hours(9), -Hours(9), -Hours(1));
  times("expired-by-minutes", fault::TOKEN_EXPIRED, -Hours(1), -Hours(1),
        -absl::Minutes(6));
  times("not-yet-valid", fault::TOKEN_NOT_YET_VALID, zero, Hours(1), Hours(2));
  times("issued-in-future", fault::CLOCK_DIFFERS, Hours(1), Hours(1), Hours(2));
  times("lifetime-over-8-hours", fault::LIFETIME_TOO_LONG, zero, zero,
        Hours(9));
  const auto invalid = [&](const char* name, const std::string& value) {
    add.Form(name, {fault::CLAIM_INVALID},
             [&](AssertionForm& form) { form.not_on_or_after = value; });
  };
  invalid("time-not-a-time", "tomorrow");
  invalid("time-a-number", "9999999999");
  invalid("time-empty", "");
  invalid("time-without-zone", "2099-01-01T00:00:00");
  invalid("time-month-13", "2099-13-01T00:00:00Z");
  add.Form("issue-instant-not-a-time", {fault::CLAIM_INVALID},
           [](AssertionForm& form) { form.issue_instant = "now"; });
  const std::string condition =
      absl::StrCat("<Conditions NotBefore=\"", add.form().not_before,
                   "\" NotOnOrAfter=\"", add.form().not_on_or_after, "\">");
  const auto conditions = [&](const char* name, Faults allowed,
                              const std::string& attributes) {
    add.Piece(name, std::move(allowed), condition,
              absl::StrCat("<Conditions ", attributes, ">"));
  };
  conditions("conditions-without-end", {fault::CLAIM_MISSING},
             absl::StrCat("NotBefore=\"", add.form().not_before, "\""));
  conditions("conditions-expired", {fault::TOKEN_EXPIRED},
             absl::StrCat("NotBefore=\"", add.At(-Hours(2)),
                          "\" NotOnOrAfter=\"", add.At(-Hours(1)), "\""));
}

void AddRecipients(Changed& add) {
  const auto recipient = [&](const char* name, const std::string& value) {
    add.Form(name, {fault::RECIPIENT_WRONG},
             [&](AssertionForm& form) { form.recipient = value; });
  };
  recipient("wrong-recipient", "http://entityid.example.dk/service/other/1");
  recipient("recipient-with-slash", add.form().recipient + "/");
}

void AddConfirmations(Changed& add, const BadTokenSetting& setting) {
  const auto method = [&](const char* name, const std::string& value) {
    add.Form(name, {fault::CONFIRMATION_MISSING},
             [&](AssertionForm& form) { form.method = value; });
  };
  method("bearer", "urn:oasis:names:tc:SAML:2.0:cm:bearer");
  method("sender-vouches", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches");
  method("method-unknown", "http://example.dk/trust-me");
  const auto key_info = [&](const char* name, Faults allowed,
                            const std::string& value) {
    add.Form(name, std::move(allowed),
             [&](AssertionForm& form) { form.key_info = value; });
  };
  const std::string ours = CertificateKeyInfo(setting.token.peer_der);
  const std::string theirs =
      CertificateKeyInfo(setting.stranger.certificate_der());
  key_info("confirmation-without-key-info", {fault::CONFIRMATION_MISSING}, "");
  key_info("confirmation-key-name-only", {fault::CONFIRMATION_MISSING},
           absl::StrCat("<KeyInfo xmlns=\"", kDsig,
                        "\"><KeyName>client</KeyName></KeyInfo>"));
  key_info("confirmation-of-other-certificate", {fault::CONFIRMATION_MISMATCH},
           theirs);
  key_info("confirmation-not-a-certificate",
           {fault::CLAIM_INVALID, fault::CONFIRMATION_MISMATCH},
           CertificateKeyInfo("this is no certificate"));
  key_info("confirmation-two-certificates", {fault::CLAIM_INVALID},
           Replaced(ours, "</X509Data>",
                    absl::StrCat("<X509Certificate>",
                                 Base64(setting.stranger.certificate_der()),
                                 "</X509Certificate></X509Data>")));
  key_info("confirmation-two-key-infos", {fault::CLAIM_INVALID}, theirs + ours);
  const std::string text = AssertionXml(add.form());
  const size_t from = text.find("<SubjectConfirmation ");
  const std::string end = "</SubjectConfirmation>";
  const std::string whole =
      text.substr(from, text.find(end) + end.size() - from);
  add.Piece("no-confirmation", {fault::CONFIRMATION_MISSING}, whole, "");
  const std::string bearer =
      Replaced(whole, kHolderOfKey, "urn:oasis:names:tc:SAML:2.0:cm:bearer");
  add.Piece("two-confirmations", {fault::CLAIM_INVALID, fault::STATEMENT_COUNT},
            whole, whole + whole);
  add.Piece("bearer-beside-holder-of-key",
            {fault::CLAIM_INVALID, fault::CONFIRMATION_MISSING,
             fault::STATEMENT_COUNT},
            whole, bearer + whole);
  const std::string until =
      absl::StrCat("NotOnOrAfter=\"", add.form().not_on_or_after, "\"");
  add.Piece(
      "confirmation-expired", {fault::TOKEN_EXPIRED}, whole,
      Replaced(whole, until,
               absl::StrCat("NotOnOrAfter=\"", add.At(-absl::Hours(1)), "\"")));
}

}  // namespace

void AddSamlSubjects(BadTokenPart part) {
  Changed add(part);
  AddTimes(add);
  AddRecipients(add);
  AddConfirmations(add, part.setting());
}

}  // namespace trivsel::sandbox::mint
