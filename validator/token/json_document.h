// One JSON text of a token, read once as hostile input: UTF-8, limited in
// depth, no member twice, no zero character, nothing after it.
#ifndef TRIVSEL_VALIDATOR_TOKEN_JSON_DOCUMENT_H_
#define TRIVSEL_VALIDATOR_TOKEN_JSON_DOCUMENT_H_

#include <simdjson.h>

#include <string>
#include <string_view>

namespace trivsel::validator::token {

// The deepest real token has five levels ("priv").
inline constexpr size_t kMaxJsonDepth = 12;

enum class JsonState {
  kGood,
  kMalformed,  // not JSON, or not an object
  kTooDeep,
  kRepeated,  // a member twice in one object
};

// Owns what was read; the object and all texts in it live as long. Neither
// copyable nor thread safe.
class JsonDocument {
 public:
  JsonState Read(std::string_view json);

  // Only after kGood.
  simdjson::dom::object object() const { return object_; }
  // After kRepeated: the member's name.
  const std::string& repeated() const { return repeated_; }

 private:
  JsonState Check(simdjson::dom::element value);
  JsonState CheckObject(simdjson::dom::object object);
  bool FindRepeated(simdjson::dom::object object);

  simdjson::dom::parser parser_;
  simdjson::dom::object object_;
  std::string repeated_;
  bool has_escapes_ = false;
};

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_JSON_DOCUMENT_H_
