#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view()
                         : reinterpret_cast<const char*>(text);
}

const xmlNode* SkipToElement(const xmlNode* node) {
  while (node != nullptr && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

}  // namespace

std::string_view LocalName(const xmlNode* node) { return View(node->name); }

std::string_view NamespaceOf(const xmlNode* node) {
  return node->ns == nullptr ? std::string_view() : View(node->ns->href);
}

bool Is(const xmlNode* node, std::string_view space, std::string_view name) {
  return LocalName(node) == name && NamespaceOf(node) == space;
}

const xmlNode* FirstElement(const xmlNode* parent) {
  return SkipToElement(parent->children);
}

const xmlNode* NextElement(const xmlNode* node) {
  return SkipToElement(node->next);
}

std::vector<const xmlNode*> ElementsOf(const xmlNode* parent) {
  std::vector<const xmlNode*> elements;
  for (const xmlNode* child = FirstElement(parent); child != nullptr;
       child = NextElement(child)) {
    elements.push_back(child);
  }
  return elements;
}

std::vector<const xmlNode*> ElementsOf(const xmlNode* parent,
                                       std::string_view space,
                                       std::string_view name) {
  std::vector<const xmlNode*> elements;
  for (const xmlNode* child = FirstElement(parent); child != nullptr;
       child = NextElement(child)) {
    if (Is(child, space, name)) elements.push_back(child);
  }
  return elements;
}

std::optional<std::string> TextOf(const xmlNode* node) {
  std::string text;
  for (const xmlNode* child = node->children; child != nullptr;
       child = child->next) {
    if (child->type != XML_TEXT_NODE) return std::nullopt;
    text.append(View(child->content));
  }
  return text;
}

bool HasOnlyElements(const xmlNode* node) {
  for (const xmlNode* child = node->children; child != nullptr;
       child = child->next) {
    if (child->type == XML_ELEMENT_NODE) continue;
    if (child->type != XML_TEXT_NODE ||
        View(child->content).find_first_not_of(kSpace) !=
            std::string_view::npos) {
      return false;
    }
  }
  return true;
}

const xmlAttr* FindAttribute(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* attribute = node->properties; attribute != nullptr;
       attribute = attribute->next) {
    if (attribute->ns == nullptr && View(attribute->name) == name) {
      return attribute;
    }
  }
  return nullptr;
}

std::string ValueOf(const xmlAttr* attribute) {
  std::string value;
  for (const xmlNode* part = attribute->children; part != nullptr;
       part = part->next) {
    value.append(View(part->content));
  }
  return value;
}

std::optional<std::string> AttributeOf(const xmlNode* node,
                                       std::string_view name) {
  const xmlAttr* attribute = FindAttribute(node, name);
  if (attribute == nullptr) return std::nullopt;
  return ValueOf(attribute);
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace trivsel::validator::token
