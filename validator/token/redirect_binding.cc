#include "validator/token/redirect_binding.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr size_t kMaxQueryBytes = 16 * 1024;
constexpr size_t kMaxMessageBytes = 64 * 1024;
constexpr int kMinRsaBits = 2048;
constexpr std::string_view kRsaSha =
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha";
constexpr int kRawDeflate = -15;  // RFC 1951, without zlib's frame

struct DigestFree {
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, DigestFree>;

std::string Percent(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != kPlain.npos) {
      out.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += {'%', kHex[octet >> 4], kHex[octet & 15]};
    }
  }
  return out;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Unpercent(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return out;
}

std::string Base64(std::string_view octets) {
  return absl::Base64Escape(absl::string_view(octets.data(), octets.size()));
}

std::string Deflate(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawDeflate, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return "";
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : "";
}

// Nothing if it is not deflated, has something after it, or is too large.
std::optional<std::string> Inflate(std::string_view octets) {
  z_stream stream{};
  if (inflateInit2(&stream, kRawDeflate) != Z_OK) return std::nullopt;
  std::string out(kMaxMessageBytes + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
  stream.avail_in = static_cast<uInt>(octets.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (!whole || out.size() > kMaxMessageBytes) return std::nullopt;
  return out;
}

Fault Malformed(std::string_view expected) {
  return {v1::ACCESS_FAULT_TOKEN_MALFORMED, std::string(expected), ""};
}

// The parameters of the binding, as they came. Each at most once.
struct Raw {
  std::optional<std::string_view> request, response, relay, algorithm,
      signature;
};

std::optional<Fault> Split(std::string_view query, Raw* raw) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == query.npos ? std::string_view() : query.substr(end + 1);
    const size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    std::optional<std::string_view>* place = nullptr;
    if (name == "SAMLRequest") place = &raw->request;
    if (name == "SAMLResponse") place = &raw->response;
    if (name == "RelayState") place = &raw->relay;
    if (name == "SigAlg") place = &raw->algorithm;
    if (name == "Signature") place = &raw->signature;
    if (place == nullptr) continue;
    if (place->has_value() || equals == pair.npos) return Malformed(name);
    *place = pair.substr(equals + 1);
  }
  return std::nullopt;
}

const EVP_MD* DigestFor(std::string_view algorithm) {
  if (!algorithm.starts_with(kRsaSha)) return nullptr;
  algorithm.remove_prefix(kRsaSha.size());
  if (algorithm == "256") return EVP_sha256();
  if (algorithm == "384") return EVP_sha384();
  return algorithm == "512" ? EVP_sha512() : nullptr;
}

bool IsGenuine(const RedirectMessage& message, const EVP_MD* digest,
               EVP_PKEY* key) {
  const ErrorQueueScope errors;
  const DigestContext context(EVP_MD_CTX_new());
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
         EVP_PKEY_get_bits(key) >= kMinRsaBits && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) ==
             1 &&
         EVP_DigestVerify(
             context.get(),
             reinterpret_cast<const unsigned char*>(message.signature.data()),
             message.signature.size(),
             reinterpret_cast<const unsigned char*>(message.signed_part.data()),
             message.signed_part.size()) == 1;
}

}  // namespace

std::string SignRedirect(RedirectKind kind, std::string_view xml,
                         std::string_view relay_state, EVP_PKEY* key) {
  std::string query =
      kind == RedirectKind::kRequest ? "SAMLRequest=" : "SAMLResponse=";
  query += Percent(Base64(Deflate(xml)));
  if (!relay_state.empty()) query += "&RelayState=" + Percent(relay_state);
  query += "&SigAlg=" + Percent(std::string(kRsaSha) + "256");
  const ErrorQueueScope errors;
  const DigestContext context(EVP_MD_CTX_new());
  const auto* octets = reinterpret_cast<const unsigned char*>(query.data());
  size_t size = 0;
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) !=
          1 ||
      EVP_DigestSign(context.get(), nullptr, &size, octets, query.size()) !=
          1) {
    return "";
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     octets, query.size()) != 1) {
    return "";
  }
  signature.resize(size);
  return query + "&Signature=" + Percent(Base64(signature));
}

std::string WithQuery(std::string_view location, std::string_view query) {
  const bool more = location.find('?') != location.npos;
  return std::string(location).append(more ? "&" : "?").append(query);
}

OrFault<RedirectMessage> ReadRedirect(std::string_view query) {
  if (query.size() > kMaxQueryBytes) {
    return Fault{v1::ACCESS_FAULT_TOKEN_TOO_LARGE,
                 absl::StrCat("<= ", kMaxQueryBytes, " B"),
                 absl::StrCat(query.size(), " B")};
  }
  Raw raw;
  if (auto fault = Split(query, &raw)) return *std::move(fault);
  if (raw.request.has_value() == raw.response.has_value()) {
    return Malformed("SAMLRequest, SAMLResponse: 1");
  }
  if (!raw.algorithm.has_value() || !raw.signature.has_value()) {
    return Fault{v1::ACCESS_FAULT_SIGNATURE_MISSING, "SigAlg, Signature", ""};
  }
  RedirectMessage message;
  message.kind = raw.request.has_value() ? RedirectKind::kRequest
                                         : RedirectKind::kResponse;
  const std::string_view body =
      raw.request.has_value() ? *raw.request : *raw.response;
  message.signed_part =
      std::string(raw.request.has_value() ? "SAMLRequest=" : "SAMLResponse=")
          .append(body);
  if (raw.relay.has_value()) {
    message.signed_part.append("&RelayState=").append(*raw.relay);
  }
  message.signed_part.append("&SigAlg=").append(*raw.algorithm);
  const auto relay = Unpercent(raw.relay.value_or(""));
  const auto algorithm = Unpercent(*raw.algorithm);
  const auto signature = DecodeBase64(Unpercent(*raw.signature).value_or("!"));
  const auto deflated = DecodeBase64(Unpercent(body).value_or("!"));
  if (!relay || !algorithm || !signature || !deflated) {
    return Malformed("base64, %XX");
  }
  auto xml = Inflate(*deflated);
  if (!xml.has_value()) return Malformed("DEFLATE, <= 64 KiB");
  message.xml = *std::move(xml);
  message.relay_state = *relay;
  message.algorithm = *algorithm;
  message.signature = *signature;
  return message;
}

std::optional<Fault> VerifyRedirect(const RedirectMessage& message,
                                    const std::vector<PublicKey>& keys,
                                    absl::Time now) {
  const EVP_MD* digest = DigestFor(message.algorithm);
  if (digest == nullptr) {
    return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED,
                 "rsa-sha256, rsa-sha384, rsa-sha512",
                 Shown(message.algorithm, 80)};
  }
  for (const PublicKey& key : keys) {
    if (!IsGenuine(message, digest, key.key())) continue;
    if (key.ValidAt(now)) return std::nullopt;
    return Fault{v1::ACCESS_FAULT_KEY_NOT_VALID_NOW, ShowInstant(now),
                 absl::StrCat(ShowInstant(key.not_before()), " - ",
                              ShowInstant(key.not_after()))};
  }
  return Fault{v1::ACCESS_FAULT_SIGNATURE_INVALID};
}

}  // namespace trivsel::validator::token
