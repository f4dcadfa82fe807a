#include "validator/token/hostile_xml.h"

#include <libxml/parser.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/markup_scan.h"
#include "validator/token/xml_element.h"
#include "validator/token/xml_libraries.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

struct ParserFree {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

// NOENT, DTDLOAD, DTDATTR, XINCLUDE and HUGE are not among them. IGNORE_ENC:
// it is UTF-8, as the scan has read it, whatever it says of itself.
constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR |
                         XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;

Fault Malformed(int line) {
  return Fault{v1::ACCESS_FAULT_XML_MALFORMED, "",
               line > 0 ? absl::StrCat("line ", line) : ""};
}

// The node after `node` in the order of the document.
const xmlNode* Next(const xmlNode* node, const xmlNode* root) {
  if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
    return node->children;
  }
  while (node != root && node->next == nullptr) node = node->parent;
  return node == root ? nullptr : node->next;
}

bool IsPlainValue(const xmlAttr* attribute) {
  for (const xmlNode* part = attribute->children; part != nullptr;
       part = part->next) {
    if (part->type != XML_TEXT_NODE) return false;
  }
  return true;
}

// The scan has refused these already; the tree has the last word.
std::optional<Fault> FaultOfNode(const xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE:
      for (const xmlAttr* attribute = node->properties; attribute != nullptr;
           attribute = attribute->next) {
        if (!IsPlainValue(attribute)) {
          return Fault{v1::ACCESS_FAULT_XML_CONSTRUCT};
        }
      }
      return std::nullopt;
    case XML_TEXT_NODE:
      return std::nullopt;
    case XML_COMMENT_NODE:
      return Fault{v1::ACCESS_FAULT_XML_COMMENT};
    case XML_PI_NODE:
      return Fault{v1::ACCESS_FAULT_XML_PROCESSING_INSTRUCTION};
    default:
      return Fault{v1::ACCESS_FAULT_XML_CONSTRUCT};
  }
}

std::optional<Fault> FaultOfTree(const xmlDoc* document, const xmlNode* root) {
  if (document->intSubset != nullptr || document->extSubset != nullptr) {
    return Fault{v1::ACCESS_FAULT_XML_DOCTYPE};
  }
  // Beside the root nothing: a comment there is in no element.
  for (const xmlNode* node = document->children; node != nullptr;
       node = node->next) {
    if (node == root) continue;
    auto fault = FaultOfNode(node);
    return fault.has_value() ? fault : Malformed(0);
  }
  for (const xmlNode* node = root; node != nullptr; node = Next(node, root)) {
    if (auto fault = FaultOfNode(node)) return fault;
  }
  return std::nullopt;
}

}  // namespace

OrFault<XmlDocument> ParseHostileXml(std::string_view xml, size_t max_bytes) {
  if (xml.size() > max_bytes) {
    return Fault{v1::ACCESS_FAULT_TOKEN_TOO_LARGE,
                 absl::StrCat("<= ", max_bytes, " B"),
                 absl::StrCat(xml.size(), " B")};
  }
  if (xml.starts_with("\xEF\xBB\xBF")) xml.remove_prefix(3);
  xml = Trimmed(xml);
  if (auto fault = ScanMarkup(xml)) return *std::move(fault);
  StartXmlLibraries();
  const QuietXml quiet;
  const std::unique_ptr<xmlParserCtxt, ParserFree> context(xmlNewParserCtxt());
  if (context == nullptr) return Malformed(0);
  XmlDocument document(xmlCtxtReadMemory(context.get(), xml.data(),
                                         static_cast<int>(xml.size()), nullptr,
                                         nullptr, kOptions));
  // A namespace that is not declared is no error of well-formedness to
  // libxml2.
  if (document == nullptr || context->wellFormed != 1 ||
      context->nsWellFormed != 1) {
    return Malformed(context->lastError.line);
  }
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (root == nullptr) return Malformed(0);
  if (auto fault = FaultOfTree(document.get(), root)) return *std::move(fault);
  return document;
}

}  // namespace trivsel::validator::token
