#include "validator/fhir/r4_primitives.h"

#include <algorithm>

#include "validator/date_time.h"
#include "validator/fhir/r4_type_definitions.h"
#include "validator/formats.h"

namespace trivsel::validator::fhir {
namespace {

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' ||
         c == '\f';
}

bool IsBase64(std::string_view value) {
  size_t letters = 0, padding = 0;
  for (char c : value) {
    if (IsBlank(c)) continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 ||
               !(IsDigit(c) || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z') || c == '+' || c == '/')) {
      return false;
    }
    ++letters;
  }
  return letters % 4 == 0 && padding <= 2;
}

// hh:mm:ss(.s+)?
bool IsTime(std::string_view value) {
  if (value.size() < 8 || value[2] != ':' || value[5] != ':') return false;
  for (size_t i : {0u, 1u, 3u, 4u, 6u, 7u}) {
    if (!IsDigit(value[i])) return false;
  }
  if (value.substr(0, 2) > "23" || value[3] > '5' ||
      value.substr(6, 2) > "60") {
    return false;
  }
  if (value.size() == 8) return true;
  return value[8] == '.' && value.size() > 9 &&
         std::all_of(value.begin() + 9, value.end(), IsDigit);
}

}  // namespace

Primitive PrimitiveByName(std::string_view name) {
  for (size_t i = 0; i < std::size(kR4Primitives); ++i) {
    // Same order as the enum, after kNone.
    if (kR4Primitives[i] == name) return static_cast<Primitive>(i + 1);
  }
  return Primitive::kNone;
}

bool IsNumber(Primitive primitive) {
  return primitive == Primitive::kInteger ||
         primitive == Primitive::kUnsignedInt ||
         primitive == Primitive::kPositiveInt ||
         primitive == Primitive::kDecimal;
}

bool HasForm(Primitive primitive, std::string_view value) {
  switch (primitive) {
    case Primitive::kString:
    case Primitive::kMarkdown:
      return IsString(value);
    case Primitive::kCode:
      return IsCode(value);
    case Primitive::kId:
      return IsId(value);
    case Primitive::kUri:
    case Primitive::kUrl:
      return IsUri(value);
    case Primitive::kCanonical:
      return IsUri(value) && (value.front() == '#' || IsAbsoluteUri(value));
    case Primitive::kOid:
      return StartsWith(value, "urn:oid:") && IsOid(value.substr(8));
    case Primitive::kUuid:
      return StartsWith(value, "urn:uuid:") && IsUuid(value.substr(9));
    case Primitive::kBase64:
      return IsBase64(value);
    case Primitive::kInstant:
      return IsInstant(value);
    case Primitive::kDateTime:
      return IsDateTime(value);
    case Primitive::kDate:
      return IsDateTime(value) && value.find('T') == value.npos;
    case Primitive::kTime:
      return IsTime(value);
    default:
      return true;
  }
}

}  // namespace trivsel::validator::fhir
