#include "validator/token/jwt.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/jwt_parts.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace dom = simdjson::dom;

constexpr size_t kMaxAudiences = 16;
// The year 9999: what can be written down.
constexpr double kLatest = 253402300799.0;

enum class Need { kRequired, kOptional };

// Reads one member after the other, and keeps all that is wrong.
class ClaimReader {
 public:
  explicit ClaimReader(const JsonDocument& payload)
      : object_(payload.object()) {}

  ReadClaims Read() {
    Claims& claims = read_.claims;
    Text("iss", Need::kRequired, &claims.issuer);
    Text("sub", Need::kOptional, &claims.subject);
    Text("jti", Need::kOptional, &claims.id);
    read_.has_cvr = Text("cvr", Need::kRequired, &claims.cvr);
    read_.has_audience = Audience();
    read_.has_times = Times();
    read_.has_confirmation = Confirmation();
    read_.has_privileges = Privileges();
    return std::move(read_);
  }

 private:
  // The member; false, with a fault if it is required, if there is none.
  bool Find(const char* name, Need need, dom::element* value) {
    if (object_.at_key(name).get(*value) == simdjson::SUCCESS) return true;
    if (need == Need::kRequired) read_.Missing(name);
    return false;
  }

  bool Text(const char* name, Need need, std::string* text) {
    dom::element value;
    if (!Find(name, need, &value)) return false;
    std::string_view found;
    if (value.get(found) != simdjson::SUCCESS || found.empty()) {
      read_.Invalid(absl::StrCat(name, ": \"…\""), "");
      return false;
    }
    *text = std::string(found);
    return true;
  }

  bool Audience() {
    dom::element value;
    if (!Find("aud", Need::kRequired, &value)) return false;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS && !text.empty()) {
      read_.claims.audiences.emplace_back(text);
      return true;
    }
    dom::array items;
    bool good = value.get(items) == simdjson::SUCCESS && items.size() > 0 &&
                items.size() <= kMaxAudiences;
    if (good) {
      for (const dom::element item : items) {
        good = good && item.get(text) == simdjson::SUCCESS && !text.empty();
        if (good) read_.claims.audiences.emplace_back(text);
      }
    }
    if (!good) read_.Invalid("aud: \"…\", [\"…\"]", "");
    return good;
  }

  // Seconds since 1970, perhaps with a fraction (RFC 7519 section 2).
  bool Time(const char* name, Need need, absl::Time* time) {
    dom::element value;
    if (!Find(name, need, &value)) return false;
    int64_t whole = 0;
    double seconds = 0;
    if (value.get(whole) == simdjson::SUCCESS) {
      seconds = static_cast<double>(whole);
    } else if (!value.is_double() || value.get(seconds) != simdjson::SUCCESS) {
      seconds = -1;
    }
    if (!(seconds >= 0 && seconds <= kLatest)) {
      read_.Invalid(absl::StrCat(name, ": NumericDate"), "");
      return false;
    }
    *time = absl::UnixEpoch() + absl::Seconds(std::floor(seconds));
    return true;
  }

  bool Times() {
    Claims& claims = read_.claims;
    const bool issued = Time("iat", Need::kRequired, &claims.issued_at);
    claims.not_before = claims.issued_at;
    const size_t faults = read_.faults.size();
    Time("nbf", Need::kOptional, &claims.not_before);
    const bool before = faults == read_.faults.size();
    return Time("exp", Need::kRequired, &claims.not_after) && issued && before;
  }

  bool Confirmation() {
    const auto missing = [this] {
      read_.faults.push_back(
          {v1::ACCESS_FAULT_CONFIRMATION_MISSING, "cnf.x5t#S256", ""});
      return false;
    };
    dom::element value, thumbprint;
    dom::object confirmation;
    if (!Find("cnf", Need::kOptional, &value)) return missing();
    if (value.get(confirmation) != simdjson::SUCCESS) {
      read_.Invalid("cnf: {…}", "");
      return false;
    }
    if (confirmation.at_key("x5t#S256").get(thumbprint) != simdjson::SUCCESS) {
      return missing();
    }
    std::string_view text;
    const bool is_text = thumbprint.get(text) == simdjson::SUCCESS;
    const auto digest = is_text ? DecodeBase64Url(text) : std::nullopt;
    if (!digest.has_value() || digest->size() != sizeof(Sha256)) {
      read_.Invalid("cnf.x5t#S256: [A-Za-z0-9_-]{43}", "");
      return false;
    }
    std::copy(digest->begin(), digest->end(),
              read_.claims.confirmation.begin());
    return true;
  }

  bool Privileges() {
    std::string encoded;
    if (!Text("priv", Need::kRequired, &encoded)) return false;
    const auto json = DecodeBase64(encoded);
    if (!json.has_value()) {
      read_.faults.push_back(
          {v1::ACCESS_FAULT_PRIVILEGES_MALFORMED, "priv: base64", ""});
      return false;
    }
    auto privileges = ReadPrivilegesJson(*json);
    if (Fault* fault = std::get_if<Fault>(&privileges)) {
      read_.faults.push_back(std::move(*fault));
      return false;
    }
    read_.claims.privileges =
        std::get<std::vector<Privilege>>(std::move(privileges));
    return true;
  }

  const dom::object object_;
  ReadClaims read_;
};

}  // namespace

