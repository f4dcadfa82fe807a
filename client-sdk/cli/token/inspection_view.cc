#include "client-sdk/cli/token/inspection_view.h"

#include <algorithm>

#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/refusal_view.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = trivsel::validator::token;

std::string KindWord(const Inspection& inspection) {
  if (inspection.own) return "gateway";
  switch (inspection.explanation.kind) {
    case token::TokenKind::kJwt:
      return "JWT";
    case token::TokenKind::kSamlAssertion:
      return "SAML";
    case token::TokenKind::kUnknown:
      break;
  }
  return "unknown";
}

// Faults that mean: whoever made this was not the issuer.
bool IsOfSignature(const token::Fault& fault) {
  switch (fault.code) {
    case v1::ACCESS_FAULT_ALGORITHM_REFUSED:
    case v1::ACCESS_FAULT_KEY_UNKNOWN:
    case v1::ACCESS_FAULT_KEY_NOT_VALID_NOW:
    case v1::ACCESS_FAULT_SIGNATURE_INVALID:
    case v1::ACCESS_FAULT_SIGNATURE_MISSING:
    case v1::ACCESS_FAULT_SIGNATURE_COUNT:
    case v1::ACCESS_FAULT_SIGNATURE_PLACE:
    case v1::ACCESS_FAULT_REFERENCE_REFUSED:
    case v1::ACCESS_FAULT_TRANSFORM_REFUSED:
    case v1::ACCESS_FAULT_CANONICALIZATION_FAILED:
    case v1::ACCESS_FAULT_SIGNATURE_CONTENT:
      return true;
    default:
      return false;
  }
}

std::string KindText(const Inspection& inspection, Language language) {
  if (inspection.own) {
    return Say({"gatewayens eget token", "the gateway's own token"}, language);
  }
  return inspection.explanation.kind == token::TokenKind::kUnknown
             ? Say({"ukendt form", "unknown form"}, language)
             : KindWord(inspection);
}

Phrase SignaturePhrase(const std::string& word, bool own) {
  if (own) {
    return {"kan kun gatewayen kontrollere", "only the gateway can check it"};
  }
  if (word == "good") return {"i orden", "good"};
  if (word == "bad") return {"ikke i orden", "not good"};
  return {"ikke kontrolleret; giv --issuer-cert",
          "not checked; give --issuer-cert"};
}

// The lines of the claims, one under the other.
class Lines {
 public:
  explicit Lines(const ViewArguments& view) : view_(view) {}

  void Add(const Phrase& name, const std::string& value) {
    if (value.empty()) return;
    text_ += "  " + Say(name, view_.language) + ": " + value + "\n";
  }
  const std::string& text() const { return text_; }

 private:
  const ViewArguments& view_;
  std::string text_;
};

std::string EndText(absl::Time end, absl::Time at, Language language) {
  const Words span = WordsOf(end - at);
  const bool over = end <= at;
  return DanishTime(end) + ", " +
         Say({over ? "for " + span.danish + " siden" : "om " + span.danish,
              over ? span.english + " ago" : "in " + span.english},
             language);
}

std::string RoleText(const token::Privilege& privilege) {
  const std::string_view cvr = token::ScopeCvr(privilege.scope);
  std::string text =
      Masked(privilege.role) + " → " +
      (cvr.empty() ? Masked(privilege.scope) : "CVR " + Masked(cvr));
  for (const auto& [name, value] : privilege.constraints) {
    text += "; " + Masked(name) + " = " + Masked(value);
  }
  return text;
}

std::string ClaimsText(const token::Claims& claims, absl::Time at,
                       const ViewArguments& view) {
  Lines lines(view);
  lines.Add({"udsteder", "issuer"}, Masked(claims.issuer));
  for (const std::string& audience : claims.audiences) {
    lines.Add({"tjeneste", "audience"}, Masked(audience));
  }
  lines.Add({"modtager", "recipient"}, Masked(claims.recipient));
  lines.Add({"subjekt", "subject"}, Masked(claims.subject));
  lines.Add({"kommune", "municipality"},
            claims.cvr.empty() ? "" : "CVR " + Masked(claims.cvr));
  lines.Add({"udstedt", "issued"}, DanishTime(claims.issued_at));
  lines.Add({"gælder fra", "valid from"}, DanishTime(claims.not_before));
  lines.Add({"udløber", "expires"},
            EndText(claims.not_after, at, view.language));
  if (claims.confirmation != token::Sha256{}) {
    lines.Add({"bundet til certifikat", "bound to certificate"},
              "SHA-256 " + token::Hex(claims.confirmation));
  }
  for (const token::Privilege& privilege : claims.privileges) {
    lines.Add({"rolle", "role"}, RoleText(privilege));
  }
  return lines.text();
}

