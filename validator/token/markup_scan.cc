#include "validator/token/markup_scan.h"

#include <simdjson.h>

#include "absl/strings/str_cat.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

Fault Malformed(std::string_view expected, std::string_view found) {
  return Fault{v1::ACCESS_FAULT_XML_MALFORMED, std::string(expected),
               std::string(found)};
}

// '<' cannot stand in a well-formed text or value but as markup, so each is
// looked at where it stands, in order.
class Scan {
 public:
  explicit Scan(std::string_view xml) : xml_(xml) {}

  std::optional<Fault> Run() {
    // "<?xml-stylesheet" is a processing instruction like any other.
    if (xml_.starts_with("<?xml ") && !SkipDeclaration()) {
      return Malformed("<?xml …?>", "");
    }
    while ((at_ = xml_.find('<', at_)) != xml_.npos) {
      if (auto fault = TakeMarkup()) return fault;
    }
    return std::nullopt;
  }

 private:
  bool SkipDeclaration() {
    const size_t end = xml_.find("?>");
    if (end == xml_.npos || end > 200) return false;
    if (xml_.find('<', 1) < end) return false;
    at_ = end + 2;
    return true;
  }

  bool Here(std::string_view text) const {
    return xml_.substr(at_, text.size()) == text;
  }

  std::optional<Fault> TakeMarkup() {
    if (Here("<!--")) return Fault{v1::ACCESS_FAULT_XML_COMMENT};
    if (Here("<![")) {
      return Fault{v1::ACCESS_FAULT_XML_CONSTRUCT, "", "CDATA"};
    }
    if (Here("<!")) return Fault{v1::ACCESS_FAULT_XML_DOCTYPE};
    if (Here("<?")) {
      return Fault{v1::ACCESS_FAULT_XML_PROCESSING_INSTRUCTION};
    }
    if (Here("</")) {
      --depth_;
      at_ += 2;
      return std::nullopt;
    }
    return TakeStartTag();
  }

  // To the '>' that is in no value.
  std::optional<Fault> TakeStartTag() {
    char quote = '\0';
    int attributes = 0;
    for (size_t i = at_ + 1; i < xml_.size(); ++i) {
      const char c = xml_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
        if (c == '<') return Malformed("", "<");
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '=') {
        ++attributes;
      } else if (c == '<') {
        return Malformed("", "<");
      } else if (c == '>') {
        return EndStartTag(i, attributes);
      }
    }
    return Malformed(">", "");
  }

  std::optional<Fault> EndStartTag(size_t end, int attributes) {
    const bool closed = xml_[end - 1] == '/';
    at_ = end + 1;
    if (depth_ + 1 > kMaxXmlDepth) {
      return Fault{v1::ACCESS_FAULT_TOKEN_TOO_DEEP,
                   absl::StrCat("<= ", kMaxXmlDepth), absl::StrCat(depth_ + 1)};
    }
    if (!closed) ++depth_;
    if (++elements_ > kMaxXmlElements) return TooMany(kMaxXmlElements, "<…>");
    if (attributes > kMaxXmlAttributes) {
      return TooMany(kMaxXmlAttributes, "=\"…\"");
    }
    return std::nullopt;
  }

  static Fault TooMany(int most, const char* what) {
    return Fault{v1::ACCESS_FAULT_TOKEN_TOO_LARGE,
                 absl::StrCat("<= ", most, " ", what), ""};
  }

  const std::string_view xml_;
  size_t at_ = 0;
  int depth_ = 0, elements_ = 0;
};

// XML's own five, and references to characters.
bool IsPlainReference(std::string_view text) {
  for (const std::string_view known :
       {"&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
    if (text.starts_with(known)) return true;
  }
  return false;
}

std::optional<Fault> ScanReferences(std::string_view xml) {
  for (size_t at = xml.find('&'); at != xml.npos; at = xml.find('&', at + 1)) {
    if (!IsPlainReference(xml.substr(at, 6))) {
      return Fault{v1::ACCESS_FAULT_XML_CONSTRUCT, "", "&…;"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Fault> ScanMarkup(std::string_view xml) {
  // A zero octet, or UTF-16, would have the parser read other characters than
  // this scan does.
  if (xml.find('\0') != xml.npos ||
      !simdjson::validate_utf8(xml.data(), xml.size())) {
    return Malformed("UTF-8", "");
  }
  if (auto fault = Scan(xml).Run()) return fault;
  return ScanReferences(xml);
}

}  // namespace trivsel::validator::token
