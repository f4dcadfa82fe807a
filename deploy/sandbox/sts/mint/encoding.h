// Octets as text: base64, digests, JSON and XML.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ENCODING_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ENCODING_H_

#include <openssl/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::sandbox::mint {

std::string Base64(std::string_view octets);     // with padding
std::string Base64Url(std::string_view octets);  // without
std::string Hex(std::string_view octets);        // lower case

std::string DigestOf(const EVP_MD* kind, std::string_view octets);
std::string Sha1(std::string_view octets);
std::string Sha256(std::string_view octets);

// A random UUID, version 4.
std::string NewUuid();

// Text inside an element or a quoted attribute, as canonical XML writes it.
std::string XmlText(std::string_view text);
// "2021-12-08T11:48:08.326Z"
std::string XmlTime(absl::Time time);

// A JSON string with its quotes.
std::string JsonText(std::string_view text);

// An object as names and values, each value JSON already: so that a bad token
// can have a member twice, or one that no library would write.
using JsonMembers = std::vector<std::pair<std::string, std::string>>;
std::string Json(const JsonMembers& members);
// The same with another value (added at the end if it is not there), without.
JsonMembers With(JsonMembers members, std::string_view name,
                 std::string_view value);
JsonMembers Without(JsonMembers members, std::string_view name);

// `text` with the first `from` replaced. Ends the program if there is none: a
// bad token that is not changed would be a good one.
std::string Replaced(std::string_view text, std::string_view from,
                     std::string_view to);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ENCODING_H_
