#include "validator/token/logout_message.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/instant.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr size_t kMaxBytes = 64 * 1024;
constexpr size_t kMaxIndexes = 32;
constexpr absl::Duration kMaxAge = absl::Minutes(5);

std::optional<Fault> CheckAge(const xmlNode* message,
                              const LogoutExpectation& expected, absl::Time now,
                              absl::Time* not_after) {
  const auto issued =
      ReadInstant(AttributeOf(message, "IssueInstant").value_or(""));
  if (!issued.has_value()) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "IssueInstant", ""};
  }
  if (*issued > now + expected.max_skew) {
    return Fault{v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID, ShowInstant(now),
                 ShowInstant(*issued)};
  }
  *not_after = *issued + kMaxAge;
  if (const auto text = AttributeOf(message, "NotOnOrAfter")) {
    const auto end = ReadInstant(*text);
    if (!end.has_value()) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "NotOnOrAfter", ""};
    }
    *not_after = std::min(*not_after, *end);
  }
  *not_after += expected.max_skew;
  if (*not_after > now) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED,
               absl::StrCat("> ", ShowInstant(now)), ShowInstant(*not_after)};
}

std::optional<Fault> CheckHead(const xmlNode* message, std::string_view name,
                               const LogoutExpectation& expected,
                               LogoutMessage* read) {
  if (!Is(message, kProtocolNamespace, name) ||
      AttributeOf(message, "Version") != "2.0") {
    return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, std::string(name),
                 Shown(LocalName(message), 64)};
  }
  read->id = AttributeOf(message, "ID").value_or("");
  if (read->id.empty() || read->id.size() > 256) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "ID", ""};
  }
  const std::string destination =
      AttributeOf(message, "Destination").value_or("-");
  if (destination != expected.destination) {
    return Fault{v1::ACCESS_FAULT_DESTINATION_WRONG,
                 Shown(expected.destination), Shown(destination)};
  }
  const auto issuers = ElementsOf(message, kSamlNamespace, "Issuer");
  const std::string issuer =
      issuers.size() == 1 ? TextOf(issuers[0]).value_or("") : "";
  if (issuer != expected.issuer) {
    return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN, Shown(expected.issuer),
                 Shown(issuer)};
  }
  return std::nullopt;
}

}  // namespace

OrFault<LogoutMessage> ReadLogoutRequest(std::string_view xml,
                                         const LogoutExpectation& expected,
                                         absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  const xmlNode* root =
      xmlDocGetRootElement(std::get<XmlDocument>(parsed).get());
  LogoutMessage read;
  if (auto fault = CheckHead(root, "LogoutRequest", expected, &read)) {
    return *std::move(fault);
  }
  if (auto fault = CheckAge(root, expected, now, &read.not_after)) {
    return *std::move(fault);
  }
  const auto names = ElementsOf(root, kSamlNamespace, "NameID");
  read.name_id = names.size() == 1 ? TextOf(names[0]).value_or("") : "";
  if (read.name_id.empty()) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "1 NameID", ""};
  }
  for (const xmlNode* index :
       ElementsOf(root, kProtocolNamespace, "SessionIndex")) {
    auto text = TextOf(index);
    if (!text.has_value() || read.session_indexes.size() >= kMaxIndexes) {
      return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "SessionIndex", ""};
    }
    read.session_indexes.push_back(*std::move(text));
  }
  return read;
}

OrFault<LogoutMessage> ReadLogoutResponse(std::string_view xml,
                                          const LogoutExpectation& expected,
                                          absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  const xmlNode* root =
      xmlDocGetRootElement(std::get<XmlDocument>(parsed).get());
  LogoutMessage read;
  if (auto fault = CheckHead(root, "LogoutResponse", expected, &read)) {
    return *std::move(fault);
  }
  if (auto fault = CheckAge(root, expected, now, &read.not_after)) {
    return *std::move(fault);
  }
  read.in_response_to = AttributeOf(root, "InResponseTo").value_or("");
  return read;
}

}  // namespace trivsel::validator::token
