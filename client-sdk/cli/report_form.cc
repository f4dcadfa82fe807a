#include "client-sdk/cli/report_form.h"

#include <algorithm>
#include <array>
#include <string>

#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::cli {
namespace {

using trivsel::ltt::v1::DeliveryReport;
using trivsel::ltt::v1::Entry;

bool Has(std::string_view bytes, std::string_view part) {
  return bytes.find(part) != std::string_view::npos;
}

// Control characters that no text has. The binary form has them at once: the
// tags and lengths of short fields are small numbers.
bool HasControlCharacters(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' &&
           c != '\r' && c != '\f';
  });
}

bool StartsLikeUtf16(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xff\xfe" || bytes.substr(0, 2) == "\xfe\xff";
}

std::string_view SkipSpace(std::string_view bytes) {
  const size_t start = bytes.find_first_not_of(" \t\r\n\f");
  return start == std::string_view::npos ? std::string_view()
                                         : bytes.substr(start);
}

// FHIR JSON says "resourceType" in every resource. Without one it is our own
// JSON form only if it uses our own names.
bool IsProtoJson(std::string_view bytes) {
  if (Has(bytes, "\"resourceType\"")) return false;
  if (Has(bytes, "\"BUNDLE_TYPE_")) return true;
  const auto* entry = Entry::descriptor();
  for (int i = 0; i < entry->field_count(); ++i) {
    const auto* field = entry->field(i);
    if (field->containing_oneof() == nullptr) continue;
    if (Has(bytes, "\"" + field->json_name() + "\"") ||
        Has(bytes, "\"" + std::string(field->name()) + "\"")) {
      return true;
    }
  }
  return false;
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (c >= '0' && c <= '9');
}

// The first word is a field of the report, followed by ':', '{' or '<'.
bool StartsLikeTextProto(std::string_view bytes) {
  while (!bytes.empty() && bytes.front() == '#') {  // comment lines
    const size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return false;
    bytes = SkipSpace(bytes.substr(end));
  }
  const auto end =
      std::find_if_not(bytes.begin(), bytes.end(), IsWordCharacter);
  const std::string word(bytes.begin(), end);
  const std::string_view rest = SkipSpace(bytes.substr(word.size()));
  return !rest.empty() &&
         std::string_view(":{<").find(rest.front()) != std::string_view::npos &&
         DeliveryReport::descriptor()->FindFieldByName(word) != nullptr;
}

struct NamedForm {
  ReportForm form;
  std::string_view name;
};
constexpr std::array<NamedForm, 5> kForms = {{
    {ReportForm::kDetect, "auto"},
    {ReportForm::kFhirJson, "fhir-json"},
    {ReportForm::kProtoJson, "proto-json"},
    {ReportForm::kText, "text"},
    {ReportForm::kBinary, "binary"},
}};

}  // namespace

ReportForm DetectForm(std::string_view bytes) {
  if (StartsLikeUtf16(bytes)) return ReportForm::kFhirJson;
  const bool controls = HasControlCharacters(bytes);
  // A binary report begins with '\n', the tag of its id, and the id's length,
  // which may look like '{': so control characters and the tag decide first.
  if (controls && bytes.front() == '\n' &&
      DeliveryReport().ParseFromString(std::string(bytes))) {
    return ReportForm::kBinary;
  }
  std::string_view text = bytes;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  text = SkipSpace(text);
  if (text.empty()) return ReportForm::kFhirJson;
  if (text.front() == '{') {
    return IsProtoJson(text) ? ReportForm::kProtoJson : ReportForm::kFhirJson;
  }
  if (text.front() == '[') return ReportForm::kFhirJson;
  if (StartsLikeTextProto(text)) return ReportForm::kText;
  return controls ? ReportForm::kBinary : ReportForm::kFhirJson;
}

std::string_view FormName(ReportForm form) {
  for (const NamedForm& f : kForms) {
    if (f.form == form) return f.name;
  }
  return "";
}

std::optional<ReportForm> FormOfName(std::string_view name) {
  for (const NamedForm& f : kForms) {
    if (f.name == name) return f.form;
  }
  return std::nullopt;
}

}  // namespace trivsel::cli
