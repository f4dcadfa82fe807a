#include "gateway/delivery/incremental_delivery.h"

#include <algorithm>
#include <cctype>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::gateway::delivery {
namespace {

constexpr char kProfile[] =
    "http://fhir.kl.dk/ltt/StructureDefinition/"
    "klgateway-ltt-incremental-delivery";

bool IsIdCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
}

// Lower case only: FHIR demands it of urn:uuid.
bool IsLowerUuid(std::string_view id) {
  if (id.size() != 36) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = id[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

// Ids were checked at intake to be FHIR ids; nothing in them needs escaping.
void AppendFullUrl(const std::string& report_id, std::string* out) {
  absl::StrAppend(
      out,
      IsLowerUuid(report_id) ? "urn:uuid:" : "https://trivsel.dk/fhir/Bundle/",
      report_id);
}

}  // namespace

bool IsSenderName(std::string_view sender) {
  return !sender.empty() && sender.size() <= 24 &&
         std::all_of(sender.begin(), sender.end(), IsIdCharacter);
}

std::string BatchName(std::string_view sender,
                      const queue::SealedBatch& batch) {
  return absl::StrCat(std::string(sender), "-", batch.batch_id, "-",
                      absl::ToUnixMicros(batch.sealed_at));
}

absl::StatusOr<std::string> WriteIncrementalDelivery(
    const validator::fhir::FhirMapping& mapping, std::string_view sender,
    const queue::SealedBatch& batch) {
  std::string out =
      absl::StrCat(R"({"resourceType":"Bundle","id":")",
                   BatchName(sender, batch), R"(","meta":{"profile":[")",
                   kProfile, R"("]},"type":"collection","timestamp":")",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", batch.sealed_at,
                                    absl::UTCTimeZone()),
                   R"(","entry":[)");
  // The writer makes its string twice as long before it writes: into a short
  // one that is used again, not into the whole batch for every report.
  std::string one;
  google::protobuf::Arena arena;
  bool first = true;
  for (const queue::BatchItem& item : batch.items) {
    if (!std::all_of(item.report_id.begin(), item.report_id.end(),
                     IsIdCharacter)) {
      return absl::InternalError(
          absl::StrCat("batch ", batch.batch_id, ": a report id is no id"));
    }
    arena.Reset();
    auto* report = google::protobuf::Arena::CreateMessage<
        trivsel::ltt::v1::DeliveryReport>(&arena);
    if (!report->ParseFromString(item.canonical)) {
      return absl::InternalError(absl::StrCat(
          "batch ", batch.batch_id, ": a stored report cannot be read"));
    }
    // A report may have come without an id inside; towards the receiver it
    // goes by the id that it was submitted under.
    if (report->id().empty()) report->set_id(item.report_id);
    absl::StrAppend(&out, first ? "" : ",", R"({"fullUrl":")");
    AppendFullUrl(item.report_id, &out);
    absl::StrAppend(&out, R"(","resource":)");
    one.clear();
    validator::fhir::AppendFhirJson(mapping, *report, &one);
    out.append(one).push_back('}');
    first = false;
  }
  out.append("]}");
  return out;
}

}  // namespace trivsel::gateway::delivery
