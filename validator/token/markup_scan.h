// A look at XML before any parser sees it: what a token may not contain, and
// limits on what a parser would have to hold.
#ifndef TRIVSEL_VALIDATOR_TOKEN_MARKUP_SCAN_H_
#define TRIVSEL_VALIDATOR_TOKEN_MARKUP_SCAN_H_

#include <optional>
#include <string_view>

#include "validator/token/access_fault.h"

namespace trivsel::validator::token {

inline constexpr int kMaxXmlDepth = 32;
inline constexpr int kMaxXmlElements = 20'000;
// libxml2 compares each attribute of an element with each other one.
inline constexpr int kMaxXmlAttributes = 64;

// XML_DOCTYPE, XML_COMMENT, XML_PROCESSING_INSTRUCTION, XML_CONSTRUCT (CDATA,
// an entity other than the five of XML itself), TOKEN_TOO_DEEP,
// TOKEN_TOO_LARGE (too many elements or attributes), XML_MALFORMED (not UTF-8,
// a zero octet, a tag without an end). A declaration, <?xml …?>, may stand at
// the beginning. In one pass, without recursion; says nothing of what else is
// not well-formed.
std::optional<Fault> ScanMarkup(std::string_view xml);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_MARKUP_SCAN_H_
