// Parameters of a statement in PostgreSQL's binary form.
#ifndef TRIVSEL_GATEWAY_STORE_PARAMS_H_
#define TRIVSEL_GATEWAY_STORE_PARAMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::gateway::store {

// Microseconds since 2000-01-01 UTC, PostgreSQL's own count; the infinite ones
// are its 'infinity' and '-infinity'.
int64_t ToPostgresTime(absl::Time time);
absl::Time FromPostgresTime(int64_t micros);

// Big-endian, as on the wire.
void AppendInt16(std::string* out, int16_t value);
void AppendInt32(std::string* out, int32_t value);
void AppendInt64(std::string* out, int64_t value);

// Writes a one-dimensional array. Elements are added in order; their number
// need not be known before.
class ArrayWriter {
 public:
  enum class Element : uint32_t {  // PostgreSQL's type numbers
    kBytea = 17,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kText = 25,
    kTimestamptz = 1184,
  };

  explicit ArrayWriter(Element element);

  void Int16(int16_t value);
  void Int32(int32_t value);
  void Int64(int64_t value);
  void Time(absl::Time value) { Int64(ToPostgresTime(value)); }
  // Text (UTF-8 without NUL) or bytes, by the element.
  void Bytes(std::string_view value);
  void Null();
  void Reserve(size_t bytes) { out_.reserve(bytes); }

  // The finished array; the writer is used up.
  std::string Take();

 private:
  std::string out_;
  int32_t count_ = 0;
  bool has_null_ = false;
};

// In the order of $1, $2, …; types must be those of the statement. Not thread
// safe; movable.
class Params {
 public:
  Params& Int16(int16_t value);
  Params& Int32(int32_t value);
  Params& Int64(int64_t value);
  Params& Bool(bool value);
  Params& Text(std::string_view value) { return Add(std::string(value)); }
  Params& Bytes(std::string_view value) { return Add(std::string(value)); }
  Params& Time(absl::Time value) { return Int64(ToPostgresTime(value)); }
  // NULL if there is none.
  Params& OptionalTime(std::optional<absl::Time> value) {
    return value ? Time(*value) : Null();
  }
  Params& Array(ArrayWriter array) { return Add(array.Take()); }
  Params& TextArray(const std::vector<std::string>& values);
  Params& Int64Array(const std::vector<int64_t>& values);
  Params& Null();

  size_t size() const { return values_.size(); }
  const std::optional<std::string>& operator[](size_t i) const {
    return values_[i];
  }

 private:
  Params& Add(std::string value);

  std::vector<std::optional<std::string>> values_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_PARAMS_H_
