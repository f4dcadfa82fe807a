#include "deploy/sandbox/receiver/json.h"

namespace trivsel::sandbox {
namespace {

constexpr int kMaxDepth = 64;

// Looked at before parsing: writing a value back recurses.
bool TooDeep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

bool ParseJson(std::string_view text, rapidjson::Document* document) {
  if (TooDeep(text)) return false;
  document->Parse<rapidjson::kParseIterativeFlag |
                  rapidjson::kParseValidateEncodingFlag>(text.data(),
                                                         text.size());
  return !document->HasParseError();
}

std::string_view StringMember(const JsonValue& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return {};
  return {member->value.GetString(), member->value.GetStringLength()};
}

const JsonValue* ArrayMember(const JsonValue& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsArray()) return nullptr;
  return &member->value;
}

std::string ToJson(const JsonValue& value) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

void WriteString(JsonWriter& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void WriteMember(JsonWriter& writer, const char* name, std::string_view text) {
  writer.Key(name);
  WriteString(writer, text);
}

}  // namespace trivsel::sandbox
