#include "gateway/console/html.h"

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::console {
namespace {

// Also quotes and what is no character of HTML: a NUL and other controls are
// shown as U+FFFD, as readers of the page should see that there was something.
void AppendEscaped(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      case '\'':
        out->append("&#39;");
        break;
      default: {
        const auto octet = static_cast<unsigned char>(c);
        if ((octet < 0x20 && c != '\n' && c != '\t') || octet == 0x7F) {
          out->append("\xEF\xBF\xBD");
        } else {
          out->push_back(c);
        }
      }
    }
  }
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string Encoded(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kHex[octet >> 4]);
    out.push_back(kHex[octet & 15]);
  }
  return out;
}

}  // namespace

std::optional<Path> Path::Parse(std::string_view text) {
  if (text.empty() || text.size() > 2000 || text[0] != '/' ||
      (text.size() > 1 && (text[1] == '/' || text[1] == '\\'))) {
    return std::nullopt;
  }
  for (const char c : text) {
    if (!IsUnreserved(c) &&
        std::string_view("/?&=%+#,:;").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  // A path that holds another's place ("/.//host") is none of ours either.
  if (text.substr(0, text.find_first_of("?#")).find("//") !=
      std::string_view::npos) {
    return std::nullopt;
  }
  Path path;
  path.text_ = text;
  return path;
}

Path Path::Segment(std::string_view segment) const {
  Path path = *this;
  if (!path.text_.ends_with('/')) path.text_.push_back('/');
  // "." and ".." would be taken for steps.
  const bool steps = segment == "." || segment == "..";
  path.text_ += steps ? "%2E" : Encoded(segment);
  return path;
}

Path Path::Query(std::string_view name, std::string_view value) const {
  Path path = *this;
  const bool first = path.text_.find('?') == std::string::npos;
  absl::StrAppend(&path.text_, first ? "?" : "&", Encoded(name), "=",
                  Encoded(value));
  return path;
}

Path Path::Fragment(std::string_view fragment) const {
  Path path = *this;
  absl::StrAppend(&path.text_, "#", Encoded(fragment));
  return path;
}

Path Path::Id(std::string_view id) const {
  Path path = *this;
  path.text_ += Encoded(id);
  return path;
}

void Html::Begin(Name element, Attributes attributes) {
  out_.append("<").append(element.text());
  for (const Attribute& attribute : attributes) {
    if (attribute.left_out) continue;
    out_.append(" ").append(attribute.name);
    if (attribute.bare) continue;
    out_.append("=\"");
    AppendEscaped(attribute.value, &out_);
    out_.append("\"");
  }
  out_.append(">");
}

Html& Html::Open(Name element, Attributes attributes) {
  Begin(element, attributes);
  open_.push_back(element.text());
  return *this;
}

Html& Html::Close() {
  if (open_.empty()) return *this;
  out_.append("</").append(open_.back()).append(">");
  const std::string_view ended = open_.back();
  open_.pop_back();
  // Lines, for people who look at the source; never inside running text.
  if (ended == "div" || ended == "p" || ended == "tr" || ended == "li" ||
      ended == "section" || ended == "table") {
    out_.append("\n");
  }
  return *this;
}

Html& Html::Void(Name element, Attributes attributes) {
  Begin(element, attributes);
  return *this;
}

Html& Html::Text(std::string_view text) {
  AppendEscaped(text, &out_);
  return *this;
}

void WriteScript(const Path& source, Html* html) {
  html->out_.append("<script defer src=\"");
  AppendEscaped(source.text(), &html->out_);
  html->out_.append("\"></script>");
}

std::string Html::TakeDocument() {
  while (!open_.empty()) Close();
  return absl::StrCat("<!DOCTYPE html>\n", out_, "\n");
}

}  // namespace trivsel::gateway::console
