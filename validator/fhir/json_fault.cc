#include "validator/fhir/json_fault.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace trivsel::validator::fhir {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the UTF-8 character that begins here; 0 if it is not one.
size_t Utf8Size(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    return first == 0xED && byte(1) > 0x9F ? 0 : 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    return first == 0xF4 && byte(1) > 0x8F ? 0 : 4;
  }
  return 0;
}

// A strict reader that keeps nothing. Every Take… says whether it went well;
// if not, fault_ is set.
class Scanner {
 public:
  Scanner(std::string_view json, size_t max_depth)
      : json_(json), max_depth_(max_depth) {}

  JsonFault Scan() {
    if (FindBadUtf8() || !TakeValues()) return fault_;
    TakeSpace();
    fault_ = {Fault::kSyntax, at_};
    // All of it is well-formed: what a parser may refuse is a number that does
    // not fit.
    if (at_ == json_.size() && large_ != json_.npos) {
      fault_ = {Fault::kNumber, large_};
    }
    return fault_;
  }

 private:
  bool FindBadUtf8() {
    for (size_t at = 0; at < json_.size();) {
      const size_t size = Utf8Size(json_.substr(at));
      if (size == 0) {
        fault_ = {Fault::kUtf8, at};
        return true;
      }
      at += size;
    }
    return false;
  }

  // One value with all that is inside; a stack of brackets, no recursion.
  bool TakeValues() {
    bool expect_value = true;
    for (;;) {
      TakeSpace();
      if (expect_value) {
        bool opened = false;
        if (!TakeValue(&opened)) return false;
        if (opened) continue;
        expect_value = false;
      }
      if (open_.empty()) return true;
      TakeSpace();
      if (Take(open_.back() == '{' ? '}' : ']')) {
        open_.pop_back();
      } else if (Take(',')) {
        if (open_.back() == '{' && !TakeKey()) return false;
        expect_value = true;
      } else {
        return Fail(Fault::kSyntax);
      }
    }
  }

  // A scalar, an empty object or array, or the beginning of a full one.
  bool TakeValue(bool* opened) {
    if (at_ == json_.size()) return Fail(Fault::kTruncated);
    const char c = json_[at_];
    if (c == '"') return TakeString();
    if (c == '-' || IsDigit(c)) return TakeNumber();
    if (c != '{' && c != '[') {
      return TakeWord("true") || TakeWord("false") || TakeWord("null") ||
             Fail(Fault::kSyntax);
    }
    if (open_.size() >= max_depth_) return Fail(Fault::kTooDeep);
    ++at_;
    TakeSpace();
    if (Take(c == '{' ? '}' : ']')) return true;
    open_.push_back(c);
    *opened = true;
    return c == '[' || TakeKey();
  }

  bool TakeKey() {
    TakeSpace();
    if (at_ == json_.size() || json_[at_] != '"') return Fail(Fault::kSyntax);
    if (!TakeString()) return false;
    TakeSpace();
    return Take(':') || Fail(Fault::kSyntax);
  }

  bool TakeString() {
    ++at_;
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return Fail(Fault::kString);
      if (c != '\\') {
        ++at_;
      } else if (!TakeEscape()) {
        return false;
      }
    }
    return Fail(Fault::kTruncated);
  }

  bool TakeEscape() {
    if (at_ + 1 >= json_.size()) return Fail(Fault::kTruncated);
    const char c = json_[at_ + 1];
    if (c != 'u') {
      if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) {
        return Fail(Fault::kString);
      }
      at_ += 2;
      return true;
    }
    unsigned first = 0, second = 0;
    if (!CodeUnit(at_, &first)) return Fail(Fault::kString);
    if (first < 0xD800 || first > 0xDFFF) {
      at_ += 6;
      return true;
    }
    // A pair of surrogates, high before low, or nothing.
    if (first > 0xDBFF || !CodeUnit(at_ + 6, &second) || second < 0xDC00 ||
        second > 0xDFFF) {
      return Fail(Fault::kString);
    }
    at_ += 12;
    return true;
  }

  bool CodeUnit(size_t at, unsigned* unit) const {
    const std::string_view text = json_.substr(std::min(at, json_.size()), 6);
    if (text.size() < 6 || text.substr(0, 2) != "\\u") return false;
    const char* end = text.data() + 6;
    const auto result = std::from_chars(text.data() + 2, end, *unit, 16);
    return result.ec == std::errc() && result.ptr == end;
  }

  bool TakeNumber() {
    const size_t start = at_;
    Take('-');
    if (!Take('0') && !TakeDigits()) return Fail(Fault::kNumber);
    if (Take('.') && !TakeDigits()) return Fail(Fault::kNumber);
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (!TakeDigits()) return Fail(Fault::kNumber);
    }
    if (at_ < json_.size() && IsDigit(json_[at_])) return Fail(Fault::kNumber);
    const std::string_view number = json_.substr(start, at_ - start);
    if (large_ == json_.npos && !Fits(number)) large_ = start;
    return true;
  }

  // Whether a parser can hold it: a whole number in 64 bits, with a sign or
  // without, any other as a double.
  static bool Fits(std::string_view number) {
    const char* const end = number.data() + number.size();
    const auto fits = [&](auto value) {
      return std::from_chars(number.data(), end, value).ec == std::errc();
    };
    if (number.find_first_of(".eE") == number.npos) {
      return number[0] == '-' ? fits(int64_t{0}) : fits(uint64_t{0});
    }
    // What is too small for a double is taken as zero.
    return std::isfinite(std::strtod(std::string(number).c_str(), nullptr));
  }

  bool TakeDigits() {
    const size_t start = at_;
    while (at_ < json_.size() && IsDigit(json_[at_])) ++at_;
    return at_ > start;
  }

  bool TakeWord(std::string_view word) {
    if (json_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  void TakeSpace() {
    while (at_ < json_.size() && (json_[at_] == ' ' || json_[at_] == '\n' ||
                                  json_[at_] == '\t' || json_[at_] == '\r')) {
      ++at_;
    }
  }

  bool Take(char c) {
    if (at_ == json_.size() || json_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool Fail(Fault fault) {
    const bool ended = at_ >= json_.size() && fault == Fault::kSyntax;
    fault_ = {ended ? Fault::kTruncated : fault, at_};
    return false;
  }

  std::string_view json_;
  size_t max_depth_;
  size_t at_ = 0;
  size_t large_ = std::string_view::npos;
  std::string open_;
  JsonFault fault_;
};

}  // namespace

JsonFault FindJsonFault(std::string_view json, size_t max_depth) {
  return Scanner(json, max_depth).Scan();
}

}  // namespace trivsel::validator::fhir
