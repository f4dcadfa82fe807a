#include "deploy/sandbox/receiver/behaviour.h"

#include <array>
#include <utility>

#include "deploy/sandbox/receiver/json.h"

namespace trivsel::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, Mode>, 8> kModes = {{
    {"normal", Mode::kNormal},
    {"slow", Mode::kSlow},
    {"fail", Mode::kFail},
    {"reject", Mode::kReject},
    {"lose-answer", Mode::kLoseAnswer},
    {"partial", Mode::kPartial},
    {"pending", Mode::kPending},
    {"refuse-batch", Mode::kRefuseBatch},
}};

constexpr int kLongestDelayMs = 600'000;

}  // namespace

bool ParseMode(std::string_view name, Mode* mode) {
  for (const auto& [known, value] : kModes) {
    if (known != name) continue;
    *mode = value;
    return true;
  }
  return false;
}

absl::Status ParseBehaviour(std::string_view json, Behaviour* behaviour) {
  rapidjson::Document document;
  if (!ParseJson(json, &document) || !document.IsObject()) {
    return absl::InvalidArgumentError("not a JSON object");
  }
  Behaviour read;
  if (!ParseMode(StringMember(document, "mode"), &read.mode)) {
    return absl::InvalidArgumentError(
        "mode must be normal, slow, fail, reject, lose-answer, partial, "
        "pending or refuse-batch");
  }
  if (const auto delay = document.FindMember("delay_ms");
      delay != document.MemberEnd()) {
    if (!delay->value.IsInt() || delay->value.GetInt() < 0 ||
        delay->value.GetInt() > kLongestDelayMs) {
      return absl::InvalidArgumentError("delay_ms must be 0 to 600000");
    }
    read.delay = std::chrono::milliseconds(delay->value.GetInt());
  }
  if (const JsonValue* ids = ArrayMember(document, "reject_ids")) {
    for (const JsonValue& id : ids->GetArray()) {
      if (!id.IsString()) {
        return absl::InvalidArgumentError("reject_ids must be strings");
      }
      read.reject_ids.emplace(id.GetString(), id.GetStringLength());
    }
  }
  if (const auto chance = document.FindMember("probability");
      chance != document.MemberEnd()) {
    if (!chance->value.IsNumber() || chance->value.GetDouble() < 0 ||
        chance->value.GetDouble() > 1) {
      return absl::InvalidArgumentError("probability must be 0 to 1");
    }
    read.probability = chance->value.GetDouble();
  }
  *behaviour = std::move(read);
  return absl::OkStatus();
}

std::string ToJson(const Behaviour& behaviour) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, mode] : kModes) {
    if (mode == behaviour.mode) WriteMember(writer, "mode", name);
  }
  writer.Key("delay_ms");
  writer.Int64(behaviour.delay.count());
  writer.Key("reject_ids");
  writer.StartArray();
  for (const std::string& id : behaviour.reject_ids) WriteString(writer, id);
  writer.EndArray();
  writer.Key("probability");
  writer.Double(behaviour.probability);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace trivsel::sandbox
