// JWTs whose form is wrong: parts, base64url, JSON, size, depth.
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/bad_token_parts.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Repeated(std::string_view text, size_t times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

struct Pieces {
  std::string header, payload, signature;
};

Pieces Split(const std::string& jwt) {
  const size_t first = jwt.find('.');
  const size_t second = jwt.find('.', first + 1);
  return {jwt.substr(0, first), jwt.substr(first + 1, second - first - 1),
          jwt.substr(second + 1)};
}

// Another text of the same octets, the unused bits of its last character set,
// and well signed as it stands.
std::string StrayBits(std::string header, std::string_view payload,
                      const KeyPair& signer) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  while (header.size() % 3 != 1) header.push_back(' ');
  std::string encoded = Base64Url(header);
  encoded.back() = kAlphabet[kAlphabet.find(encoded.back()) | 1];
  const std::string input = absl::StrCat(encoded, ".", Base64Url(payload));
  return absl::StrCat(input, ".",
                      Base64Url(signer.Sign(SignatureKind::kPs256, input)));
}

void AddParts(BadTokenPart& part) {
  const std::string good = MintJwt(part.request(), part.setting().current);
  const auto [header, payload, signature] = Split(good);
  const auto add = [&part](const char* name, const std::string& text) {
    part.Add(name, {fault::TOKEN_MALFORMED}, text);
  };
  add("empty", "");
  add("not-a-jwt", "hello");
  add("dots-only", "..");
  add("one-part", header);
  add("two-parts", absl::StrCat(header, ".", payload));
  add("four-parts", absl::StrCat(good, ".", signature));
  add("five-parts", absl::StrCat(good, ".", signature, ".", signature));
  add("truncated-in-payload", good.substr(0, header.size() + 40));
  add("padding", absl::StrCat(header, ".", payload, ".", signature, "=="));
  add("white-space-inside",
      absl::StrCat(header, ".", payload.substr(0, 40), "\n", payload.substr(40),
                   ".", signature));
  add("trailing-text", absl::StrCat(good, " x"));
  const KeyPair& signer = part.setting().current;
  add("stray-bits", StrayBits(Json(JwtHeader(signer)),
                              Json(JwtClaims(part.request())), signer));
  add("plain-base64-alphabet",
      absl::StrCat(header, ".", payload, ".", signature.substr(0, 339), "+/",
                   signature.substr(341)));
  add("json-serialization", Json({{"payload", JsonText(payload)},
                                  {"protected", JsonText(header)},
                                  {"signature", JsonText(signature)}}));
  add("nul-octet",
      absl::StrCat(header, std::string(1, '\0'), ".", payload, ".", signature));
  add("not-ascii", absl::StrCat(header, ".\xc3\xa6", payload, ".", signature));
}

void AddJson(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const std::string header = Json(JwtHeader(signer));
  const std::string claims = Json(JwtClaims(part.request()));
  const auto payload = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::TOKEN_MALFORMED}, SignJws(header, text, signer));
  };
  payload("payload-empty", "");
  payload("payload-not-json", "hello");
  payload("payload-array", absl::StrCat("[", claims, "]"));
  payload("payload-string", JsonText(claims));
  payload("payload-unfinished", claims.substr(0, claims.size() - 1));
  payload("payload-with-more", claims + claims);
  payload("payload-with-comment", "/* */" + claims);
  payload("payload-trailing-comma", claims.substr(0, claims.size() - 1) + ",}");
  payload("payload-invalid-utf8",
          Json(With(JwtClaims(part.request()), "note", "\"\xc3\x28\"")));
  payload("payload-overlong-utf8",
          Json(With(JwtClaims(part.request()), "note", "\"\xc0\xaf\"")));
  const auto head = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::TOKEN_MALFORMED}, SignJws(text, claims, signer));
  };
  head("header-not-json", "hello");
  head("header-array", "[]");
  head("header-alg-twice", Replaced(header, "{", "{\"alg\":\"none\","));
  head("header-kid-twice", Replaced(header, "{", "{\"kid\":\"x\","));
  // The proto calls a claim that is there twice CLAIM_INVALID, the reader of
  // JWTs takes no member twice.
  const auto twice = [&](const char* name, const std::string& text) {
    part.Add(name, {fault::TOKEN_MALFORMED, fault::CLAIM_INVALID},
             SignJws(header, text, signer));
  };
  twice("cvr-twice", Replaced(claims, "{", "{\"cvr\":\"22222222\","));
  twice("cvr-twice-escaped",
        Replaced(claims, "{", "{\"\\u0063vr\":\"22222222\","));
  twice("exp-twice", Replaced(claims, "{", "{\"exp\":9999999999,"));
}

void AddSizes(BadTokenPart& part) {
  const KeyPair& signer = part.setting().current;
  const std::string header = Json(JwtHeader(signer));
  const JsonMembers claims = JwtClaims(part.request());
  const auto deep = [](size_t levels) {
    return Repeated("[", levels) + Repeated("]", levels);
  };
  part.Add("five-megabytes", {fault::TOKEN_TOO_LARGE},
           SignJws(header,
                   Json(With(claims, "note",
                             JsonText(std::string(kFiveMegabytes, 'x')))),
                   signer));
  part.Add("five-megabytes-of-dots", {fault::TOKEN_TOO_LARGE},
           std::string(kFiveMegabytes, '.'));
  part.Add("nested-100000", {fault::TOKEN_TOO_LARGE, fault::TOKEN_TOO_DEEP},
           SignJws(header, Json(With(claims, "note", deep(100'000))), signer));
  part.Add("nested-1000", {fault::TOKEN_TOO_DEEP},
           SignJws(header, Json(With(claims, "note", deep(1000))), signer));
  part.Add("header-nested-1000", {fault::TOKEN_TOO_DEEP},
           SignJws(Json(With(JwtHeader(signer), "note", deep(1000))),
                   Json(claims), signer));
}

}  // namespace

void AddJwtForms(BadTokenPart part) {
  AddParts(part);
  AddJson(part);
  AddSizes(part);
}

}  // namespace trivsel::sandbox::mint
