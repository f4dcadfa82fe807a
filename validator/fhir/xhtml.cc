#include "validator/fhir/xhtml.h"

#include <algorithm>
#include <vector>

namespace trivsel::validator::fhir {
namespace {

constexpr std::string_view kNamespace = "http://www.w3.org/1999/xhtml";
constexpr size_t kDeepest = 64;

// Elements that FHIR R4 names, and those of HTML 4 chapters 7-11 and 15.
constexpr std::string_view kElements[] = {
    "a",       "abbr",  "acronym", "b",      "big",      "blockquote", "br",
    "caption", "cite",  "code",    "col",    "colgroup", "dd",         "dfn",
    "div",     "dl",    "dt",      "em",     "h1",       "h2",         "h3",
    "h4",      "h5",    "h6",      "hr",     "i",        "img",        "ins",
    "del",     "kbd",   "li",      "ol",     "p",        "pre",        "q",
    "samp",    "small", "span",    "strong", "sub",      "sup",        "table",
    "tbody",   "td",    "tfoot",   "th",     "thead",    "tr",         "tt",
    "ul",      "var",   "s",       "strike", "u",        "map",        "area",
    "bdo"};

constexpr std::string_view kAttributes[] = {
    "xmlns",  "xml:lang",  "lang",        "dir",         "title",    "style",
    "class",  "id",        "name",        "href",        "rel",      "src",
    "alt",    "width",     "height",      "colspan",     "rowspan",  "align",
    "valign", "border",    "cellpadding", "cellspacing", "span",     "scope",
    "abbr",   "headers",   "summary",     "type",        "start",    "value",
    "cite",   "datetime",  "char",        "charoff",     "axis",     "frame",
    "rules",  "compact",   "clear",       "noshade",     "size",     "bgcolor",
    "nowrap", "accesskey", "tabindex",    "hreflang",    "longdesc", "usemap",
    "shape",  "coords",    "nohref",      "target",      "rev",      "charset"};

template <size_t n>
bool In(const std::string_view (&list)[n], std::string_view name) {
  return std::find(list, list + n, name) != list + n;
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '_' || c == '.';
}

// Reads the text once, left to right. Every Take… moves on and says whether it
// found what it looked for.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool Parse() {
    TakeSpace();
    if (rest_.substr(0, 1) != "<" || !TakeTag() || open_.size() != 1) {
      // <div/> is closed at once, and empty.
      return false;
    }
    while (!open_.empty()) {
      if (rest_.empty()) return false;
      if (!(rest_.front() == '<' ? TakeMarkup() : TakeText())) return false;
    }
    TakeSpace();
    return rest_.empty() && content_;
  }

 private:
  bool TakeMarkup() {
    if (Take("<!--")) {
      const size_t end = rest_.find("--");
      if (end == rest_.npos) return false;
      rest_.remove_prefix(end);
      return Take("-->");
    }
    if (Take("</")) {
      const std::string_view name = TakeName();
      TakeSpace();
      if (open_.back() != name || !Take(">")) return false;
      open_.pop_back();
      return true;
    }
    return TakeTag();
  }

  bool TakeTag() {
    if (!Take("<")) return false;
    const std::string_view name = TakeName();
    if (!In(kElements, name) || open_.size() >= kDeepest) return false;
    const bool root = open_.empty();
    if (root && name != "div") return false;
    bool in_namespace = false;
    std::vector<std::string_view> seen;
    for (;;) {
      const bool spaced = TakeSpace();
      if (Take("/>")) break;
      if (Take(">")) {
        open_.push_back(name);
        break;
      }
      std::string_view attribute, value;
      if (!spaced || !TakeAttribute(&attribute, &value)) return false;
      if (std::find(seen.begin(), seen.end(), attribute) != seen.end()) {
        return false;
      }
      seen.push_back(attribute);
      if (attribute == "xmlns") {
        if (value != kNamespace) return false;
        in_namespace = true;
      }
      if (!IsAllowed(attribute, value)) return false;
    }
    if (name == "img") content_ = true;
    return in_namespace || !root;
  }

  static bool IsAllowed(std::string_view attribute, std::string_view value) {
    if (!In(kAttributes, attribute)) return false;
    if (attribute != "href") return true;
    if (value.empty()) return false;
    for (std::string_view scheme :
         {"javascript:", "vbscript:", "urn:", "cid:"}) {
      if (value.substr(0, scheme.size()) == scheme) return false;
    }
    return true;
  }

  bool TakeAttribute(std::string_view* name, std::string_view* value) {
    *name = TakeName();
    TakeSpace();
    if (name->empty() || !Take("=")) return false;
    TakeSpace();
    if (rest_.empty()) return false;
    const char quote = rest_.front();
    if (quote != '"' && quote != '\'') return false;
    rest_.remove_prefix(1);
    const size_t end = rest_.find(quote);
    if (end == rest_.npos) return false;
    *value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return value->find('<') == value->npos;
  }

  bool TakeText() {
    const char c = rest_.front();
    if (c == '&') {
      const size_t end = rest_.find(';');
      content_ = true;
      if (end == rest_.npos || end < 2 || end > 10) return false;
      rest_.remove_prefix(end + 1);
      return true;
    }
    if (!IsSpace(c)) content_ = true;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view TakeName() {
    size_t size = 0;
    while (size < rest_.size() && IsNameCharacter(rest_[size])) ++size;
    const std::string_view name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  bool TakeSpace() {
    const size_t before = rest_.size();
    while (!rest_.empty() && IsSpace(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() != before;
  }

  bool Take(std::string_view text) {
    if (rest_.substr(0, text.size()) != text) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  std::string_view rest_;
  std::vector<std::string_view> open_;
  bool content_ = false;
};

}  // namespace

bool IsNarrative(std::string_view text) { return Parser(text).Parse(); }

}  // namespace trivsel::validator::fhir
