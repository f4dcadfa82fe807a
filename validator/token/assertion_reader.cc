#include "validator/token/assertion_reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kHolderOfKey =
    "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
constexpr std::string_view kCvr = "dk:gov:saml:attribute:CvrNumberIdentifier";
constexpr std::string_view kPrivileges =
    "dk:gov:saml:attribute:Privileges_intermediate";
constexpr size_t kMaxAudiences = 16;

using Elements = std::vector<const xmlNode*>;

// absl::StrCat does not take std::string_view here.
std::string Joined(std::string_view left, std::string_view right) {
  return std::string(left).append(right);
}

Elements SamlElements(const xmlNode* parent, std::string_view name) {
  return ElementsOf(parent, kSamlNamespace, name);
}

// Below ds:KeyInfo the children stand in its namespace, or, where the STS
// leaves out the prefix, in the assertion's. Both are signed.
Elements KeyElements(const xmlNode* parent, std::string_view name) {
  Elements found;
  for (const xmlNode* child : ElementsOf(parent)) {
    if (Is(child, kSignatureNamespace, name) ||
        Is(child, kSamlNamespace, name)) {
      found.push_back(child);
    }
  }
  return found;
}

class AssertionReader {
 public:
  explicit AssertionReader(const xmlNode* assertion) : assertion_(assertion) {}

  ReadClaims Read() {
    Head();
    CheckChildren();
    if (const xmlNode* subject = Only("Subject")) Subject(subject);
    if (const xmlNode* conditions = Only("Conditions")) Conditions(conditions);
    Only("AuthnStatement");
    if (const xmlNode* statement = Only("AttributeStatement")) {
      read_.has_cvr = Cvr(statement);
      read_.has_privileges = Privileges(statement);
    }
    Claims& claims = read_.claims;
    claims.not_before = std::max(claims.not_before, confirmed_from_);
    claims.not_after = std::min(claims.not_after, confirmed_until_);
    read_.has_times = issued_ && conditions_times_ && confirmation_times_;
    return std::move(read_);
  }

 private:
  // The only child of the name; null, with a fault, if there is not one.
  const xmlNode* Only(std::string_view name) {
    const Elements found = SamlElements(assertion_, name);
    if (found.size() == 1) return found[0];
    read_.faults.push_back({v1::ACCESS_FAULT_STATEMENT_COUNT,
                            Joined("1 ", name), absl::StrCat(found.size())});
    return nullptr;
  }

  void Head() {
    const auto version = AttributeOf(assertion_, "Version");
    if (version != "2.0") {
      read_.Invalid("Version: 2.0", version.value_or(""));
    }
    read_.claims.id = AttributeOf(assertion_, "ID").value_or("");
    if (read_.claims.id.empty()) read_.Missing("ID");
    issued_ = Time(assertion_, "IssueInstant", &read_.claims.issued_at);
    auto issuer = IssuerOf(assertion_);
    if (Fault* fault = std::get_if<Fault>(&issuer)) {
      read_.faults.push_back(std::move(*fault));
    } else {
      read_.claims.issuer = std::get<std::string>(std::move(issuer));
    }
  }

  // What else an assertion may hold could mean something that is not known
  // here.
  void CheckChildren() {
    constexpr std::array<std::string_view, 5> kKnown = {
        "Issuer", "Subject", "Conditions", "AuthnStatement",
        "AttributeStatement"};
    if (!HasOnlyElements(assertion_)) read_.Invalid("Assertion: <…>", "text");
    for (const xmlNode* child : ElementsOf(assertion_)) {
      if (Is(child, kSignatureNamespace, "Signature")) continue;
      if (NamespaceOf(child) != kSamlNamespace ||
          std::find(kKnown.begin(), kKnown.end(), LocalName(child)) ==
              kKnown.end()) {
        read_.Invalid("Assertion", LocalName(child));
      }
    }
  }

  // A required time. False, with a fault, if there is none.
  bool Time(const xmlNode* node, std::string_view name, absl::Time* time) {
    if (!AttributeOf(node, name).has_value()) {
      read_.Missing(Joined(Joined(LocalName(node), "/@"), name));
      return false;
    }
    return OptionalTime(node, name, time);
  }