std::optional<Fault> ReadPayload(std::string_view payload,
                                 JsonDocument* document) {
  switch (document->Read(payload)) {
    case JsonState::kGood:
      return std::nullopt;
    case JsonState::kTooDeep:
      return Fault{v1::ACCESS_FAULT_TOKEN_TOO_DEEP,
                   absl::StrCat("<= ", kMaxJsonDepth), ""};
    case JsonState::kRepeated:
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "1",
                   Shown("2 x " + document->repeated())};
    case JsonState::kMalformed:
      break;
  }
  return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, "payload: JSON", ""};
}

OrFault<std::string_view> IssuerOf(const JsonDocument& payload) {
  dom::element value;
  if (payload.object().at_key("iss").get(value) != simdjson::SUCCESS) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "iss", ""};
  }
  std::string_view issuer;
  if (value.get(issuer) != simdjson::SUCCESS) {
    return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "iss: \"…\"", ""};
  }
  return issuer;
}

ReadClaims ReadClaimsOf(const JsonDocument& payload) {
  return ClaimReader(payload).Read();
}

OrFault<Claims> ReadJwtClaims(std::string_view payload) {
  JsonDocument document;
  if (auto fault = ReadPayload(payload, &document)) return *std::move(fault);
  return ReadClaimsOf(document).Take();
}

OrFault<Claims> VerifyJwt(std::string_view text, const Trust& trust,
                          const Sha256& peer, absl::Time now) {
  auto split = SplitJws(text);
  if (Fault* fault = std::get_if<Fault>(&split)) return std::move(*fault);
  const Jws& jws = std::get<Jws>(split);
  if (jws.algorithm != "PS256") {
    return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED, "PS256",
                 Shown(jws.algorithm, 32)};
  }
  JsonDocument payload;
  if (auto fault = ReadPayload(jws.payload, &payload)) {
    return *std::move(fault);
  }
  auto name = IssuerOf(payload);
  if (Fault* fault = std::get_if<Fault>(&name)) return std::move(*fault);
  auto issuer = FindIssuer(trust, std::get<std::string_view>(name));
  if (Fault* fault = std::get_if<Fault>(&issuer)) return std::move(*fault);
  if (auto fault =
          CheckJwtSignature(jws, *std::get<const Issuer*>(issuer), now)) {
    return *std::move(fault);
  }
  OrFault<Claims> claims = ReadClaimsOf(payload).Take();
  if (const Claims* read = std::get_if<Claims>(&claims)) {
    if (auto fault = CheckClaims(*read, trust, peer, now)) {
      return *std::move(fault);
    }
  }
  return claims;
}

}  // namespace trivsel::validator::token
