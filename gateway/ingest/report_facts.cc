#include "gateway/ingest/report_facts.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>

namespace trivsel::gateway::ingest {
namespace {

using ltt::v1::Entry;

// Whether the text can be meant as a SOR code at all; what is not is a rule
// breach for the validator to name and no question of permission.
bool LooksLikeSor(std::string_view text) {
  return text.size() >= 6 && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

template <typename Record>
void AddResource(const char* type, const Record& record,
                 std::vector<queue::ResourceVersion>* out) {
  if (record.id().empty()) return;
  out->push_back({type, record.id(), record.meta().last_updated()});
}

}  // namespace

bool IsReportId(std::string_view id) {
  return !id.empty() && id.size() <= 64 &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

std::string_view CitizenCpr(const ltt::v1::DeliveryReport& report) {
  for (const Entry& entry : report.entry()) {
    if (entry.has_citizen()) return entry.citizen().identifier().value();
  }
  return {};
}

std::optional<int32_t> FindMunicipality(const ltt::v1::DeliveryReport& report,
                                        const access::Caller& caller) {
  int32_t found = 0;
  for (const Entry& entry : report.entry()) {
    if (!entry.has_citizen()) continue;
    const std::string& sor =
        entry.citizen().managing_organization().identifier().value();
    if (const access::Municipality* owner = caller.FindBySor(sor)) {
      if (found == 0) found = owner->id;
    } else if (LooksLikeSor(sor)) {
      return std::nullopt;
    }
  }
  return found;
}

std::vector<queue::ResourceVersion> Resources(
    const ltt::v1::DeliveryReport& report) {
  std::vector<queue::ResourceVersion> all;
  all.reserve(static_cast<size_t>(report.entry_size()));
  for (const Entry& entry : report.entry()) {
    switch (entry.resource_case()) {
      case Entry::kCitizen:
        AddResource("Patient", entry.citizen(), &all);
        break;
      case Entry::kCarePlan:
        AddResource("CarePlan", entry.care_plan(), &all);
        break;
      case Entry::kEncounter:
        AddResource("Encounter", entry.encounter(), &all);
        break;
      case Entry::kReferral:
        AddResource("CarePlan", entry.referral(), &all);
        break;
      case Entry::RESOURCE_NOT_SET:
        break;
    }
  }
  return all;
}

std::string SerializeDeterministically(const ltt::v1::DeliveryReport& report) {
  std::string out;
  out.reserve(report.ByteSizeLong());
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  report.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return out;
}

}  // namespace trivsel::gateway::ingest
