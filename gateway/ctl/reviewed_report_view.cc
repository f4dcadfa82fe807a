#include "gateway/ctl/reviewed_report_view.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/ctl/review_words.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

// The record line by line, from 1.
std::vector<std::string> LinesOf(const v1::ReviewedReport& report) {
  std::vector<std::string> lines;
  if (report.fhir_json().empty()) return lines;
  lines = absl::StrSplit(report.fhir_json(), '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// Where each finding stands; one without a place is not in it.
std::map<int, int> PlacesOf(const v1::ReviewedReport& report) {
  std::map<int, int> places;
  for (const v1::FindingPlace& place : report.places()) {
    if (place.line() > 0) places[place.finding()] = place.line();
  }
  return places;
}

void Append(const v1::Finding& finding, std::string* out) {
  absl::StrAppend(out, "  ", InWords(finding.severity()), "  ",
                  Printable(finding.code()), "\n");
  const std::string& path =
      finding.fhir_path().empty() ? finding.path() : finding.fhir_path();
  if (!path.empty()) absl::StrAppend(out, "      ", Printable(path), "\n");
  *out += PrintableLines(finding.danish(), "      ");
  *out += PrintableLines(finding.english(), "      ");
}

void AppendFindings(const v1::ReviewedReport& report, std::string* out) {
  const auto& findings = report.receipt().findings();
  if (!findings.empty()) *out += "Fund / findings\n";
  const std::vector<std::string> lines = LinesOf(report);
  const std::map<int, int> places = PlacesOf(report);
  for (int i = 0; i < findings.size(); ++i) {
    Append(findings[i], out);
    const auto place = places.find(i);
    if (place == places.end() ||
        place->second > static_cast<int>(lines.size())) {
      continue;
    }
    absl::StrAppendFormat(out, "      linje / line %d: %s\n", place->second,
                          Printable(lines[place->second - 1]));
  }
  for (const v1::Delivery& delivery : report.deliveries()) {
    if (delivery.findings().empty()) continue;
    absl::StrAppend(out, "Svar fra / answer of ",
                    Printable(delivery.destination()), "\n");
    for (const v1::Finding& finding : delivery.findings()) {
      Append(finding, out);
    }
  }
}

void AppendRejections(const v1::ReviewedReport& report, std::string* out) {
  if (!report.rejections().empty()) *out += "Afvisninger / rejections\n";
  for (const v1::Rejection& r : report.rejections()) {
    absl::StrAppend(out, "  ", r.rejection_id(), "@", r.version(), "  ",
                    InWords(r.state()), "  ", InWords(r.origin()));
    if (!r.destination().empty()) {
      absl::StrAppend(out, " ", Printable(r.destination()));
    }
    absl::StrAppend(out, "  ", When(r.update_time()));
    if (!r.assignee().empty()) {
      absl::StrAppend(out, "  taget af / taken by ",
                      Who(r.assignee_name(), r.assignee()));
    }
    *out += "\n";
    *out += PrintableLines(r.returned_message(), "      ");
  }
}

void AppendHistory(const v1::ReviewedReport& report, std::string* out) {
  if (!report.steps().empty()) *out += "Vejen / the way that it went\n";
  for (const v1::ReportStep& step : report.steps()) {
    absl::StrAppend(out, "  ", When(step.time()), "  ", InWords(step.kind()),
                    "  ", Printable(step.text()), "\n");
  }
  if (!report.events().empty()) *out += "Behandling / acts\n";
  for (const v1::ReviewEvent& event : report.events()) {
    absl::StrAppend(out, "  ", When(event.time()), "  ",
                    Printable(event.actor()), "  ", InWords(event.kind()), "\n",
                    PrintableLines(event.text(), "      "));
  }
}

void AppendCitizen(const v1::ReviewedReport& report, std::string* out) {
  if (report.citizen_reports_size() < 2) return;
  *out += "Barnets rapporter / the child's reports\n";
  for (const v1::CitizenReport& other : report.citizen_reports()) {
    absl::StrAppend(
        out, other.report_key() == report.report_key() ? "> " : "  ",
        When(other.receive_time()), "  ", Printable(other.report_id()), "  ",
        other.verdict() == v1::VERDICT_ACCEPTED ? "accepteret / accepted"
                                                : "afvist / rejected",
        "  ", Printable(absl::StrJoin(other.resources(), ", ")), "\n");
  }
}

void AppendRecord(const v1::ReviewedReport& report, std::string* out) {
  const std::vector<std::string> lines = LinesOf(report);
  if (lines.empty()) {
    *out += report.content_no_longer_kept()
                ? "Indholdet gemmes ikke længere. / The content is no longer "
                  "kept.\n"
                : "Indholdet kan ikke læses. / The content cannot be read.\n";
    return;
  }
  *out += "Indhold / record\n";
  std::map<int, bool> marked;
  for (const auto& [finding, line] : PlacesOf(report)) marked[line] = true;
  for (size_t i = 0; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    absl::StrAppendFormat(out, "%s%5d  %s\n", marked[line] ? ">" : " ", line,
                          Printable(lines[i]));
  }
}

}  // namespace

std::string ShowReport(const v1::ReviewedReport& report, bool record) {
  const v1::Receipt& receipt = report.receipt();
  std::string out = absl::StrCat(
      "Rapport / report ", Printable(receipt.report_id()), "  (",
      report.report_key(), ")\n  ",
      report.municipality().empty() ? "ukendt kommune / municipality not known"
                                    : Printable(report.municipality()),
      " ", Printable(report.municipality_cvr()), ", ",
      Printable(report.submitter()), "\n  ",
      receipt.verdict() == v1::VERDICT_ACCEPTED ? "accepteret / accepted"
                                                : "afvist / rejected",
      ", modtaget / received ", When(receipt.receive_time()),
      ", regelsæt / rule set ", Printable(receipt.rule_set()), "\n");
  AppendRejections(report, &out);
  AppendFindings(report, &out);
  AppendHistory(report, &out);
  AppendCitizen(report, &out);
  if (record) AppendRecord(report, &out);
  return out;
}

}  // namespace trivsel::gateway::ctl
