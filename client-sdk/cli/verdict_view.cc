#include "client-sdk/cli/verdict_view.h"

#include <cstdio>

#include "client-sdk/cli/phrases.h"

namespace trivsel::cli {
namespace {

using validator::Finding;
using validator::Severity;

struct VerdictRow {
  const char* name;
  Phrase one;
  Phrase many;
  Colour colour;
};

// By FileVerdict.
constexpr VerdictRow kVerdicts[] = {
    {"valid", {"gyldig", "valid"}, {"gyldige", "valid"}, Colour::kGreen},
    {"invalid", {"ugyldig", "invalid"}, {"ugyldige", "invalid"}, Colour::kRed},
    {"unreadable",
     {"ulæselig", "unreadable"},
     {"ulæselige", "unreadable"},
     Colour::kRed},
};

const VerdictRow& Row(FileVerdict verdict) {
  return kVerdicts[static_cast<size_t>(verdict)];
}

std::string SeverityText(Severity severity, const ViewArguments& view) {
  switch (severity) {
    case Severity::kError:
      return Paint(Say({"FEJL", "error"}, view.language), Colour::kRed,
                   view.colour);
    case Severity::kWarning:
      return Paint(Say({"ADVARSEL", "warning"}, view.language), Colour::kYellow,
                   view.colour);
    case Severity::kInformation:
      break;
  }
  return Paint(Say({"BEMÆRK", "information"}, view.language), Colour::kGrey,
               view.colour);
}

void AppendLine(std::string_view text, std::string* out) {
  if (text.empty()) return;
  out->append("      ").append(ForTerminal(text)).append("\n");
}

void AppendFindingText(const Finding& f, const ViewArguments& view,
                       std::string* out) {
  out->append("  ").append(SeverityText(f.severity, view)).append("  ");
  out->append(Paint(ForTerminal(f.code), Colour::kBold, view.colour));
  out->append("\n");
  AppendLine(f.fhir_path.empty() ? f.path : f.fhir_path, out);
  if (view.language != Language::kEnglish) AppendLine(f.danish, out);
  if (view.language != Language::kDanish) AppendLine(f.english, out);
}

std::string Counted(size_t count, const Phrase& what, Language language) {
  const std::string number = std::to_string(count) + " ";
  const std::string danish = number + std::string(what.danish);
  const std::string english = number + std::string(what.english);
  return Say({danish, english}, language);
}

}  // namespace

const char* VerdictName(FileVerdict verdict) { return Row(verdict).name; }

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInformation:
      break;
  }
  return "information";
}

void AppendFindings(const std::vector<Finding>& findings, JsonWriter* json,
                    const std::string& rule_page) {
  json->Key("findings").BeginArray();
  for (const Finding& f : findings) {
    json->BeginObject();
    json->Key("severity").String(SeverityName(f.severity));
    json->Key("code").String(f.code);
    json->Key("path").String(f.path);
    json->Key("fhir_path").String(f.fhir_path);
    json->Key("message").String(f.danish);
    json->Key("message_en").String(f.english);
    if (!rule_page.empty()) json->Key("rule").String(rule_page + "#" + f.code);
    json->EndObject();
  }
  json->EndArray();
}

std::string FindingsAsText(const std::vector<Finding>& findings,
                           size_t left_out, const ViewArguments& view) {
  std::string out;
  for (const Finding& f : findings) AppendFindingText(f, view, &out);
  if (left_out > 0) {
    AppendLine(
        "… " + Counted(left_out, {"fund mere", "more findings"}, view.language),
        &out);
  }
  return out;
}

std::string FindingsWithRules(const std::vector<Finding>& findings,
                              const std::string& rule_page,
                              const ViewArguments& view) {
  std::string out;
  for (const Finding& f : findings) {
    AppendFindingText(f, view, &out);
    AppendLine(rule_page.empty() ? "→ trivsel dictionary " + f.code
                                 : "→ " + rule_page + "#" + f.code,
               &out);
  }
  return out;
}

void VerdictView::Show(const std::string& file, FileVerdict verdict,
                       const validator::Findings& findings) {
  ++counts_[static_cast<size_t>(verdict)];
  if (view_.output == Output::kText) {
    ShowText(file, verdict, findings);
    return;
  }
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(file);
  json.Key("verdict").String(VerdictName(verdict));
  AppendFindings(findings.list(), &json);
  json.EndObject();
  std::fwrite(json.text().data(), 1, json.text().size(), stdout);
  std::fputc('\n', stdout);
}

void VerdictView::ShowText(const std::string& file, FileVerdict verdict,
                           const validator::Findings& findings) const {
  const VerdictRow& row = Row(verdict);
  std::string out =
      ForTerminal(file) + ": " +
      Paint(Say(row.one, view_.language), row.colour, view_.colour) + "\n";
  out += FindingsAsText(findings.list(), findings.left_out(), view_);
  std::fwrite(out.data(), 1, out.size(), stdout);
}

void VerdictView::ShowSummary(bool files) const {
  if (view_.output == Output::kJson) return;
  const size_t all = counts_[0] + counts_[1] + counts_[2];
  std::string danish = std::to_string(all) + (files ? " fil" : " rapport");
  std::string english = std::to_string(all) + (files ? " file" : " report");
  danish += all == 1 ? ": " : "er: ";
  english += all == 1 ? ": " : "s: ";
  for (size_t i = 0; i < counts_.size(); ++i) {
    const Phrase& words =
        counts_[i] == 1 ? kVerdicts[i].one : kVerdicts[i].many;
    const char* comma = i == 0 ? "" : ", ";
    danish += comma + Counted(counts_[i], words, Language::kDanish);
    english += comma + Counted(counts_[i], words, Language::kEnglish);
  }
  const std::string line = Say({danish, english}, view_.language) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
}

ExitCode VerdictView::exit_code() const {
  if (counts_[static_cast<size_t>(FileVerdict::kUnreadable)] > 0) return kUsage;
  if (counts_[static_cast<size_t>(FileVerdict::kInvalid)] > 0) {
    return kSomeInvalid;
  }
  return kAllWell;
}

}  // namespace trivsel::cli
