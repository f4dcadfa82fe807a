#include "validator/dictionary.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "validator/catalogue.h"
#include "validator/standard.h"

namespace trivsel::validator {
namespace {

using google::protobuf::FieldDescriptor;

// A cell of a table must not end it.
std::string Cell(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

const char* FormatName(standard::v1::Format format) {
  switch (format) {
    case standard::v1::FORMAT_STRING:
      return "string";
    case standard::v1::FORMAT_ID:
      return "id";
    case standard::v1::FORMAT_CODE:
      return "code";
    case standard::v1::FORMAT_URI:
      return "uri";
    case standard::v1::FORMAT_INSTANT:
      return "instant";
    case standard::v1::FORMAT_DATE_TIME:
      return "dateTime";
    case standard::v1::FORMAT_CPR:
      return "CPR (DDMMÅÅSSSS)";
    case standard::v1::FORMAT_SOR:
      return "SOR";
    default:
      return "";
  }
}

std::string TypeName(const Element& element) {
  switch (element.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return element.message_rule->fhir_type();
    case FieldDescriptor::CPPTYPE_ENUM:
      return "code";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "boolean";
    default:
      return FormatName(element.format);
  }
}

std::string Cardinality(const Element& element) {
  std::string most = "1";
  if (element.field->is_repeated())
    most = element.max == 0 ? "*" : absl::StrCat(element.max);
  return absl::StrCat(element.required ? "1.." : "0..", most);
}

// The codes of an enum that the guide names.
std::string NamedCodes(const Element& element) {
  std::string out;
  const auto& type = *element.field->enum_type();
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& rule =
        type.value(i)->options().GetExtension(standard::v1::enum_value);
    if (rule.danish().empty()) continue;
    absl::StrAppend(&out, out.empty() ? "" : ", ", "`", rule.code(), "` ",
                    rule.danish());
  }
  return out;
}

std::string RuleText(const Element& element) {
  std::vector<std::string> parts;
  if (!element.fixed.empty())
    parts.push_back(absl::StrCat("fast/fixed `", element.fixed, "`"));
  if (element.fixed.empty() &&
      element.field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    parts.push_back(NamedCodes(element));
  }
  if (element.rule->has_binding()) {
    const std::string& url = element.rule->binding().value_set();
    const std::string id = url.substr(url.rfind('/') + 1);
    parts.push_back(absl::StrCat("kodesæt/value set [", id, "](#", id, ")"));
  }
  for (const std::string& target : element.rule->target())
    parts.push_back(absl::StrCat("peger på/points at ", target));
  if (!element.rule->extension_url().empty()) {
    parts.push_back(
        absl::StrCat("extension `", element.rule->extension_url(), "`"));
  }
  std::string out;
  for (const std::string& part : parts)
    absl::StrAppend(&out, out.empty() || part.empty() ? "" : "; ", part);
  return out;
}

void PrintElements(const Element& element, const std::string& path,
                   std::string* out) {
  for (const auto& child : element.children) {
    if (child->forbidden || !child->message_rule->record().empty()) continue;
    const std::string name =
        absl::StrCat(path, path.empty() ? "" : ".", child->field->name());
    absl::StrAppend(out, "| `", name, "` | `", child->fhir_path, "` | ",
                    Cell(child->danish), " | ", Cardinality(*child), " | ",
                    TypeName(*child), " | ", Cell(RuleText(*child)), " |\n");
    PrintElements(*child, name, out);
  }
}

// FHIR paths beneath a record that the profile forbids.
void GatherForbidden(const Element& element, std::vector<std::string>* names) {
  const std::string prefix =
      element.fhir_path.empty() ? "" : element.fhir_path + ".";
  for (const AbsentElement& absent : element.absent)
    if (absent.forbidden) names->push_back(prefix + absent.name);
  for (const auto& child : element.children) {
    if (child->forbidden) names->push_back(child->fhir_path);
    if (child->message_rule->record().empty()) GatherForbidden(*child, names);
  }
}

void PrintInvariants(const Element& element, std::string* out) {
  for (const auto& rule : element.message_rule->invariant()) {
    absl::StrAppend(out, "- `", rule.code(), "` ", rule.danish(), " *",
                    rule.english(), "*\n");
  }
  for (const auto& child : element.children)
    if (child->message_rule->record().empty()) PrintInvariants(*child, out);
}

void PrintRecord(const Element& record, std::string* out) {
  const auto& rule = *record.message_rule;
  absl::StrAppend(out, "## ", rule.danish(), " (", record.message->name(),
                  ")\n\nFHIR ", rule.fhir_type(), ", profil/profile `",
                  rule.profile(), "`\n\n",
                  "| Felt/Field | FHIR | Dansk navn/Danish name | "
                  "Antal/Count | Type | Regel/Rule |\n",
                  "|---|---|---|---|---|---|\n");
  PrintElements(record, "", out);
  std::vector<std::string> forbidden;
  GatherForbidden(record, &forbidden);
  if (!forbidden.empty()) {
    *out += "\nMå ikke bruges/Must not be used: ";
    for (size_t i = 0; i < forbidden.size(); ++i)
      absl::StrAppend(out, i == 0 ? "`" : ", `", forbidden[i], "`");
    *out += "\n";
  }
  *out += "\nRegler på tværs/Rules across elements:\n\n";
  PrintInvariants(record, out);
  *out += "\n";
}

// The report, then each record in the order of the entry's fields.
void PrintRecords(const Element& element, std::string* out) {
  if (!element.message_rule->record().empty()) PrintRecord(element, out);
  for (const auto& child : element.children)
    if (child->message != nullptr) PrintRecords(*child, out);
}

void GatherValueSets(const Element& element,
                     std::map<std::string, std::string>* urls) {
  if (element.rule->has_binding())
    (*urls)[element.rule->binding().value_set()] = element.danish;
  for (const auto& child : element.children) GatherValueSets(*child, urls);
}

void PrintValueSets(const Element& standard, const Terminology& terminology,
                    std::string* out) {
  std::map<std::string, std::string> urls;
  GatherValueSets(standard, &urls);
  absl::StrAppend(out, "# Kodesæt/Value sets\n\nUdgave/Edition ",
                  terminology.edition(), "\n\n");
  for (const auto& [url, danish] : urls) {
    absl::StrAppend(out, "## ", url.substr(url.rfind('/') + 1), "\n\n", danish,
                    ", `", url, "`\n\n| Kode/Code | Tekst/Display | System |\n",
                    "|---|---|---|\n");
    for (const auto& c : terminology.Expand(terminology.FindValueSet(url))) {
      absl::StrAppend(out, "| `", std::string(c.code), "` | ",
                      Cell(std::string(c.display)), " | `",
                      std::string(c.system), "` |\n");
    }
    *out += "\n";
  }
}

const char* SeverityText(standard::v1::Origin origin) {
  switch (origin) {
    case standard::v1::ORIGIN_GUIDE:
      return "advarsel/warning (fejl/error: strictness = guide)";
    case standard::v1::ORIGIN_PLAUSIBILITY:
      return "advarsel/warning";
    case standard::v1::ORIGIN_NOTICE:
      return "oplysning/information";
    default:
      return "fejl/error";
  }
}

const char* SeverityText(Severity severity) {
  switch (severity) {
    case Severity::kInformation:
      return "oplysning/information";
    case Severity::kWarning:
      return "advarsel/warning";
    case Severity::kError:
      break;
  }
  return "fejl/error";
}

std::string Row(const std::string& code, const char* severity,
                const std::string& danish, const std::string& english) {
  return absl::StrCat("| `", code, "` | ", severity, " | ", Cell(danish), " | ",
                      Cell(english), " |\n");
}

std::string FindingTable(const Catalogue& catalogue,
                         const std::vector<OtherFinding>& others) {
  std::map<std::string, std::string> rows;
  for (const auto& entry : catalogue.entries()) {
    rows[entry->code] = Row(entry->code, SeverityText(entry->origin),
                            entry->danish, entry->english);
  }
  for (const OtherFinding& other : others) {
    rows[other.code] = Row(other.code, SeverityText(other.severity),
                           other.danish, other.english);
  }
  std::string out = "| Kode/Code | Vægt/Severity | Dansk | English |\n";
  out += "|---|---|---|---|\n";
  for (const auto& [code, row] : rows) out += row;
  return out;
}

}  // namespace

absl::StatusOr<std::vector<OtherFinding>> AllFindings(
    const std::vector<OtherFinding>& others) {
  const auto standard = ResolveStandard();
  if (!standard.ok()) return standard.status();
  const auto catalogue = Catalogue::Create(**standard);
  if (!catalogue.ok()) return catalogue.status();
  std::map<std::string, OtherFinding> all;
  for (const auto& entry : (*catalogue)->entries()) {
    const Finding finding = MakeFinding(*entry, Strictness::kProfile, "", "");
    all[finding.code] = {finding.code, finding.severity, finding.danish,
                         finding.english};
  }
  for (const OtherFinding& other : others) all[other.code] = other;
  std::vector<OtherFinding> out;
  for (auto& [code, finding] : all) out.push_back(std::move(finding));
  return out;
}

absl::StatusOr<OtherFinding> FindFinding(
    std::string_view code, const std::vector<OtherFinding>& others) {
  auto all = AllFindings(others);
  if (!all.ok()) return all.status();
  for (OtherFinding& finding : *all) {
    if (finding.code == code) return std::move(finding);
  }
  return absl::NotFoundError("there is no such code");
}

absl::StatusOr<std::string> PrintFindingTable(
    const std::vector<OtherFinding>& others) {
  const auto standard = ResolveStandard();
  if (!standard.ok()) return standard.status();
  const auto catalogue = Catalogue::Create(**standard);
  if (!catalogue.ok()) return catalogue.status();
  return FindingTable(**catalogue, others);
}

absl::StatusOr<std::string> PrintDictionary(
    const Terminology& terminology, const std::vector<OtherFinding>& others) {
  const auto standard = ResolveStandard();
  if (!standard.ok()) return standard.status();
  absl::StatusOr<std::string> findings = PrintFindingTable(others);
  if (!findings.ok()) return findings.status();
  std::string out =
      "# Datastandard for LTT-indberetning/Data standard for LTT reports\n\n"
      "KL's guide LTT 1.0.1, dk-core 3.4.0, HL7 FHIR R4 (4.0.1).\n\n";
  PrintRecords(**standard, &out);
  PrintValueSets(**standard, terminology, &out);
  absl::StrAppend(&out, "# Fund/Findings\n\n", *findings);
  return out;
}

}  // namespace trivsel::validator
