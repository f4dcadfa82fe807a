// Arrays in PostgreSQL's binary form, and page tokens of clients.
#include <cstring>

#include "gateway/ingest/page_token.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "tests/fuzz/check.h"

namespace trivsel::fuzz {
namespace {

using gateway::ingest::MakePageToken;
using gateway::ingest::ReadPageToken;
using gateway::store::ArrayWriter;
using gateway::store::SplitArray;

constexpr size_t kHeader = 20;

// What was split and written again must split into the same.
void RunArray(std::string_view bytes) {
  const auto items = SplitArray(bytes);
  ArrayWriter writer(ArrayWriter::Element::kBytea);
  size_t total = kHeader;
  for (const auto& item : items) {
    total += 4;
    if (!item.has_value()) {
      writer.Null();
      continue;
    }
    Check(item->data() >= bytes.data() &&
              item->data() + item->size() <= bytes.data() + bytes.size(),
          "an item that lies outside the array");
    total += item->size();
    writer.Bytes(*item);
  }
  Check(items.empty() || total <= bytes.size(), "items that overlap");
  const std::string written = writer.Take();
  const auto again = SplitArray(written);
  Check(items == again, "an array that is not read as it was written");
}

void RunToken(std::string_view bytes) {
  trivsel::gateway::v1::ReportFilter filter;
  int64_t key = 0;
  std::memcpy(&key, bytes.data(), std::min(bytes.size(), sizeof(key)));
  const std::string made = MakePageToken(key, filter);
  Check(ReadPageToken(made, filter) == key, "a token that is not read as made");
  for (const char c : made) {
    Check(c > 0x20 && c < 0x7F, "a token that cannot stand in an address");
  }
  trivsel::gateway::v1::ReportFilter other;
  other.set_finding_code("X");
  Check(!ReadPageToken(made, other).has_value(), "a token under other filters");
  const std::string given(bytes);
  const auto read = ReadPageToken(given, filter);
  Check(!read.has_value() ||
            ReadPageToken(MakePageToken(*read, filter), filter) == read,
        "a token that was taken and cannot be made");
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  trivsel::fuzz::RunArray(bytes);
  trivsel::fuzz::RunToken(bytes);
  return 0;
}
