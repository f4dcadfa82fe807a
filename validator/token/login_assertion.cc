#include "validator/token/login_assertion.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/assertion_reader.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
using MaybeFault = std::optional<Fault>;

constexpr std::string_view kBearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
constexpr std::string_view kX509Name =
    "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
constexpr std::string_view kLevel = "https://data.gov.dk/concept/core/nsis/loa";
constexpr std::string_view kCvr =
    "https://data.gov.dk/model/core/eid/professional/cvr";
constexpr std::string_view kPrivileges =
    "https://data.gov.dk/model/core/eid/privilegesIntermediate";
constexpr std::string_view kFullName =
    "https://data.gov.dk/model/core/eid/fullName";
constexpr size_t kMaxNameBytes = 200;
// Longer is no answer to a login of just now.
constexpr absl::Duration kMaxLifetime = absl::Hours(1);

Fault Missing(std::string_view what) {
  return {v1::ACCESS_FAULT_CLAIM_MISSING, std::string(what), ""};
}
Fault Invalid(std::string_view expected) {
  return {v1::ACCESS_FAULT_CLAIM_INVALID, std::string(expected), ""};
}

class LoginReader {
 public:
  LoginReader(const xmlNode* assertion, const LoginExpectation& expected,
              absl::Time now)
      : assertion_(assertion), expected_(expected), now_(now) {}

  OrFault<LoginClaims> Read() {
    using Step = MaybeFault (LoginReader::*)();
    for (const Step step :
         {&LoginReader::Head, &LoginReader::Children, &LoginReader::Subject,
          &LoginReader::Conditions, &LoginReader::Statement,
          &LoginReader::Attributes, &LoginReader::Level}) {
      if (auto fault = (this->*step)()) return *std::move(fault);
    }
    return std::move(claims_);
  }

 private:
  const xmlNode* Only(const xmlNode* parent, std::string_view name) const {
    const auto found = ElementsOf(parent, kSamlNamespace, name);
    return found.size() == 1 ? found[0] : nullptr;
  }

  static Fault Count(std::string_view name) {
    return {v1::ACCESS_FAULT_STATEMENT_COUNT, std::string("1 ").append(name),
            ""};
  }

  // Nothing, with a fault, unless it is a time.
  static std::optional<absl::Time> TimeOf(const xmlNode* node,
                                          std::string_view name,
                                          MaybeFault* fault) {
    const auto text = AttributeOf(node, name);
    if (!text.has_value()) {
      *fault = Missing(std::string("@").append(name));
      return std::nullopt;
    }
    auto time = ReadInstant(*text);
    if (!time.has_value()) *fault = Invalid(std::string("@").append(name));
    return time;
  }

  MaybeFault Head() {
    if (AttributeOf(assertion_, "Version") != "2.0") {
      return Invalid("Version: 2.0");
    }
    claims_.id = AttributeOf(assertion_, "ID").value_or("");
    if (claims_.id.empty()) return Missing("ID");
    auto issuer = IssuerOf(assertion_);
    if (Fault* fault = std::get_if<Fault>(&issuer)) return std::move(*fault);
    claims_.issuer = std::get<std::string>(std::move(issuer));
    MaybeFault fault;
    const auto issued = TimeOf(assertion_, "IssueInstant", &fault);
    if (fault.has_value()) return fault;
    return *issued > now_ + expected_.max_skew ? NotYet(*issued) : MaybeFault();
  }

