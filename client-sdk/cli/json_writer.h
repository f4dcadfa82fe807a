// Writing one JSON object on one line, by hand: small, and always valid UTF-8.
#ifndef TRIVSEL_CLIENT_SDK_CLI_JSON_WRITER_H_
#define TRIVSEL_CLIENT_SDK_CLI_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace trivsel::cli {

// Commas and quotes come by themselves. Keys and nesting are the caller's
// business. Not thread safe.
class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  // Bytes that are not UTF-8 become U+FFFD.
  JsonWriter& String(std::string_view value);
  JsonWriter& Number(int64_t value);
  JsonWriter& Bool(bool value);

  const std::string& text() const { return text_; }

 private:
  void Separate();

  std::string text_;
};

// The same string with everything that is not UTF-8 replaced by U+FFFD.
std::string ValidUtf8(std::string_view bytes);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_JSON_WRITER_H_
