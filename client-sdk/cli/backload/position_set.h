// Which positions of an input are settled.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_POSITION_SET_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_POSITION_SET_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace trivsel::cli::backload {

// Ranges: positions are settled nearly in order, so that there is one range
// from 0 and a few small ones beyond it, however many positions there are. Not
// thread safe.
class PositionSet {
 public:
  void Add(uint64_t position);
  bool Contains(uint64_t position) const;
  uint64_t size() const { return size_; }
  size_t ranges() const { return ranges_.size(); }

  // "0-99,105,107-110"; "" when empty.
  std::string ToText() const;
  static absl::StatusOr<PositionSet> FromText(std::string_view text);

 private:
  std::map<uint64_t, uint64_t> ranges_;  // first -> one beyond the last
  uint64_t size_ = 0;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_POSITION_SET_H_
