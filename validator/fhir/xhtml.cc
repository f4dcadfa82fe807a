#include "validator/fhir/xhtml.h"

#include <algorithm>
#include <string>
#include <vector>

namespace trivsel::validator::fhir {
namespace {

using Words = std::string_view;  // " a b c ", looked up with blanks around

constexpr std::string_view kNamespace = "http://www.w3.org/1999/xhtml";
constexpr size_t kDeepest = 64;

constexpr Words kElements =
    " p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var "
    "abbr acronym cite blockquote hr address bdo kbd sub sup ul ol li dl dt dd "
    "pre table caption colgroup col thead tr tfoot tbody th td code samp img "
    "map area ";

constexpr Words kAttributes =
    " title style class id lang xml:lang dir accesskey tabindex span width "
    "align valign char charoff abbr axis headers scope rowspan colspan "
    "xml:space ";

// Attributes of one element each.
constexpr Words kOwnAttributes =
    " a.href a.name a.charset a.type a.hreflang a.rel a.rev a.shape a.coords "
    "img.src img.border img.alt img.longdesc img.height img.usemap img.ismap "
    "blockquote.cite q.cite map.name area.shape area.coords area.href "
    "area.nohref area.alt table.summary table.border table.frame table.rules "
    "table.cellspacing table.cellpadding pre.space td.nowrap ";

// Elements that hold running text, and the blocks that cannot be in it.
constexpr Words kTextual =
    " p h1 h2 h3 h4 h5 h6 pre address a b em i strong small big sub sup code "
    "tt dfn q var abbr acronym cite bdo kbd samp span caption dd dt ";
constexpr Words kBlocks = " div pre table ul ol ";
constexpr Words kBlocksOutsideParagraphs = " blockquote p ";
constexpr Words kWithoutContent = " br img hr area ";

// What may stand directly in an element that holds no text of its own.
struct Container {
  std::string_view name;
  Words children;
};
constexpr Container kContainers[] = {
    {"table", " tbody tr caption thead tfoot col colgroup "},
    {"tbody", " tr "},
    {"thead", " tr "},
    {"tfoot", " tr "},
    {"tr", " td th "},
    {"ul", " li "},
    {"ol", " li "},
    {"dl", " dd dt "},
    {"map", " area "}};
// Elements that stand nowhere else than in those (col also in colgroup).
constexpr Words kContained =
    " tbody thead tfoot tr caption colgroup td th li dd dt ";

bool In(Words words, std::string_view word) {
  for (size_t at = words.find(word); at != words.npos;
       at = words.find(word, at + 1)) {
    if (!word.empty() && words[at - 1] == ' ' &&
        words[at + word.size()] == ' ') {
      return true;
    }
  }
  return false;
}

// The children of a container; empty if the element is none.
Words ChildrenOf(std::string_view name) {
  for (const Container& container : kContainers) {
    if (container.name == name) return container.children;
  }
  return {};
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '_' || c == '.';
}

// Whether `name` may stand in the elements that are open.
bool MayStand(std::string_view name,
              const std::vector<std::string_view>& open) {
  if (!In(kElements, name) || open.size() >= kDeepest) return false;
  if (open.empty()) return name == "div";
  const Words children = ChildrenOf(open.back());
  if (children.empty() ? In(kContained, name) : !In(children, name)) {
    return false;
  }
  if (In(kWithoutContent, open.back())) return false;
  return std::none_of(open.begin(), open.end(), [&](std::string_view outer) {
    return (In(kTextual, outer) && In(kBlocks, name)) ||
           (outer == "p" && In(kBlocksOutsideParagraphs, name));
  });
}

// Reads the text once, left to right. Every Take… moves on and says whether it
// found what it looked for.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool Parse() {
    TakeSpace();
    // <div/> is closed at once, and empty.
    if (!TakeTag() || open_.size() != 1) return false;
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
    if (!MayStand(name, open_)) return false;
    bool in_namespace = !open_.empty();
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
      } else if (!IsAllowed(name, attribute, value)) {
        return false;
      }
    }
    if (name == "img") content_ = true;
    return in_namespace;
  }

  static bool IsAllowed(std::string_view element, std::string_view attribute,
                        std::string_view value) {
    std::string own(element);
    own.append(".").append(attribute);
    if (!In(kAttributes, attribute) && !In(kOwnAttributes, own)) return false;
    if (own != "a.href" && own != "img.src") return true;
    for (std::string_view scheme :
         {"javascript:", "vbscript:", "urn:", "cid:"}) {
      if (value.substr(0, scheme.size()) == scheme) return false;
    }
    return !value.empty();
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
      rest_.remove_prefix(end);
    }
    const bool blank = IsSpace(c);
    content_ |= !blank;
    rest_.remove_prefix(1);
    return blank || (ChildrenOf(open_.back()).empty() &&
                     !In(kWithoutContent, open_.back()));
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
