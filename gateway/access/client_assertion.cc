#include "gateway/access/client_assertion.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "validator/token/jwt.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;
using Json = rapidjson::Value;

constexpr size_t kMaxIdBytes = 256;
constexpr size_t kShownKeys = 4;

Fault Invalid(std::string expected, std::string found) {
  return {v1::ACCESS_FAULT_CLIENT_ASSERTION_INVALID, std::move(expected),
          std::move(found)};
}

Fault Invalid(const Fault& cause) {
  return Invalid(
      cause.expected,
      cause.found.empty()
          ? token::FaultName(cause.code)
          : absl::StrCat(token::FaultName(cause.code), ": ", cause.found));
}

// The member; null if it is not there, or there more than once.
const Json* Member(const Json& object, std::string_view name) {
  const Json* found = nullptr;
  for (const auto& member : object.GetObject()) {
    if (std::string_view(member.name.GetString(),
                         member.name.GetStringLength()) != name) {
      continue;
    }
    if (found != nullptr) return nullptr;
    found = &member.value;
  }
  return found;
}

std::optional<std::string> Text(const Json* value) {
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return std::string(value->GetString(), value->GetStringLength());
}

// NumericDate (RFC 7519 section 2), within what a clock can show.
std::optional<absl::Time> Time(const Json* value) {
  constexpr double kFarthest = 1e11;
  if (value == nullptr || !value->IsNumber()) return std::nullopt;
  const double seconds = value->GetDouble();
  if (!std::isfinite(seconds) || std::fabs(seconds) > kFarthest) {
    return std::nullopt;
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

std::string Ago(absl::Time then, absl::Time now) {
  const int64_t seconds = absl::ToInt64Seconds(now - then);
  return seconds >= 0 ? absl::StrCat(seconds, " s siden / ago")
                      : absl::StrCat("om / in ", -seconds, " s");
}

std::string KeyId(const ClientKey& key) {
  return token::Base64Url(key.thumbprint);
}

struct KeyInUse {
  const ClientKey* key = nullptr;
};

token::OrFault<KeyInUse> FindKey(const RegisteredClient& client,
                                 const std::string& key_id, absl::Time now) {
  std::vector<std::string> known;
  for (const ClientKey& key : client.keys) {
    const bool usable =
        !key.revoked && now >= key.not_before && now < key.not_after;
    if (KeyId(key) == key_id) {
      if (usable) return KeyInUse{&key};
      return Fault{
          v1::ACCESS_FAULT_CLIENT_KEY_UNKNOWN, "",
          absl::StrCat(key_id, key.revoked ? " (tilbagekaldt / revoked)"
                                           : " (gælder ikke nu / not valid "
                                             "now)")};
    }
    if (usable && known.size() < kShownKeys) known.push_back(KeyId(key));
  }
  // Thumbprints of public keys are no secret, and the one thing that tells
  // what is wrong.
  return Fault{v1::ACCESS_FAULT_CLIENT_KEY_UNKNOWN,
               known.empty() ? "" : absl::StrJoin(known, ", "),
               key_id.empty() ? "intet / no kid" : token::Shown(key_id, 100)};
}

bool NamesUs(const Json* audience, const std::vector<std::string>& ours,
             std::string* found) {
  const auto is_ours = [&](const Json& value) {
    const auto text = Text(&value);
    if (!text) return false;
    *found = token::Shown(*text);
    return std::find(ours.begin(), ours.end(), *text) != ours.end();
  };
  if (audience == nullptr) return false;
  if (!audience->IsArray()) return is_ours(*audience);
  const auto all = audience->GetArray();
  return std::any_of(all.begin(), all.end(), is_ours);
}

std::optional<Fault> CheckTimes(const Json& claims, absl::Duration skew,
                                absl::Time now) {
  const auto expires = Time(Member(claims, "exp"));
  if (!expires) return Invalid("exp", "intet brugbart / none that is usable");
  if (*expires <= now - skew) {
    return Invalid("exp i fremtiden / in the future",
                   absl::StrCat("exp ", Ago(*expires, now)));
  }
  if (*expires > now + kMaxAssertionAhead + skew) {
    return Invalid("exp ≤ 300 s", absl::StrCat("exp ", Ago(*expires, now)));
  }
  for (const char* name : {"nbf", "iat"}) {
    if (!claims.HasMember(name)) continue;
    const auto time = Time(Member(claims, name));
    if (!time) return Invalid(name, "intet brugbart / none that is usable");
    if (*time > now + skew) {
      return Invalid(absl::StrCat(name, " nu / now"),
                     absl::StrCat(name, " ", Ago(*time, now)));
    }
  }
  return std::nullopt;
}

// Looked at before the signature: whoever sends an assertion of another kind
// learns more from that than from a key that is not known.
std::optional<Fault> CheckClient(const Json& claims,
                                 const std::string& client_id) {
  for (const char* name : {"iss", "sub"}) {
    const auto text = Text(Member(claims, name));
    if (text && *text == client_id) continue;
    return Invalid(
        absl::StrCat(name, " = ", token::Shown(client_id, 80)),
        text ? absl::StrCat(name, " = ", token::Shown(*text, 80)) : "");
  }
  return std::nullopt;
}

std::optional<Fault> CheckUse(const Json& claims,
                              const ClientAssertionRules& rules) {
  std::string found;
  if (!NamesUs(Member(claims, "aud"), rules.audiences, &found)) {
    return Invalid(
        rules.audiences.empty()
            ? "aud"
            : absl::StrCat("aud = ", token::Shown(rules.audiences[0], 180)),
        found.empty() ? "" : absl::StrCat("aud = ", found));
  }
  const auto id = Text(Member(claims, "jti"));
  if (!id || id->empty() || id->size() > kMaxIdBytes) {
    return Invalid("jti", "intet brugbart / none that is usable");
  }
  return std::nullopt;
}

std::optional<Fault> Spend(const Json& claims, const std::string& client_id,
                           absl::Duration skew, const SpendAssertion& spend) {
  // A NUL stands in no client_id, so no two pairs have the same text.
  const std::string text =
      client_id + std::string(1, '\0') + *Text(Member(claims, "jti"));
  const absl::Time expires = *Time(Member(claims, "exp")) + skew;
  const absl::StatusOr<bool> first = spend(token::Digest(text), expires);
  if (!first.ok()) return Fault{v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE};
  if (!*first) return Fault{v1::ACCESS_FAULT_CLIENT_ASSERTION_REPLAYED};
  return std::nullopt;
}

std::optional<Fault> CheckSignature(const token::Jws& jws,
                                    const ClientKey& registered) {
  auto key = token::PublicKey::FromKeyDer(registered.key_der);
  if (!key.ok()) {
    return Fault{v1::ACCESS_FAULT_CLIENT_KEY_UNKNOWN, "", KeyId(registered)};
  }
  if (auto fault = token::VerifyJws(jws, *key)) return Invalid(*fault);
  return std::nullopt;
}

}  // namespace

std::optional<Fault> CheckClientAssertion(std::string_view text,
                                          const std::string& client_id,
                                          const RegisteredClient& client,
                                          const ClientAssertionRules& rules,
                                          const SpendAssertion& spend,
                                          absl::Time now) {
  auto read = token::ReadJws(text);
  if (const auto* fault = std::get_if<Fault>(&read)) return Invalid(*fault);
  const token::Jws& jws = std::get<token::Jws>(read);
  // From a list, and before a key is looked at: else a public key could be
  // taken for the secret of HS256.
  if (jws.algorithm != "RS256" && jws.algorithm != "PS256") {
    return Invalid("alg RS256 | PS256",
                   absl::StrCat("alg ", token::Shown(jws.algorithm, 40)));
  }
  rapidjson::Document claims;
  claims.Parse<rapidjson::kParseIterativeFlag |
               rapidjson::kParseValidateEncodingFlag>(jws.payload.data(),
                                                      jws.payload.size());
  if (claims.HasParseError() || !claims.IsObject()) {
    return Invalid("JSON", "");
  }
  if (auto fault = CheckClient(claims, client_id)) return fault;
  auto found = FindKey(client, jws.key_id, now);
  if (auto* fault = std::get_if<Fault>(&found)) return std::move(*fault);
  if (auto fault = CheckSignature(jws, *std::get<KeyInUse>(found).key)) {
    return fault;
  }
  if (auto fault = CheckUse(claims, rules)) return fault;
  if (auto fault = CheckTimes(claims, rules.max_skew, now)) return fault;
  return Spend(claims, client_id, rules.max_skew, spend);
}

}  // namespace trivsel::gateway::access
