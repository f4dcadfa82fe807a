// Reading of elements in a tree that ParseHostileXml() made.
#ifndef TRIVSEL_VALIDATOR_TOKEN_XML_ELEMENT_H_
#define TRIVSEL_VALIDATOR_TOKEN_XML_ELEMENT_H_

#include <libxml/tree.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trivsel::validator::token {

inline constexpr std::string_view kSamlNamespace =
    "urn:oasis:names:tc:SAML:2.0:assertion";
inline constexpr std::string_view kProtocolNamespace =
    "urn:oasis:names:tc:SAML:2.0:protocol";
inline constexpr std::string_view kMetadataNamespace =
    "urn:oasis:names:tc:SAML:2.0:metadata";
inline constexpr std::string_view kSignatureNamespace =
    "http://www.w3.org/2000/09/xmldsig#";

// Views into the tree.
std::string_view LocalName(const xmlNode* node);
std::string_view NamespaceOf(const xmlNode* node);  // "" for none
bool Is(const xmlNode* node, std::string_view space, std::string_view name);

// The next element beside it; null if there is none.
const xmlNode* FirstElement(const xmlNode* parent);
const xmlNode* NextElement(const xmlNode* node);

// All child elements, and those of one name.
std::vector<const xmlNode*> ElementsOf(const xmlNode* parent);
std::vector<const xmlNode*> ElementsOf(const xmlNode* parent,
                                       std::string_view space,
                                       std::string_view name);

// All the text of an element without child elements, every part of it;
// nullopt if it has one.
std::optional<std::string> TextOf(const xmlNode* node);
// Only white space between the child elements.
bool HasOnlyElements(const xmlNode* node);

// Of an attribute in no namespace; nullopt if there is none.
std::optional<std::string> AttributeOf(const xmlNode* node,
                                       std::string_view name);
const xmlAttr* FindAttribute(const xmlNode* node, std::string_view name);
std::string ValueOf(const xmlAttr* attribute);

// Without white space around.
std::string_view Trimmed(std::string_view text);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_XML_ELEMENT_H_