std::string JsonTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

void AppendRoles(const token::Claims& claims, JsonWriter* json) {
  json->Key("roles").BeginArray();
  for (const token::Privilege& privilege : claims.privileges) {
    json->BeginObject();
    json->Key("role").String(Masked(privilege.role));
    json->Key("scope").String(Masked(privilege.scope));
    json->Key("municipality").String(Masked(token::ScopeCvr(privilege.scope)));
    json->Key("constraints").BeginArray();
    for (const auto& [name, value] : privilege.constraints) {
      json->BeginObject();
      json->Key("name").String(Masked(name));
      json->Key("value").String(Masked(value));
      json->EndObject();
    }
    json->EndArray();
    json->EndObject();
  }
  json->EndArray();
}

void AppendClaims(const token::Claims& claims, absl::Time at,
                  JsonWriter* json) {
  json->Key("issuer").String(Masked(claims.issuer));
  json->Key("subject").String(Masked(claims.subject));
  json->Key("id").String(Masked(claims.id));
  json->Key("audiences").BeginArray();
  for (const std::string& audience : claims.audiences) {
    json->String(Masked(audience));
  }
  json->EndArray();
  json->Key("recipient").String(Masked(claims.recipient));
  json->Key("municipality").String(Masked(claims.cvr));
  json->Key("issued_at").String(JsonTime(claims.issued_at));
  json->Key("not_before").String(JsonTime(claims.not_before));
  json->Key("expires_at").String(JsonTime(claims.not_after));
  json->Key("expires_in_seconds")
      .Number(absl::ToInt64Seconds(claims.not_after - at));
  json->Key("certificate_sha256").String(token::Hex(claims.confirmation));
  json->Key("certificate_x5t_s256")
      .String(token::Base64Url(claims.confirmation));
  AppendRoles(claims, json);
}

}  // namespace

std::string SignatureWord(const Inspection& inspection) {
  if (std::any_of(inspection.faults.begin(), inspection.faults.end(),
                  IsOfSignature)) {
    return "bad";
  }
  return inspection.signature_wanted && inspection.explanation.signature_checked
             ? "good"
             : "not_checked";
}

std::string InspectionText(const std::string& file,
                           const Inspection& inspection,
                           const ViewArguments& view) {
  const token::Explanation& explanation = inspection.explanation;
  const size_t faults = inspection.faults.size();
  std::string text = ForTerminal(file) + ": ";
  text += KindText(inspection, view.language);
  const std::string count = std::to_string(faults);
  text += ", " +
          Paint(Say(faults == 0
                        ? Phrase{"ingen fejl", "no faults"}
                        : Phrase{count + " fejl",
                                 count + (faults == 1 ? " fault" : " faults")},
                    view.language),
                faults == 0 ? Colour::kGreen : Colour::kRed, view.colour) +
          "\n";
  if (explanation.claims.has_value()) {
    text += ClaimsText(*explanation.claims, inspection.at, view);
  }
  if (explanation.kind != token::TokenKind::kUnknown) {
    Lines lines(view);
    std::string algorithm = Masked(explanation.algorithm);
    if (!explanation.key_id.empty()) {
      algorithm += ", kid " + Masked(explanation.key_id);
    }
    lines.Add({"algoritme", "algorithm"}, algorithm);
    lines.Add({"signatur", "signature"},
              Say(SignaturePhrase(SignatureWord(inspection), inspection.own),
                  view.language));
    text += lines.text();
  }
  for (const token::Fault& fault : inspection.faults) {
    text += FaultText(fault, view, "  ");
  }
  return text;
}

std::string InspectionJson(const std::string& file,
                           const Inspection& inspection) {
  const token::Explanation& explanation = inspection.explanation;
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(file);
  json.Key("good").Bool(inspection.faults.empty());
  json.Key("kind").String(KindWord(inspection));
  if (explanation.claims.has_value()) {
    AppendClaims(*explanation.claims, inspection.at, &json);
  }
  json.Key("algorithm").String(Masked(explanation.algorithm));
  json.Key("key_id").String(Masked(explanation.key_id));
  json.Key("signature").String(SignatureWord(inspection));
  json.Key("faults").BeginArray();
  for (const token::Fault& fault : inspection.faults) {
    AppendFault(fault, &json);
  }
  json.EndArray();
  json.EndObject();
  return json.text();
}

}  // namespace trivsel::cli
