#include "gateway/store/result.h"

#include <libpq-fe.h>

#include <cstdlib>

#include "gateway/store/params.h"

namespace trivsel::gateway::store {
namespace {

template <typename T>
T BigEndian(std::string_view bytes) {
  if (bytes.size() != sizeof(T)) return 0;
  uint64_t value = 0;
  for (unsigned char byte : bytes) value = value << 8 | byte;
  return static_cast<T>(value);
}

}  // namespace

Result::Result(pg_result* result) : result_(result, PQclear) {}

int Result::rows() const {
  return result_ == nullptr ? 0 : PQntuples(result_.get());
}

int64_t Result::affected() const {
  return result_ == nullptr
             ? 0
             : std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

bool Result::IsNull(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Result::View(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

int16_t Result::Int16(int row, int column) const {
  return BigEndian<int16_t>(View(row, column));
}
int32_t Result::Int32(int row, int column) const {
  return BigEndian<int32_t>(View(row, column));
}
int64_t Result::Int64(int row, int column) const {
  return BigEndian<int64_t>(View(row, column));
}
bool Result::Bool(int row, int column) const {
  return BigEndian<int8_t>(View(row, column)) != 0;
}

absl::Time Result::Time(int row, int column) const {
  return FromPostgresTime(Int64(row, column));
}

std::optional<absl::Time> Result::OptionalTime(int row, int column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Time(row, column);
}

std::vector<int64_t> Result::Int64Array(int row, int column) const {
  std::vector<int64_t> values;
  for (const auto& item : SplitArray(View(row, column))) {
    values.push_back(item.has_value() ? BigEndian<int64_t>(*item) : 0);
  }
  return values;
}

std::vector<std::string> Result::TextArray(int row, int column) const {
  std::vector<std::string> values;
  for (const auto& item : SplitArray(View(row, column))) {
    values.emplace_back(item.value_or(std::string_view()));
  }
  return values;
}

std::vector<std::optional<std::string_view>> SplitArray(
    std::string_view array) {
  constexpr size_t kHeader = 20;
  if (array.size() < kHeader || BigEndian<int32_t>(array.substr(0, 4)) != 1)
    return {};
  const int32_t count = BigEndian<int32_t>(array.substr(12, 4));
  std::vector<std::optional<std::string_view>> items;
  size_t at = kHeader;
  for (int32_t i = 0; i < count; ++i) {
    if (array.size() - at < 4) return {};
    const int32_t length = BigEndian<int32_t>(array.substr(at, 4));
    at += 4;
    if (length < 0) {
      items.emplace_back(std::nullopt);
      continue;
    }
    if (array.size() - at < static_cast<size_t>(length)) return {};
    items.emplace_back(array.substr(at, length));
    at += length;
  }
  return items;
}

}  // namespace trivsel::gateway::store