  bool OptionalTime(const xmlNode* node, std::string_view name,
                    absl::Time* time) {
    const auto text = AttributeOf(node, name);
    if (!text.has_value()) return true;
    const auto read = ReadInstant(*text);
    if (!read.has_value()) {
      read_.Invalid(Joined(name, ": xs:dateTime"), *text);
      return false;
    }
    *time = *read;
    return true;
  }

  void Subject(const xmlNode* subject) {
    const Elements names = SamlElements(subject, "NameID");
    const auto name =
        names.size() == 1 ? TextOf(names[0]) : std::optional<std::string>();
    if (name.has_value() && !name->empty()) {
      read_.claims.subject = *name;
    } else if (names.empty()) {
      read_.Missing("NameID");
    } else {
      read_.Invalid("1 NameID", "");
    }
    const Elements confirmations = SamlElements(subject, "SubjectConfirmation");
    if (confirmations.size() > 1) {
      read_.Invalid("1 SubjectConfirmation",
                    absl::StrCat(confirmations.size()));
      return;
    }
    read_.has_confirmation =
        !confirmations.empty() && Confirmation(confirmations[0]);
    if (confirmations.empty()) ConfirmationMissing("");
  }

  void ConfirmationMissing(std::string_view found) {
    read_.faults.push_back({v1::ACCESS_FAULT_CONFIRMATION_MISSING,
                            std::string(kHolderOfKey), Shown(found)});
  }

  bool Confirmation(const xmlNode* confirmation) {
    const auto method = AttributeOf(confirmation, "Method");
    if (method != kHolderOfKey) {
      ConfirmationMissing(method.value_or(""));
      return false;
    }
    const Elements data = SamlElements(confirmation, "SubjectConfirmationData");
    if (data.size() != 1) {
      ConfirmationMissing(
          absl::StrCat(data.size(), " SubjectConfirmationData"));
      return false;
    }
    read_.claims.recipient = AttributeOf(data[0], "Recipient").value_or("");
    const bool from = OptionalTime(data[0], "NotBefore", &confirmed_from_);
    const bool until = OptionalTime(data[0], "NotOnOrAfter", &confirmed_until_);
    confirmation_times_ = from && until;
    return ConfirmationKey(data[0]);
  }

  // Exactly one certificate (OIO-IDT): with two it would be open which is
  // meant.
  bool ConfirmationKey(const xmlNode* data) {
    const Elements infos = ElementsOf(data, kSignatureNamespace, "KeyInfo");
    if (infos.empty()) {
      ConfirmationMissing("0 KeyInfo");
      return false;
    }
    Elements certificates;
    for (const xmlNode* info : infos) {
      for (const xmlNode* x509 : KeyElements(info, "X509Data")) {
        for (const xmlNode* node : KeyElements(x509, "X509Certificate")) {
          certificates.push_back(node);
        }
      }
    }
    if (certificates.empty()) {
      ConfirmationMissing("0 X509Certificate");
      return false;
    }
    const auto der = DecodeBase64(TextOf(certificates[0]).value_or(""));
    if (infos.size() != 1 || certificates.size() != 1 || !der.has_value() ||
        der->empty()) {
      read_.Invalid("1 X509Certificate (base64)",
                    absl::StrCat(certificates.size()));
      return false;
    }
    read_.claims.confirmation = Digest(*der);
    return true;
  }

  void Conditions(const xmlNode* conditions) {
    Claims& claims = read_.claims;
    claims.not_before = claims.issued_at;
    const bool from = OptionalTime(conditions, "NotBefore", &claims.not_before);
    conditions_times_ =
        Time(conditions, "NotOnOrAfter", &claims.not_after) && from;
    // SAML core 2.5.1: a condition that is not understood makes the assertion
    // one that cannot be relied on.
    for (const xmlNode* child : ElementsOf(conditions)) {
      if (!Is(child, kSamlNamespace, "AudienceRestriction") &&
          !Is(child, kSamlNamespace, "ProxyRestriction")) {
        read_.Invalid("Conditions: AudienceRestriction", LocalName(child));
      }
    }
    const Elements restrictions =
        SamlElements(conditions, "AudienceRestriction");
    if (restrictions.empty()) {
      read_.Missing("AudienceRestriction");
    } else if (restrictions.size() > 1) {
      read_.Invalid("1 AudienceRestriction", absl::StrCat(restrictions.size()));
    } else {
      read_.has_audience = Audiences(restrictions[0]);
    }
  }

