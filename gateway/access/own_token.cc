#include "gateway/access/own_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;
using token::OrFault;
using Mac = std::array<uint8_t, 32>;

constexpr size_t kMaxBytes = 1024;
constexpr size_t kCvrDigits = 8;
// Another gateway's clock may have come to the next day already.
constexpr absl::Duration kClocksDiffer = absl::Minutes(5);
constexpr absl::string_view kSalt = "trivsel own tokens, version 1";
// How a header begins; 15 octets, so that their base64 is a prefix too.
constexpr absl::string_view kHeaderStart = "{\"typ\":\"trivsel";

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

template <typename Key>
Mac Hmac(const Key& key, absl::string_view text) {
  Mac mac{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           mac.data(), &size) == nullptr) {
    std::abort();  // no memory
  }
  return mac;
}

template <typename Octets>
std::string Encode(const Octets& octets) {
  return token::Base64Url(std::string_view(
      reinterpret_cast<const char*>(octets.data()), octets.size()));
}

int64_t DayOf(absl::Time time) {
  return absl::ToInt64Hours(time - absl::UnixEpoch()) / 24;
}

std::string HeaderText(const char* type, int64_t day) {
  return absl::StrCat(kHeaderStart, "-", type,
                      "\",\"alg\":\"HS256\",\"kid\":\"", day, "\"}");
}

// A text that was written by us, taken apart from the front.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : left_(text) {}

  void Expect(absl::string_view literal) {
    good_ = good_ && left_.substr(0, literal.size()) == literal;
    if (good_) left_.remove_prefix(literal.size());
  }
  absl::string_view Until(char end) {
    const size_t at = good_ ? left_.find(end) : absl::string_view::npos;
    good_ = at != absl::string_view::npos;
    if (!good_) return {};
    const absl::string_view found = left_.substr(0, at);
    left_.remove_prefix(at);
    return found;
  }
  template <typename Number>
  void Read(char end, Number* number) {
    const absl::string_view digits = Until(end);
    good_ = good_ && absl::SimpleAtoi(digits, number);
  }
  bool good() const { return good_; }
  bool finished() const { return good_ && left_.empty(); }

 private:
  absl::string_view left_;
  bool good_ = true;
};

std::string PayloadText(const OwnTokens::Grant& grant, absl::Time now,
                        absl::Time expires) {
  std::array<uint8_t, 16> id{};
  if (RAND_bytes(id.data(), static_cast<int>(id.size())) != 1) std::abort();
  return absl::StrCat("{\"iss\":\"", View(OwnTokens::kIssuer), "\",\"sub\":\"",
                      grant.submitter_id, "\",\"cvr\":\"", grant.cvr,
                      "\",\"cnf\":{\"x5t#S256\":\"", Encode(grant.peer),
                      "\"},\"iat\":", absl::ToUnixSeconds(now),
                      ",\"exp\":", absl::ToUnixSeconds(expires), ",\"jti\":\"",
                      Encode(id), "\"}");
}

std::optional<OwnTokens::Grant> ReadPayload(absl::string_view text) {
  OwnTokens::Grant grant;
  int64_t issued = 0, expires = 0;
  Scanner scanner(text);
  scanner.Expect("{\"iss\":\"");
  scanner.Expect(View(OwnTokens::kIssuer));
  scanner.Expect("\",\"sub\":\"");
  scanner.Read('"', &grant.submitter_id);
  scanner.Expect("\",\"cvr\":\"");
  grant.cvr = std::string(scanner.Until('"'));
  scanner.Expect("\",\"cnf\":{\"x5t#S256\":\"");
  std::string peer;
  const bool decoded = absl::WebSafeBase64Unescape(scanner.Until('"'), &peer);
  scanner.Expect("\"},\"iat\":");
  scanner.Read(',', &issued);
  scanner.Expect(",\"exp\":");
  scanner.Read(',', &expires);
  scanner.Expect(",\"jti\":\"");
  scanner.Until('"');
  scanner.Expect("\"}");
  if (!scanner.finished() || !decoded || peer.size() != grant.peer.size()) {
    return std::nullopt;
  }
  std::copy(peer.begin(), peer.end(), grant.peer.begin());
  grant.expires = absl::FromUnixSeconds(expires);
  return grant;
}

struct Parts {
  absl::string_view header, payload, signature, signed_part;
};

std::optional<Parts> Split(absl::string_view text) {
  const size_t first = text.find('.');
  const size_t last = text.rfind('.');
  if (first == absl::string_view::npos || first == last) return std::nullopt;
  Parts parts{text.substr(0, first), text.substr(first + 1, last - first - 1),
              text.substr(last + 1), text.substr(0, last)};
  if (parts.payload.find('.') != absl::string_view::npos) return std::nullopt;
  return parts;
}

