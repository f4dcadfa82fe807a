#include "gateway/store/params.h"

#include <limits>
#include <utility>

namespace trivsel::gateway::store {
namespace {

constexpr int64_t kEpoch2000 = 946684800;  // seconds after 1970
constexpr int64_t kInfinity = std::numeric_limits<int64_t>::max();
constexpr int64_t kMinusInfinity = std::numeric_limits<int64_t>::min();
constexpr size_t kHasNullAt = 4;
constexpr size_t kCountAt = 12;
constexpr size_t kHeader = 20;

template <typename T>
void AppendBigEndian(std::string* out, T value) {
  char bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[i] = static_cast<char>(value >> (8 * (sizeof(T) - 1 - i)));
  }
  out->append(bytes, sizeof(T));
}

void PutInt32(std::string* out, size_t at, int32_t value) {
  for (int i = 0; i < 4; ++i) {
    (*out)[at + i] =
        static_cast<char>(static_cast<uint32_t>(value) >> (24 - 8 * i));
  }
}

}  // namespace

int64_t ToPostgresTime(absl::Time time) {
  if (time == absl::InfiniteFuture()) return kInfinity;
  if (time == absl::InfinitePast()) return kMinusInfinity;
  const int64_t micros = absl::ToUnixMicros(time);
  // Nothing that PostgreSQL knows lies so far back; it will say so.
  if (micros < kMinusInfinity + kEpoch2000 * 1000000) return kMinusInfinity + 1;
  return micros - kEpoch2000 * 1000000;
}

absl::Time FromPostgresTime(int64_t micros) {
  if (micros == kInfinity) return absl::InfiniteFuture();
  if (micros == kMinusInfinity) return absl::InfinitePast();
  return absl::FromUnixMicros(micros + kEpoch2000 * 1000000);
}

void AppendInt16(std::string* out, int16_t value) {
  AppendBigEndian(out, static_cast<uint16_t>(value));
}
void AppendInt32(std::string* out, int32_t value) {
  AppendBigEndian(out, static_cast<uint32_t>(value));
}
void AppendInt64(std::string* out, int64_t value) {
  AppendBigEndian(out, static_cast<uint64_t>(value));
}

ArrayWriter::ArrayWriter(Element element) {
  AppendInt32(&out_, 1);  // dimensions
  AppendInt32(&out_, 0);  // has nulls
  AppendInt32(&out_, static_cast<int32_t>(element));
  AppendInt32(&out_, 0);  // elements
  AppendInt32(&out_, 1);  // lower bound
}

void ArrayWriter::Int16(int16_t value) {
  AppendInt32(&out_, 2);
  AppendInt16(&out_, value);
  ++count_;
}

void ArrayWriter::Int32(int32_t value) {
  AppendInt32(&out_, 4);
  AppendInt32(&out_, value);
  ++count_;
}

void ArrayWriter::Int64(int64_t value) {
  AppendInt32(&out_, 8);
  AppendInt64(&out_, value);
  ++count_;
}

void ArrayWriter::Bytes(std::string_view value) {
  AppendInt32(&out_, static_cast<int32_t>(value.size()));
  out_.append(value);
  ++count_;
}

void ArrayWriter::Null() {
  AppendInt32(&out_, -1);
  has_null_ = true;
  ++count_;
}

std::string ArrayWriter::Take() {
  if (count_ == 0) {
    // An empty array has no dimension.
    PutInt32(&out_, 0, 0);
    out_.resize(kHeader - 8);
    return std::move(out_);
  }
  PutInt32(&out_, kHasNullAt, has_null_ ? 1 : 0);
  PutInt32(&out_, kCountAt, count_);
  return std::move(out_);
}

Params& Params::Add(std::string value) {
  values_.emplace_back(std::move(value));
  return *this;
}

Params& Params::Int16(int16_t value) {
  std::string out;
  AppendInt16(&out, value);
  return Add(std::move(out));
}

Params& Params::Int32(int32_t value) {
  std::string out;
  AppendInt32(&out, value);
  return Add(std::move(out));
}

Params& Params::Int64(int64_t value) {
  std::string out;
  AppendInt64(&out, value);
  return Add(std::move(out));
}

Params& Params::Bool(bool value) {
  return Add(std::string(1, value ? '\1' : '\0'));
}

Params& Params::TextArray(const std::vector<std::string>& values) {
  ArrayWriter array(ArrayWriter::Element::kText);
  for (const std::string& value : values) array.Bytes(value);
  return Array(std::move(array));
}

Params& Params::Int64Array(const std::vector<int64_t>& values) {
  ArrayWriter array(ArrayWriter::Element::kInt8);
  for (int64_t value : values) array.Int64(value);
  return Array(std::move(array));
}

Params& Params::Null() {
  values_.emplace_back(std::nullopt);
  return *this;
}

}  // namespace trivsel::gateway::store
