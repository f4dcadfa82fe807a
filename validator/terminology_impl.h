// Inside of Terminology and its Builder; for their sources only.
#ifndef TRIVSEL_VALIDATOR_TERMINOLOGY_IMPL_H_
#define TRIVSEL_VALIDATOR_TERMINOLOGY_IMPL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trivsel/standard/v1/terminology.pb.h"
#include "validator/terminology.h"

namespace trivsel::validator {

struct Terminology::Impl {
  struct System {
    std::string url;
    bool whole = false;
  };

  // Owns what the entries point at. While it is being built, nothing else is
  // filled.
  standard::v1::TerminologyFile source;

  std::vector<System> systems;
  std::vector<std::string> value_sets;  // canonical URLs
  std::vector<Entry> entries;           // in the order of publication
  // Open-addressed: index into `entries`, -1 for none; its size is a power of
  // two and at least twice that of `entries`.
  std::vector<int32_t> slots;
  std::string edition;

  int FindSystem(std::string_view url) const;
  Entry* Find(int system, std::string_view code);
  void Insert(const Entry& entry);
};

// Mixes length, head and tail of a code: UUIDs differ in both.
uint64_t HashCode(int system, std::string_view code);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_TERMINOLOGY_IMPL_H_