  // What else could be in it might mean something that is not known here.
  MaybeFault Children() {
    constexpr std::array<std::string_view, 5> kKnown = {
        "Issuer", "Subject", "Conditions", "AuthnStatement",
        "AttributeStatement"};
    if (!HasOnlyElements(assertion_)) return Invalid("Assertion: <…>");
    for (const xmlNode* child : ElementsOf(assertion_)) {
      if (Is(child, kSignatureNamespace, "Signature")) continue;
      if (NamespaceOf(child) != kSamlNamespace ||
          std::find(kKnown.begin(), kKnown.end(), LocalName(child)) ==
              kKnown.end()) {
        return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "Assertion",
                     Shown(LocalName(child), 64)};
      }
    }
    return std::nullopt;
  }

  MaybeFault NotYet(absl::Time from) const {
    return Fault{v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID,
                 absl::StrCat("<= ", ShowInstant(now_)), ShowInstant(from)};
  }

  MaybeFault CheckEnd(absl::Time end) const {
    if (now_ - expected_.max_skew < end) return std::nullopt;
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED,
                 absl::StrCat("> ", ShowInstant(now_)), ShowInstant(end)};
  }

  MaybeFault Subject() {
    const xmlNode* subject = Only(assertion_, "Subject");
    if (subject == nullptr) return Count("Subject");
    const xmlNode* name = Only(subject, "NameID");
    const auto text = name == nullptr ? std::nullopt : TextOf(name);
    if (!text.has_value() || text->empty()) return Missing("1 NameID");
    if (text->size() > 4 * kMaxNameBytes) return Invalid("NameID");
    claims_.name_id = *text;
    claims_.name_id_format = AttributeOf(name, "Format").value_or("");
    if (auto fault = User()) return fault;
    const xmlNode* confirmation = Only(subject, "SubjectConfirmation");
    if (confirmation == nullptr ||
        AttributeOf(confirmation, "Method") != kBearer) {
      return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISSING,
                   std::string("1 ").append(kBearer), ""};
    }
    const xmlNode* data = Only(confirmation, "SubjectConfirmationData");
    if (data == nullptr) {
      return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISSING,
                   "1 SubjectConfirmationData", ""};
    }
    return Confirmation(data);
  }

  // CH2's NameID is an X509SubjectName with the person's UUID in "Serial".
  MaybeFault User() {
    if (claims_.name_id_format != kX509Name) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID,
                   std::string("NameID Format: ").append(kX509Name),
                   Shown(claims_.name_id_format)};
    }
    const auto serial = NamePart(claims_.name_id, "Serial");
    if (!serial.has_value()) return Missing("NameID: Serial");
    if (!IsUserKey(*serial)) return Invalid("NameID: Serial");
    claims_.user_key = *serial;
    claims_.name =
        Shown(NamePart(claims_.name_id, "CN").value_or(""), kMaxNameBytes);
    return std::nullopt;
  }

  MaybeFault Confirmation(const xmlNode* data) {
    const std::string recipient = AttributeOf(data, "Recipient").value_or("-");
    if (recipient != expected_.acs_url) {
      return Fault{v1::ACCESS_FAULT_RECIPIENT_WRONG, Shown(expected_.acs_url),
                   Shown(recipient)};
    }
    // The envelope's is not signed; this one is.
    const auto answered = AttributeOf(data, "InResponseTo");
    if (!answered.has_value() || *answered != expected_.request_id) {
      return Fault{v1::ACCESS_FAULT_IN_RESPONSE_TO_WRONG,
                   "SubjectConfirmationData", answered.has_value() ? "" : "-"};
    }
    // Web SSO profile 4.1.4.2 forbids it.
    if (AttributeOf(data, "NotBefore").has_value()) {
      return Invalid("SubjectConfirmationData: -@NotBefore");
    }
    MaybeFault fault;
    const auto end = TimeOf(data, "NotOnOrAfter", &fault);
    if (fault.has_value()) return fault;
    claims_.not_after = *end;
    return CheckEnd(*end);
  }

  MaybeFault Conditions() {
    const xmlNode* conditions = Only(assertion_, "Conditions");
    if (conditions == nullptr) return Count("Conditions");
    MaybeFault fault;
    const auto end = TimeOf(conditions, "NotOnOrAfter", &fault);
    if (fault.has_value()) return fault;
    if (auto late = CheckEnd(*end)) return late;
    claims_.not_after = std::min(claims_.not_after, *end);
    if (claims_.not_after > now_ + kMaxLifetime) {
      return Fault{v1::ACCESS_FAULT_LIFETIME_TOO_LONG, "<= 1 h",
                   ShowInstant(claims_.not_after)};
    }
    if (AttributeOf(conditions, "NotBefore").has_value()) {
      const auto from = TimeOf(conditions, "NotBefore", &fault);
      if (fault.has_value()) return fault;
      if (*from > now_ + expected_.max_skew) return NotYet(*from);
    }
    for (const xmlNode* child : ElementsOf(conditions)) {
      if (!Is(child, kSamlNamespace, "AudienceRestriction") &&
          !Is(child, kSamlNamespace, "OneTimeUse")) {
        return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "Conditions",
                     Shown(LocalName(child), 64)};
      }
    }
    const xmlNode* restriction = Only(conditions, "AudienceRestriction");
    return restriction == nullptr ? Missing("1 AudienceRestriction")
                                  : Audience(restriction);
  }

  MaybeFault Audience(const xmlNode* restriction) {
    std::string found;
    for (const xmlNode* audience :
         ElementsOf(restriction, kSamlNamespace, "Audience")) {
      const std::string name = TextOf(audience).value_or("");
      if (name == expected_.audience) return std::nullopt;
      if (found.empty()) found = name;
    }
    return Fault{v1::ACCESS_FAULT_AUDIENCE_WRONG, Shown(expected_.audience),
                 Shown(found)};
  }

  MaybeFault Statement() {
    const xmlNode* statement = Only(assertion_, "AuthnStatement");
    if (statement == nullptr) return Count("AuthnStatement");
    claims_.session_index = AttributeOf(statement, "SessionIndex").value_or("");
    if (claims_.session_index.size() > kMaxNameBytes) {
      return Invalid("SessionIndex");
    }
    MaybeFault fault;
    if (AttributeOf(statement, "SessionNotOnOrAfter").has_value()) {
      const auto end = TimeOf(statement, "SessionNotOnOrAfter", &fault);
      if (fault.has_value()) return fault;
      if (auto late = CheckEnd(*end)) return late;
      claims_.session_ends = *end;
    }
    const xmlNode* context = Only(statement, "AuthnContext");
    const xmlNode* reference =
        context == nullptr ? nullptr : Only(context, "AuthnContextClassRef");
    if (reference == nullptr) return Missing("AuthnContextClassRef");
    context_ = TextOf(reference).value_or("");
    return std::nullopt;
  }

  // The value of an attribute that may be there once; a fault if more often.
  std::optional<std::string> Value(const xmlNode* statement,
                                   std::string_view name, MaybeFault* fault) {
    std::vector<const xmlNode*> values;
    for (const xmlNode* attribute :
         ElementsOf(statement, kSamlNamespace, "Attribute")) {
      if (AttributeOf(attribute, "Name") != name) continue;
      for (const xmlNode* value :
           ElementsOf(attribute, kSamlNamespace, "AttributeValue")) {
        values.push_back(value);
      }
    }
    if (values.empty()) return std::nullopt;
    auto text = values.size() == 1 ? TextOf(values[0]) : std::nullopt;
    if (!text.has_value()) *fault = Invalid(std::string("1 ").append(name));
    return text;
  }

  MaybeFault Attributes() {
    const xmlNode* statement = Only(assertion_, "AttributeStatement");
    if (statement == nullptr) return Count("AttributeStatement");
    MaybeFault fault;
    const auto cvr = Value(statement, kCvr, &fault);
    if (fault.has_value()) return fault;
    if (!cvr.has_value()) return Missing(kCvr);
    if (cvr->size() != 8 || cvr->find_first_not_of("0123456789") != cvr->npos) {
      return Invalid("cvr: [0-9]{8}");
    }
    claims_.cvr = *cvr;
    level_ = Value(statement, kLevel, &fault);
    if (fault.has_value()) return fault;
    const auto name = Value(statement, kFullName, &fault);
    if (fault.has_value()) return fault;
    if (name.has_value() && !name->empty()) {
      claims_.name = Shown(*name, kMaxNameBytes);
    }
    const auto encoded = Value(statement, kPrivileges, &fault);
    if (fault.has_value()) return fault;
    // Nobody has to have rights; without, one may not come in.
    return encoded.has_value() ? Privileges(*encoded) : std::nullopt;
  }

  MaybeFault Privileges(const std::string& encoded) {
    const auto xml = DecodeBase64(encoded);
    if (!xml.has_value()) {
      return Fault{v1::ACCESS_FAULT_PRIVILEGES_MALFORMED,
                   "privilegesIntermediate: base64", ""};
    }
    auto privileges = ReadPrivilegesXml(*xml);
    if (Fault* fault = std::get_if<Fault>(&privileges)) {
      return std::move(*fault);
    }
    claims_.privileges =
        std::get<std::vector<Privilege>>(std::move(privileges));
    return std::nullopt;
  }

  // The attribute says the level; the context may, and then the lower counts.
  // Without the attribute the person has no NSIS identity.
  MaybeFault Level() {
    claims_.assurance = AssuranceOf(level_.value_or(""));
    if (std::string_view(context_).starts_with(kNsisPrefix)) {
      claims_.assurance = std::min(claims_.assurance, AssuranceOf(context_));
    }
    if (claims_.assurance >= expected_.minimum) return std::nullopt;
    return Fault{v1::ACCESS_FAULT_ASSURANCE_TOO_LOW,
                 std::string(">= ").append(NameOf(expected_.minimum)),
                 std::string(NameOf(claims_.assurance))};
  }

  const xmlNode* const assertion_;
  const LoginExpectation& expected_;
  const absl::Time now_;
  LoginClaims claims_;
  std::string context_;
  std::optional<std::string> level_;
};

}  // namespace

OrFault<LoginClaims> ReadLoginAssertion(const xmlNode* assertion,
                                        const LoginExpectation& expected,
                                        absl::Time now) {
  return LoginReader(assertion, expected, now).Read();
}

}  // namespace trivsel::validator::token
