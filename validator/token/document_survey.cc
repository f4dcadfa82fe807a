#include "validator/token/document_survey.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

// An absolute one begins with a scheme (RFC 3986 section 3.1).
bool IsAbsolute(std::string_view uri) {
  const size_t colon = uri.find(':');
  return colon != uri.npos && colon > 0 &&
         uri.substr(0, colon).find_first_of("/?#[]@ ") == uri.npos;
}

bool HasRelativeNamespace(const xmlNode* node) {
  for (const xmlNs* space = node->nsDef; space != nullptr;
       space = space->next) {
    const auto* href = reinterpret_cast<const char*>(space->href);
    if (href != nullptr && *href != '\0' && !IsAbsolute(href)) return true;
  }
  return false;
}

void CollectIds(const xmlNode* node, std::vector<std::string>* ids) {
  for (const xmlAttr* attribute = node->properties; attribute != nullptr;
       attribute = attribute->next) {
    if (absl::EqualsIgnoreCase(reinterpret_cast<const char*>(attribute->name),
                               "id")) {
      ids->push_back(ValueOf(attribute));
    }
  }
}

// In the order of the document, without recursion.
const xmlNode* NextInTree(const xmlNode* node, const xmlNode* root) {
  if (const xmlNode* child = FirstElement(node)) return child;
  while (node != root) {
    if (const xmlNode* next = NextElement(node)) return next;
    node = node->parent;
  }
  return nullptr;
}

}  // namespace

DocumentSurvey SurveyDocument(const xmlNode* root) {
  DocumentSurvey survey;
  std::vector<std::string> ids;
  for (const xmlNode* node = root; node != nullptr;
       node = NextInTree(node, root)) {
    if (Is(node, kSamlNamespace, "Assertion")) ++survey.assertions;
    if (Is(node, kSamlNamespace, "EncryptedAssertion")) {
      ++survey.encrypted_assertions;
    }
    if (Is(node, kSignatureNamespace, "Signature")) {
      survey.signatures.push_back(node);
    }
    CollectIds(node, &ids);
    survey.relative_namespace |= HasRelativeNamespace(node);
  }
  std::sort(ids.begin(), ids.end());
  survey.id_repeated = std::adjacent_find(ids.begin(), ids.end()) != ids.end();
  return survey;
}

}  // namespace trivsel::validator::token
