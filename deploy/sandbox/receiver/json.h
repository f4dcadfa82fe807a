// The few JSON needs of the sandbox receiver, over rapidjson.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JSON_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JSON_H_

#include <string>
#include <string_view>

#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace trivsel::sandbox {

using JsonValue = rapidjson::Value;
using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// Parses whole, valid UTF-8 JSON nested at most 64 deep; false otherwise.
bool ParseJson(std::string_view text, rapidjson::Document* document);

// The member if it is a string; empty otherwise.
std::string_view StringMember(const JsonValue& object, const char* name);

// The member if it is an array; null otherwise.
const JsonValue* ArrayMember(const JsonValue& object, const char* name);

// The value as compact JSON.
std::string ToJson(const JsonValue& value);

// Writes a string value; Key() and String() of the writer for string_view.
void WriteString(JsonWriter& writer, std::string_view text);
void WriteMember(JsonWriter& writer, const char* name, std::string_view text);

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_JSON_H_