  bool Audiences(const xmlNode* restriction) {
    const Elements audiences = SamlElements(restriction, "Audience");
    if (audiences.empty()) {
      read_.Missing("Audience");
      return false;
    }
    bool good = audiences.size() <= kMaxAudiences;
    for (const xmlNode* audience : audiences) {
      auto text = TextOf(audience);
      good = good && text.has_value() && !text->empty();
      if (good) read_.claims.audiences.push_back(*std::move(text));
    }
    if (!good) read_.Invalid("Audience", "");
    return good;
  }

  // The one value of an attribute that is required once.
  std::optional<std::string> Value(const xmlNode* statement,
                                   std::string_view name) {
    Elements values;
    for (const xmlNode* attribute : SamlElements(statement, "Attribute")) {
      if (AttributeOf(attribute, "Name") != name) continue;
      for (const xmlNode* value : SamlElements(attribute, "AttributeValue")) {
        values.push_back(value);
      }
    }
    if (values.empty()) {
      read_.Missing(name);
      return std::nullopt;
    }
    auto text = TextOf(values[0]);
    if (values.size() == 1 && text.has_value()) return text;
    read_.Invalid(Joined("1 AttributeValue: ", name),
                  absl::StrCat(values.size()));
    return std::nullopt;
  }

  bool Cvr(const xmlNode* statement) {
    auto cvr = Value(statement, kCvr);
    if (!cvr.has_value()) return false;
    read_.claims.cvr = *std::move(cvr);
    return true;
  }

  bool Privileges(const xmlNode* statement) {
    const auto encoded = Value(statement, kPrivileges);
    if (!encoded.has_value()) return false;
    const auto xml = DecodeBase64(*encoded);
    if (!xml.has_value()) {
      read_.faults.push_back({v1::ACCESS_FAULT_PRIVILEGES_MALFORMED,
                              "Privileges_intermediate: base64", ""});
      return false;
    }
    auto privileges = ReadPrivilegesXml(*xml);
    if (Fault* fault = std::get_if<Fault>(&privileges)) {
      read_.faults.push_back(std::move(*fault));
      return false;
    }
    read_.claims.privileges =
        std::get<std::vector<Privilege>>(std::move(privileges));
    return true;
  }

  const xmlNode* const assertion_;
  ReadClaims read_;
  bool issued_ = false, conditions_times_ = false, confirmation_times_ = false;
  absl::Time confirmed_from_ = absl::InfinitePast();
  absl::Time confirmed_until_ = absl::InfiniteFuture();
};

}  // namespace

std::optional<Fault> CheckOneAssertion(const xmlNode* root,
                                       const DocumentSurvey& survey) {
  if (survey.encrypted_assertions > 0) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_ENCRYPTED};
  }
  if (survey.assertions != 1 || !Is(root, kSamlNamespace, "Assertion")) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_COUNT, "1 Assertion",
                 absl::StrCat(survey.assertions, " Assertion, root ") +
                     Shown(LocalName(root), 64)};
  }
  return std::nullopt;
}

OrFault<std::string> IssuerOf(const xmlNode* assertion) {
  const Elements issuers = SamlElements(assertion, "Issuer");
  if (issuers.empty()) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "Issuer", ""};
  }
  auto text = TextOf(issuers[0]);
  if (issuers.size() > 1 || !text.has_value() || text->empty()) {
    return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "1 Issuer",
                 absl::StrCat(issuers.size())};
  }
  return *std::move(text);
}

ReadClaims ReadClaimsOf(const xmlNode* assertion) {
  return AssertionReader(assertion).Read();
}

}  // namespace trivsel::validator::token
