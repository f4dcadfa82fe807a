#include "validator/token/json_document.h"

#include <algorithm>
#include <array>
#include <vector>

namespace trivsel::validator::token {
namespace {

namespace dom = simdjson::dom;

// Objects of tokens are small; a large one is sorted on the heap.
constexpr size_t kSmall = 24;

template <typename Iterator>
const std::string_view* Repeated(Iterator begin, Iterator end) {
  std::sort(begin, end);
  const auto at = std::adjacent_find(begin, end);
  return at == end ? nullptr : &*at;
}

// Escapes can write half of a pair of surrogates, which is no UTF-8, and a
// zero, which no database takes.
bool IsText(std::string_view text) {
  return text.find('\0') == text.npos &&
         simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace

JsonState JsonDocument::Read(std::string_view json) {
  // Allocated by hand: parse() would allow a depth of 1024.
  const size_t capacity = std::max<size_t>(json.size(), 64);
  if (parser_.allocate(capacity, kMaxJsonDepth) != simdjson::SUCCESS) {
    return JsonState::kMalformed;
  }
  dom::element root;
  const simdjson::error_code error =
      parser_.parse(json.data(), json.size()).get(root);
  if (error == simdjson::DEPTH_ERROR) return JsonState::kTooDeep;
  if (error != simdjson::SUCCESS ||
      root.get_object().get(object_) != simdjson::SUCCESS) {
    return JsonState::kMalformed;
  }
  has_escapes_ = json.find("\\u") != json.npos;
  return Check(root);
}

// As deep as the parser went: kMaxJsonDepth.
JsonState JsonDocument::Check(dom::element value) {
  std::string_view text;
  dom::array array;
  dom::object object;
  if (value.get(object) == simdjson::SUCCESS) return CheckObject(object);
  if (value.get(array) == simdjson::SUCCESS) {
    for (const dom::element item : array) {
      const JsonState state = Check(item);
      if (state != JsonState::kGood) return state;
    }
  } else if (has_escapes_ && value.get(text) == simdjson::SUCCESS) {
    return IsText(text) ? JsonState::kGood : JsonState::kMalformed;
  }
  return JsonState::kGood;
}

JsonState JsonDocument::CheckObject(dom::object object) {
  if (FindRepeated(object)) return JsonState::kRepeated;
  for (const auto member : object) {
    if (has_escapes_ && !IsText(member.key)) return JsonState::kMalformed;
    const JsonState state = Check(member.value);
    if (state != JsonState::kGood) return state;
  }
  return JsonState::kGood;
}

bool JsonDocument::FindRepeated(dom::object object) {
  std::array<std::string_view, kSmall> few;
  std::vector<std::string_view> many;
  size_t count = 0;
  for (const auto member : object) {
    if (count < kSmall) few[count] = member.key;
    if (count == kSmall) many.assign(few.begin(), few.end());
    if (count >= kSmall) many.push_back(member.key);
    ++count;
  }
  const std::string_view* name =
      many.empty() ? Repeated(few.begin(), few.begin() + count)
                   : Repeated(many.begin(), many.end());
  if (name == nullptr) return false;
  repeated_ = std::string(*name);
  return true;
}

}  // namespace trivsel::validator::token
