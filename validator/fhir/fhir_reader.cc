#include "validator/fhir/fhir_reader.h"

#include <simdjson.h>

#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "validator/fhir/json_fault.h"
#include "validator/fhir/object_reader.h"
#include "validator/fhir/profile_claims.h"

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void AddUnreadable(Fault fault, size_t offset, Findings* findings) {
  const FaultText& text = TextOf(fault);
  findings->Add(
      {std::string(text.code), Severity::kError, "", "",
       absl::StrCat(std::string(text.danish), " (Byte ", offset, ".)"),
       absl::StrCat(std::string(text.english), " (Byte ", offset, ".)")});
}

}  // namespace

struct FhirReader::Impl {
  explicit Impl(const FhirMapping& mapping) : mapping(mapping.impl()) {}

  // The bytes with the room behind them that the parser reads into.
  std::string_view Pad(std::string_view json) {
    if (padded.size() < json.size() + simdjson::SIMDJSON_PADDING) {
      padded.resize(json.size() + simdjson::SIMDJSON_PADDING);
    }
    std::memcpy(padded.data(), json.data(), json.size());
    return {padded.data(), json.size()};
  }

  const FhirMapping::Impl& mapping;
  dom::parser parser{kMaxBytes};
  bool ready = false;
  std::string padded;
};

FhirReader::FhirReader(const FhirMapping& mapping)
    : impl_(std::make_unique<Impl>(mapping)) {}

FhirReader::~FhirReader() = default;

Readability FhirReader::Read(std::string_view json,
                             ltt::v1::DeliveryReport* report,
                             Findings* findings, Strictness strictness) {
  const auto unreadable = [&](Fault fault, size_t offset) {
    report->Clear();
    AddUnreadable(fault, offset, findings);
    return Readability::kUnreadable;
  };
  if (json.size() > kMaxBytes) return unreadable(Fault::kTooLarge, kMaxBytes);
  Reporter reporter(strictness, findings);
  if (json.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    reporter.Add(Fault::kByteOrderMark, Frame{});
    json.remove_prefix(kByteOrderMark.size());
  }
  if (json.find_first_not_of(" \t\r\n") == json.npos) {
    return unreadable(Fault::kEmpty, 0);
  }
  if (!impl_->ready) {
    constexpr size_t kFirstCapacity = 16 * 1024;
    impl_->ready =
        impl_->parser.allocate(kFirstCapacity, kMaxDepth) == simdjson::SUCCESS;
  }
  const std::string_view padded = impl_->Pad(json);
  dom::element root;
  if (impl_->parser.parse(padded.data(), padded.size(), false).get(root) !=
      simdjson::SUCCESS) {
    const JsonFault fault = FindJsonFault(json, kMaxDepth);
    return unreadable(fault.fault, fault.offset);
  }
  dom::object bundle;
  if (root.get(bundle) != simdjson::SUCCESS ||
      ResourceType(bundle) !=
          impl_->mapping.report->standard->message_rule->fhir_type()) {
    return unreadable(Fault::kNotABundle, 0);
  }
  ObjectReader(impl_->mapping, &reporter).ReadReport(bundle, report);
  return Readability::kReadable;
}

}  // namespace trivsel::validator::fhir
