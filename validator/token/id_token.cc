#include "validator/token/id_token.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/jwt.h"
#include "validator/token/jwt_parts.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace dom = simdjson::dom;
using MaybeFault = std::optional<Fault>;

constexpr int64_t kLatest = 253402300799;  // the year 9999
constexpr absl::Duration kMaxLifetime = absl::Hours(24);

MaybeFault CheckSignature(const Jws& jws, const IdTokenExpectation& expected) {
  if (jws.algorithm != "PS256" && jws.algorithm != "PS384" &&
      jws.algorithm != "PS512") {
    return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED, "PS256, PS384, PS512",
                 Shown(jws.algorithm, 32)};
  }
  MaybeFault fault =
      Fault{v1::ACCESS_FAULT_KEY_UNKNOWN, "kid", Shown(jws.key_id, 64)};
  for (const JsonWebKey& key : expected.keys) {
    if (!jws.key_id.empty() && key.key_id != jws.key_id) continue;
    fault = VerifyJws(jws, key.key);
    if (!fault.has_value()) return std::nullopt;
  }
  return fault;
}

class IdTokenReader {
 public:
  IdTokenReader(dom::object object, const IdTokenExpectation& expected,
                absl::Time now)
      : object_(object), expected_(expected), now_(now) {}

  OrFault<LoginClaims> Read() {
    using Step = MaybeFault (IdTokenReader::*)();
    for (const Step step :
         {&IdTokenReader::Issuer, &IdTokenReader::Audience,
          &IdTokenReader::Nonce, &IdTokenReader::Times, &IdTokenReader::User,
          &IdTokenReader::Level, &IdTokenReader::Privileges}) {
      if (auto fault = (this->*step)()) return *std::move(fault);
    }
    return std::move(claims_);
  }

 private:
  // Nothing if it is not there, or no text.
  std::optional<std::string> Text(const std::string& name) const {
    dom::element member;
    std::string_view text;
    if (object_.at_key(name).get(member) != simdjson::SUCCESS ||
        member.get(text) != simdjson::SUCCESS) {
      return std::nullopt;
    }
    return std::string(text);
  }

  MaybeFault Issuer() {
    claims_.issuer = Text("iss").value_or("");
    if (claims_.issuer == expected_.issuer) return std::nullopt;
    return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN, Shown(expected_.issuer),
                 Shown(claims_.issuer)};
  }

  // We, alone: another audience could use the token here.
  MaybeFault Audience() {
    dom::element member;
    std::optional<std::string> audience = Text("aud");
    dom::array list;
    if (!audience.has_value() &&
        object_.at_key("aud").get(member) == simdjson::SUCCESS &&
        member.get(list) == simdjson::SUCCESS && list.size() == 1) {
      std::string_view text;
      if (list.at(0).get(text) == simdjson::SUCCESS) {
        audience = std::string(text);
      }
    }
    const auto party = Text("azp");
    if (audience == expected_.client_id &&
        (!party.has_value() || party == expected_.client_id)) {
      return std::nullopt;
    }
    return Fault{v1::ACCESS_FAULT_AUDIENCE_WRONG, Shown(expected_.client_id),
                 Shown(audience.value_or("-"))};
  }

  MaybeFault Nonce() {
    if (Text("nonce") == expected_.nonce && !expected_.nonce.empty()) {
      return std::nullopt;
    }
    return Fault{v1::ACCESS_FAULT_IN_RESPONSE_TO_WRONG, "nonce", ""};
  }

  MaybeFault Time(const char* name, absl::Time* time) const {
    dom::element member;
    int64_t seconds = 0;
    if (object_.at_key(name).get(member) != simdjson::SUCCESS) {
      return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, name, ""};
    }
    if (member.get(seconds) != simdjson::SUCCESS || seconds < 0 ||
        seconds > kLatest) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID,
                   absl::StrCat(name, ": NumericDate"), ""};
    }
    *time = absl::FromUnixSeconds(seconds);
    return std::nullopt;
  }

  MaybeFault Times() {
    absl::Time issued;
    if (auto fault = Time("iat", &issued)) return fault;
    if (auto fault = Time("exp", &claims_.not_after)) return fault;
    if (issued > now_ + expected_.max_skew) {
      return Fault{v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID,
                   absl::StrCat("<= ", ShowInstant(now_)), ShowInstant(issued)};
    }
    if (claims_.not_after <= now_ - expected_.max_skew) {
      return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED,
                   absl::StrCat("> ", ShowInstant(now_)),
                   ShowInstant(claims_.not_after)};
    }
    if (claims_.not_after - issued > kMaxLifetime) {
      return Fault{v1::ACCESS_FAULT_LIFETIME_TOO_LONG, "<= 24 h", ""};
    }
    return std::nullopt;
  }

  MaybeFault User() {
    const auto key = Text(expected_.user);
    if (!key.has_value()) {
      return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, expected_.user, ""};
    }
    if (!IsUserKey(*key)) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, expected_.user, ""};
    }
    const auto cvr = Text(expected_.cvr);
    if (!cvr.has_value()) {
      return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, expected_.cvr, ""};
    }
    if (cvr->size() != 8 || cvr->find_first_not_of("0123456789") != cvr->npos) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, expected_.cvr + ": [0-9]{8}",
                   ""};
    }
    claims_.user_key = *key;
    claims_.cvr = *cvr;
    claims_.name = Shown(Text(expected_.name).value_or(""), 200);
    return std::nullopt;
  }

  MaybeFault Level() {
    claims_.assurance = AssuranceOf(Text(expected_.assurance).value_or(""));
    if (claims_.assurance >= expected_.minimum) return std::nullopt;
    return Fault{v1::ACCESS_FAULT_ASSURANCE_TOO_LOW,
                 std::string(">= ").append(NameOf(expected_.minimum)),
                 std::string(NameOf(claims_.assurance))};
  }

  // Base64 of OIO-BPP, or of the JSON that STS2's tokens have.
  MaybeFault Privileges() {
    const auto encoded = Text(expected_.privileges);
    if (!encoded.has_value()) return std::nullopt;
    const auto text = DecodeBase64(*encoded);
    if (!text.has_value()) {
      return Fault{v1::ACCESS_FAULT_PRIVILEGES_MALFORMED,
                   expected_.privileges + ": base64", ""};
    }
    const size_t first = text->find_first_not_of(" \t\r\n");
    auto read = first != text->npos && (*text)[first] == '{'
                    ? ReadPrivilegesJson(*text)
                    : ReadPrivilegesXml(*text);
    if (Fault* fault = std::get_if<Fault>(&read)) return std::move(*fault);
    claims_.privileges = std::get<std::vector<Privilege>>(std::move(read));
    return std::nullopt;
  }

  const dom::object object_;
  const IdTokenExpectation& expected_;
  const absl::Time now_;
  LoginClaims claims_;
};

}  // namespace

OrFault<LoginClaims> VerifyIdToken(std::string_view text,
                                   const IdTokenExpectation& expected,
                                   absl::Time now) {
  auto split = SplitJws(text);
  if (Fault* fault = std::get_if<Fault>(&split)) return std::move(*fault);
  const Jws& jws = std::get<Jws>(split);
  if (auto fault = CheckSignature(jws, expected)) return *std::move(fault);
  JsonDocument payload;
  if (auto fault = ReadPayload(jws.payload, &payload)) {
    return *std::move(fault);
  }
  return IdTokenReader(payload.object(), expected, now).Read();
}

}  // namespace trivsel::validator::token
