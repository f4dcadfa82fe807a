#include "gateway/access/token_answer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;

// Both answers hold or tell of secrets (RFC 6749 section 5.1).
std::vector<std::pair<std::string, std::string>> Uncached() {
  return {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}};
}

class JsonObject {
 public:
  JsonObject() : writer_(buffer_) { writer_.StartObject(); }
  void Add(const char* name, const std::string& value) {
    writer_.Key(name);
    writer_.String(value.data(),
                   static_cast<rapidjson::SizeType>(value.size()));
  }
  void AddIfAny(const char* name, const std::string& value) {
    if (!value.empty()) Add(name, value);
  }
  void Add(const char* name, int64_t value) {
    writer_.Key(name);
    writer_.Int64(value);
  }
  std::string Finish() {
    writer_.EndObject();
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

// %x20-21 / %x23-5B / %x5D-7E (RFC 6749 section 5.2): also safe in a header's
// quoted string.
std::string Ascii(const std::string& text) {
  const std::string spelt = absl::StrReplaceAll(text, {{"æ", "ae"},
                                                       {"ø", "oe"},
                                                       {"å", "aa"},
                                                       {"Æ", "Ae"},
                                                       {"Ø", "Oe"},
                                                       {"Å", "Aa"},
                                                       {"…", "..."},
                                                       {"≤", "<="},
                                                       {"×", "x"},
                                                       {"\"", "'"},
                                                       {"\\", "/"}});
  std::string ascii;
  for (char c : spelt) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7F) {
      ascii.push_back(c);
    } else if ((octet & 0xC0) != 0x80) {  // one for each character
      ascii.push_back('?');
    }
  }
  return ascii;
}

struct Verdict {
  int status;
  std::string error;
};

Verdict OAuthVerdict(const std::string& error) {
  if (error == "invalid_client") return {401, error};
  if (error == "insufficient_scope" || error == "access_denied") {
    return {403, error};
  }
  if (error == "temporarily_unavailable") return {503, error};
  if (error == "invalid_token") return {400, "invalid_request"};
  return {400, error};
}

// It knows three errors (section 5 of the profile).
Verdict OioVerdict(const std::string& error) {
  if (error == "insufficient_scope" || error == "access_denied") {
    return {403, "insufficient_scope"};
  }
  if (error == "temporarily_unavailable") return {503, error};
  if (error == "invalid_request") return {400, error};
  return {401, "invalid_token"};
}

}  // namespace

TokenAnswer Give(const GivenToken& given, TokenDialect dialect) {
  TokenAnswer answer;
  answer.headers = Uncached();
  JsonObject json;
  json.Add("access_token", given.access);
  json.Add("expires_in", given.expires_in);
  if (dialect == TokenDialect::kOioRest) {
    json.Add("token_type", std::string("Holder-of-key"));
    answer.json = json.Finish();
    return answer;
  }
  if (!given.refresh.empty()) {
    json.Add("refresh_expires_in", given.refresh_expires_in);
    json.Add("refresh_token", given.refresh);
  }
  json.Add("token_type", std::string("Bearer"));
  json.Add("not-before-policy", int64_t{0});
  json.Add("scope", std::string("report"));
  json.AddIfAny("issued_token_type", given.issued_token_type);
  answer.json = json.Finish();
  return answer;
}

TokenAnswer Refuse(const Fault& fault, TokenDialect dialect,
                   const std::string& help_url) {
  const v1::AccessFaultText& text = token::TextOf(fault.code);
  const Verdict verdict = dialect == TokenDialect::kOAuth
                              ? OAuthVerdict(text.oauth_error())
                              : OioVerdict(text.oauth_error());
  const std::string name = token::FaultName(fault.code);
  const std::string description = Ascii(token::EnglishSentence(fault));
  TokenAnswer answer;
  answer.status = verdict.status;
  answer.fault = fault.code;
  answer.headers = Uncached();
  if (verdict.status == 401 || dialect == TokenDialect::kOioRest) {
    answer.headers.emplace_back(
        "WWW-Authenticate",
        absl::StrCat("Bearer error=\"", verdict.error,
                     "\", error_description=\"", description, "\""));
  }
  if (verdict.status == 503) answer.headers.emplace_back("Retry-After", "2");
  JsonObject json;
  json.Add("error", verdict.error);
  json.Add("error_description", description);
  if (!help_url.empty()) {
    json.Add("error_uri", absl::StrCat(help_url, "#", name));
  }
  json.Add("code", name);
  json.Add("danish", token::DanishSentence(fault));
  json.AddIfAny("expected", fault.expected);
  json.AddIfAny("found", fault.found);
  json.AddIfAny("advice", text.english_advice());
  json.AddIfAny("danish_advice", text.danish_advice());
  answer.json = json.Finish();
  return answer;
}

}  // namespace trivsel::gateway::access
