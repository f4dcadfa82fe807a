// The rows that a statement gave, in PostgreSQL's binary form.
#ifndef TRIVSEL_GATEWAY_STORE_RESULT_H_
#define TRIVSEL_GATEWAY_STORE_RESULT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

struct pg_result;

namespace trivsel::gateway::store {

// Owns the rows. A column read as another type than it has gives zero or
// empty, never memory that is not there. Not thread safe; movable.
class Result {
 public:
  Result() : result_(nullptr, nullptr) {}
  explicit Result(pg_result* result);

  int rows() const;
  // Rows that an INSERT, UPDATE or DELETE touched.
  int64_t affected() const;

  bool IsNull(int row, int column) const;
  int16_t Int16(int row, int column) const;
  int32_t Int32(int row, int column) const;
  int64_t Int64(int row, int column) const;
  bool Bool(int row, int column) const;
  // Text or bytes; lives as long as the result.
  std::string_view View(int row, int column) const;
  std::string Text(int row, int column) const {
    return std::string(View(row, column));
  }
  absl::Time Time(int row, int column) const;
  std::optional<absl::Time> OptionalTime(int row, int column) const;
  std::vector<int64_t> Int64Array(int row, int column) const;
  std::vector<std::string> TextArray(int row, int column) const;

 private:
  std::unique_ptr<pg_result, void (*)(pg_result*)> result_;
};

// Splits an array in binary form into its elements; nullopt is NULL. Empty if
// it is not a one-dimensional array.
std::vector<std::optional<std::string_view>> SplitArray(std::string_view array);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_RESULT_H_
