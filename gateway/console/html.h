// HTML that is written piece by piece and escapes by construction: there is no
// way to put text, an attribute or an address into it that is markup.
#ifndef TRIVSEL_GATEWAY_CONSOLE_HTML_H_
#define TRIVSEL_GATEWAY_CONSOLE_HTML_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trivsel::gateway::console {

// The name of an element or an attribute: only a literal of letters, digits
// and "-" compiles.
class Name {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval Name(const char* name) : name_(name) {
    if (name_.empty()) throw "a name is not empty";
    for (char c : name_) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-') {
        throw "no name has such a character";
      }
    }
    if (name_ == "script" || name_ == "style") throw "nothing is inline";
  }
  std::string_view text() const { return name_; }

 private:
  std::string_view name_;
};

// The name of an attribute whose value is text. Attributes that hold an
// address, a style or a script do not compile.
class TextAttribute : public Name {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval TextAttribute(const char* name) : Name(name) {
    const std::string_view text = name;
    if (text.starts_with("on")) throw "no scripts in attributes";
    for (const char* other : {"href", "src", "action", "formaction", "srcset",
                              "style", "data", "poster", "ping", "srcdoc"}) {
      if (text == other) throw "takes a Path, or is not for us";
    }
  }
};

// The name of an attribute whose value is an address.
class PathAttribute : public Name {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval PathAttribute(const char* name) : Name(name) {
    const std::string_view text = name;
    if (text != "href" && text != "src" && text != "action") {
      throw "takes no Path";
    }
  }
};

// A literal that is a path of this server.
class PathLiteral {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval PathLiteral(const char* path) : text_(path) {
    if (text_.empty() || (text_[0] != '/' && text_[0] != '#')) {
      throw "begins with / or #";
    }
    if (text_.size() > 1 && text_[1] == '/') throw "another server's";
  }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// An address of this server: "/indberetning/17?vis=json#fund-3". What is added
// is percent-encoded.
class Path {
 public:
  explicit Path(PathLiteral literal) : text_(literal.text()) {}

  // One that came from outside; nothing if it is not a path of ours: "//x",
  // "/\x", "https:…".
  static std::optional<Path> Parse(std::string_view text);

  Path Segment(std::string_view segment) const;
  Path Query(std::string_view name, std::string_view value) const;
  Path Fragment(std::string_view fragment) const;
  // Behind "#": a place on the same page.
  Path Id(std::string_view id) const;

  const std::string& text() const { return text_; }

 private:
  Path() = default;
  std::string text_;
};

// An attribute with its value.
struct Attribute {
  Attribute(TextAttribute attribute, std::string_view text)
      : name(attribute.text()), value(text) {}
  Attribute(PathAttribute attribute, const Path& path)
      : name(attribute.text()), value(path.text()) {}
  // Without a value: "checked".
  explicit Attribute(TextAttribute attribute)
      : name(attribute.text()), bare(true) {}
  // Only where it holds.
  static Attribute If(bool holds, TextAttribute attribute) {
    Attribute made(attribute);
    made.left_out = !holds;
    return made;
  }
  static Attribute If(bool holds, TextAttribute attribute,
                      std::string_view text) {
    Attribute made(attribute, text);
    made.left_out = !holds;
    return made;
  }

  std::string_view name;
  std::string value;
  bool bare = false, left_out = false;
};

using Attributes = std::initializer_list<Attribute>;

// Not thread safe.
class Html {
 public:
  // Begins an element; ends with Close().
  Html& Open(Name element, Attributes attributes = {});
  Html& Close();
  // An element without an end: input, br, img, meta, link.
  Html& Void(Name element, Attributes attributes = {});
  Html& Text(std::string_view text);
  // Open, Text, Close.
  Html& Leaf(Name element, std::string_view text) {
    return Open(element).Text(text).Close();
  }
  Html& Leaf(Name element, Attributes attributes, std::string_view text) {
    return Open(element, attributes).Text(text).Close();
  }
  Html& Link(const Path& path, std::string_view text) {
    return Leaf("a", {{"href", path}}, text);
  }

  size_t depth() const { return open_.size(); }
  // Closes what is open; begins with "<!DOCTYPE html>".
  std::string TakeDocument();
  // What was written; for tests.
  const std::string& text() const { return out_; }

 private:
  friend void WriteScript(const Path& source, Html* html);
  void Begin(Name element, Attributes attributes);

  std::string out_;
  std::vector<std::string_view> open_;
};

// <script src=… defer>: the one script that there can be, a file of ours.
void WriteScript(const Path& source, Html* html);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_HTML_H_
