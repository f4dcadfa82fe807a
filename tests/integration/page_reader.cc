#include "tests/integration/page_reader.h"

#include <cctype>
#include <set>
#include <string_view>

namespace trivsel::gateway {
namespace {

// What no page of ours has.
const std::set<std::string>& BannedElements() {
  static const auto* banned = new std::set<std::string>{
      "img",      "iframe", "frame",  "object",       "embed",
      "applet",   "base",   "audio",  "video",        "math",
      "template", "b",      "portal", "foreignobject"};
  return *banned;
}

const std::set<std::string>& BannedAttributes() {
  static const auto* banned = new std::set<std::string>{
      "style",  "srcdoc", "formaction", "ping",      "data",
      "poster", "srcset", "background", "xlink:href"};
  return *banned;
}

// "&#39;" and the like, from where `at` is; false: it is no escape of ours.
bool Unescape(std::string_view html, size_t* at, std::string* out) {
  static constexpr std::pair<std::string_view, char> kEscapes[] = {
      {"&amp;", '&'},
      {"&lt;", '<'},
      {"&gt;", '>'},
      {"&quot;", '"'},
      {"&#39;", '\''}};
  for (const auto& [escape, character] : kEscapes) {
    if (html.substr(*at, escape.size()) != escape) continue;
    out->push_back(character);
    *at += escape.size();
    return true;
  }
  return false;
}

bool IsName(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

class Reader {
 public:
  Reader(std::string_view html, std::string_view may_leave)
      : html_(html), may_leave_(may_leave) {}

  PageParts Read() {
    static constexpr std::string_view kStart = "<!DOCTYPE html>\n";
    if (!html_.starts_with(kStart)) Fault("no document");
    at_ = kStart.size();
    while (fault_.empty() && at_ < html_.size()) {
      if (html_[at_] == '<') {
        Tag();
      } else {
        Character();
      }
    }
    if (fault_.empty() && !open_.empty()) Fault("not closed: " + open_.back());
    parts_.fault = fault_;
    return std::move(parts_);
  }

 private:
  void Fault(const std::string& what) {
    const size_t from = at_ < 60 ? 0 : at_ - 60;
    fault_ = what + " at: " + std::string(html_.substr(from, 160));
  }

  void Character() {
    const char c = html_[at_];
    if (c == '&') {
      if (!Unescape(html_, &at_, &parts_.text)) Fault("a bare &");
    } else if (c == '>') {
      Fault("a bare >");
    } else {
      parts_.text.push_back(c);
      ++at_;
    }
  }

  std::string Name() {
    std::string name;
    while (at_ < html_.size() && IsName(html_[at_])) name += html_[at_++];
    return name;
  }

  void Tag() {
    ++at_;
    if (at_ < html_.size() && html_[at_] == '/') {
      ++at_;
      const std::string name = Name();
      if (open_.empty() || open_.back() != name || html_[at_] != '>') {
        return Fault("an end of what is not open");
      }
      open_.pop_back();
      ++at_;
      return;
    }
    PageElement element{Name()};
    if (element.name.empty()) return Fault("a bare <");
    while (fault_.empty() && at_ < html_.size() && html_[at_] == ' ') {
      Attribute(&element);
    }
    if (!fault_.empty()) return;
    if (at_ >= html_.size() || html_[at_] != '>') return Fault("no end");
    ++at_;
    Judge(element);
    Enter(element.name);
    parts_.elements.push_back(std::move(element));
    parts_.text.push_back(' ');
  }

  void Attribute(PageElement* element) {
    ++at_;
    const std::string name = Name();
    if (name.empty()) return Fault("an attribute without a name");
    std::string value;
    if (html_.substr(at_, 2) == "=\"") {
      at_ += 2;
      while (at_ < html_.size() && html_[at_] != '"' && fault_.empty()) {
        if (html_[at_] == '&') {
          if (!Unescape(html_, &at_, &value)) Fault("a bare &");
        } else if (html_[at_] == '<' || html_[at_] == '>') {
          Fault("a bare < or >");
        } else {
          value += html_[at_++];
        }
      }
      ++at_;
    }
    element->attributes.emplace_back(name, std::move(value));
  }

  // Elements with an end; the page's own style is skipped.
  void Enter(const std::string& name) {
    static const auto* empty =
        new std::set<std::string>{"meta", "link", "input", "br", "hr"};
    if (name == "style") {
      const size_t end = html_.find("</style>", at_);
      if (end == std::string_view::npos) return Fault("style");
      at_ = end + 8;
      return;
    }
    if (empty->contains(name) &&
        html_.substr(at_, name.size() + 3) != "</" + name + ">") {
      return;
    }
    open_.push_back(name);
  }

  bool IsOurs(const std::string& address) const {
    if (!may_leave_.empty() && address.starts_with(may_leave_)) return true;
    return address.starts_with('#') ||
           (address.starts_with('/') && !address.starts_with("//") &&
            !address.starts_with("/\\"));
  }

  void Judge(const PageElement& element) {
    if (BannedElements().contains(element.name)) {
      return Fault("an element " + element.name);
    }
    if (element.name == "script" &&
        (!element.Value("src").starts_with("/assets/") ||
         html_.substr(at_, 9) != "</script>")) {
      return Fault("a script");
    }
    for (const auto& [name, value] : element.attributes) {
      if (name.starts_with("on") || BannedAttributes().contains(name)) {
        return Fault("an attribute " + name);
      }
      if ((name == "href" || name == "src" || name == "action") &&
          !IsOurs(value)) {
        return Fault("the address " + value);
      }
    }
  }

  const std::string_view html_, may_leave_;
  size_t at_ = 0;
  std::vector<std::string> open_;
  PageParts parts_;
  std::string fault_;
};

}  // namespace

std::string PageElement::Value(const std::string& attribute) const {
  for (const auto& [name, value] : attributes) {
    if (name == attribute) return value;
  }
  return "";
}

bool PageElement::Has(const std::string& attribute) const {
  for (const auto& [name, value] : attributes) {
    if (name == attribute) return true;
  }
  return false;
}

std::vector<std::string> PageParts::Values(const std::string& element,
                                           const std::string& attribute) const {
  std::vector<std::string> values;
  for (const PageElement& one : elements) {
    if (!element.empty() && one.name != element) continue;
    if (one.Has(attribute)) values.push_back(one.Value(attribute));
  }
  return values;
}

bool PageParts::Shows(const std::string& words) const {
  if (text.find(words) != std::string::npos) return true;
  for (const PageElement& element : elements) {
    for (const auto& [name, value] : element.attributes) {
      if (value.find(words) != std::string::npos) return true;
    }
  }
  return false;
}

PageParts ReadPage(const std::string& html, const std::string& may_leave) {
  return Reader(html, may_leave).Read();
}

}  // namespace trivsel::gateway