// The day in the header, if it is one that we wrote for this purpose.
std::optional<int64_t> DayInHeader(absl::string_view encoded,
                                   const char* type) {
  std::string header;
  if (!absl::WebSafeBase64Unescape(encoded, &header)) return std::nullopt;
  Scanner scanner(header);
  scanner.Expect(kHeaderStart);
  scanner.Expect(absl::StrCat("-", type, "\",\"alg\":\"HS256\",\"kid\":\""));
  int64_t day = 0;
  scanner.Read('"', &day);
  scanner.Expect("\"}");
  if (!scanner.finished() || HeaderText(type, day) != header) {
    return std::nullopt;
  }
  return day;
}

std::string Show(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

Fault Malformed() {
  return {v1::ACCESS_FAULT_TOKEN_MALFORMED, "",
          "gatewayens eget token / the "
          "gateway's own token"};
}

}  // namespace

OwnTokens::OwnTokens(const std::array<uint8_t, kSecretBytes>& secret,
                     const Clock& clock)
    : clock_(clock) {
  // HKDF-Extract.
  root_ = Hmac(kSalt,
               absl::string_view(reinterpret_cast<const char*>(secret.data()),
                                 secret.size()));
}

OwnTokens::~OwnTokens() { OPENSSL_cleanse(root_.data(), root_.size()); }

// HKDF-Expand to as many octets as SHA-256 gives at once.
OwnTokens::Key OwnTokens::KeyOf(Purpose purpose, int64_t day) const {
  return Hmac(root_, absl::StrCat("trivsel-gateway ", TypeOf(purpose), " day ",
                                  day, "\x01"));
}

const char* OwnTokens::TypeOf(Purpose purpose) {
  return purpose == Purpose::kAccess ? "access" : "refresh";
}

std::string OwnTokens::Mint(Purpose purpose, const Grant& grant) const {
  const bool digits = std::all_of(grant.cvr.begin(), grant.cvr.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (grant.cvr.size() != kCvrDigits || !digits) return "";
  const absl::Time now = clock_.Now();
  const int64_t day = DayOf(now);
  const absl::Time expires = std::min(grant.expires, now + kMaxLifetime);
  const std::string signed_part =
      absl::StrCat(token::Base64Url(HeaderText(TypeOf(purpose), day)), ".",
                   token::Base64Url(PayloadText(grant, now, expires)));
  return absl::StrCat(signed_part, ".",
                      Encode(Hmac(KeyOf(purpose, day), signed_part)));
}

std::string OwnTokens::MintAccess(const Grant& grant) const {
  return Mint(Purpose::kAccess, grant);
}

std::string OwnTokens::MintRefresh(const Grant& grant) const {
  return Mint(Purpose::kRefresh, grant);
}

OrFault<OwnTokens::Grant> OwnTokens::Read(Purpose purpose,
                                          std::string_view text,
                                          const token::Sha256& peer) const {
  if (text.size() > kMaxBytes) return Malformed();
  const std::optional<Parts> parts = Split(View(text));
  if (!parts) return Malformed();
  const auto day = DayInHeader(parts->header, TypeOf(purpose));
  if (!day) return Malformed();
  const absl::Time now = clock_.Now();
  if (*day < DayOf(now) - 1) {
    // Its key is gone; no token of it can be valid.
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED, Show(now), ""};
  }
  const std::string expected =
      Encode(Hmac(KeyOf(purpose, *day), parts->signed_part));
  if (*day > DayOf(now + kClocksDiffer) ||
      parts->signature.size() != expected.size() ||
      CRYPTO_memcmp(parts->signature.data(), expected.data(),
                    expected.size()) != 0) {
    return Fault{v1::ACCESS_FAULT_SIGNATURE_INVALID};
  }
  std::string payload;
  if (!absl::WebSafeBase64Unescape(parts->payload, &payload)) {
    return Malformed();
  }
  std::optional<Grant> grant = ReadPayload(payload);
  if (!grant) return Malformed();
  if (grant->expires <= now) {
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED, Show(now),
                 Show(grant->expires)};
  }
  if (CRYPTO_memcmp(grant->peer.data(), peer.data(), peer.size()) != 0) {
    return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISMATCH,
                 absl::StrCat("x5t#S256 ", token::Base64Url(grant->peer)),
                 absl::StrCat("x5t#S256 ", token::Base64Url(peer))};
  }
  return *std::move(grant);
}

OrFault<OwnTokens::Grant> OwnTokens::ReadAccess(
    std::string_view text, const token::Sha256& peer) const {
  return Read(Purpose::kAccess, text, peer);
}

OrFault<OwnTokens::Grant> OwnTokens::ReadRefresh(
    std::string_view text, const token::Sha256& peer) const {
  auto read = Read(Purpose::kRefresh, text, peer);
  if (auto* fault = std::get_if<Fault>(&read)) {
    return Fault{v1::ACCESS_FAULT_REFRESH_TOKEN_INVALID, fault->expected,
                 token::FaultName(fault->code)};
  }
  return read;
}

bool OwnTokens::LooksLikeOurs(std::string_view text) {
  static const std::string start = absl::WebSafeBase64Escape(kHeaderStart);
  return View(text.substr(0, start.size())) == start;
}

}  // namespace trivsel::gateway::access
