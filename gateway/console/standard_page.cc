// Standard: the data dictionary, and every code that a finding can have, with
// what to do about it.
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/console/pages.h"

namespace trivsel::gateway::console {
namespace {

using google::protobuf::FieldDescriptor;
using validator::Element;

std::string Cardinality(const Element& element) {
  std::string most = "1";
  if (element.field->is_repeated()) {
    most = element.max == 0 ? "*" : std::to_string(element.max);
  }
  return absl::StrCat(element.required ? "1.." : "0..", most);
}

std::string ShortName(const std::string& url) {
  return url.substr(url.rfind('/') + 1);
}

void WriteRule(const Element& element, Page* page) {
  Html& html = page->html();
  if (!element.fixed.empty()) {
    html.Leaf("span", {{"class", "tr-sentence"}},
              page->Say(T::kFixed, element.fixed));
  }
  if (element.rule->has_binding()) {
    const std::string name = ShortName(element.rule->binding().value_set());
    html.Open("span", {{"class", "tr-sentence"}});
    html.Text(page->Say(T::kValueSet)).Text(" ");
    html.Link(Path("#").Id(name), name).Close();
  }
  for (const std::string& target : element.rule->target()) {
    html.Leaf("span", {{"class", "tr-sentence"}},
              page->Say(T::kPointsAt, target));
  }
}

void WriteElements(const Element& element, Page* page) {
  Html& html = page->html();
  for (const auto& child : element.children) {
    if (child->forbidden || !child->message_rule->record().empty()) continue;
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}, {"class", "tr-code"}}, child->fhir_path);
    html.Leaf("td", {{"lang", "da"}}, child->danish);
    html.Leaf("td", Cardinality(*child));
    html.Open("td");
    WriteRule(*child, page);
    html.Close().Close();
    WriteElements(*child, page);
  }
}

void WriteRecord(const Element& record, Page* page) {
  const auto& rule = *record.message_rule;
  Html& html = page->html();
  const std::string title =
      absl::StrCat(rule.danish(), " (", rule.fhir_type(), ")");
  html.Open("details", {{"class", "tr-panel"}});
  html.Leaf("summary", title);
  html.Leaf("p", {{"class", "tr-quiet"}}, rule.profile());
  page->OpenTable(title, {page->Say(T::kElement), page->Say(T::kDanishName),
                          page->Say(T::kCount), page->Say(T::kRule)});
  WriteElements(record, page);
  page->CloseTable();
  html.Close();
}

void WriteValueSets(const StandardBook& book, Page* page) {
  Html& html = page->html();
  html.Leaf("h2", page->Say(T::kValueSets));
  html.Leaf("p", {{"class", "tr-quiet"}},
            page->Say(T::kEdition, book.terminology().edition()));
  for (const auto& [url, danish] : book.value_sets()) {
    html.Open("details", {{"class", "tr-panel"}, {"id", ShortName(url)}});
    html.Leaf("summary",
              absl::StrCat(ShortName(url), danish.empty() ? "" : ": ", danish));
    page->OpenTable(ShortName(url), {page->Say(T::kCode), page->Say(T::kText)});
    for (const auto& one :
         book.terminology().Expand(book.terminology().FindValueSet(url))) {
      html.Open("tr");
      html.Leaf("th", {{"scope", "row"}, {"class", "tr-code"}}, one.code);
      html.Leaf("td", {{"lang", "da"}}, one.display);
      html.Close();
    }
    page->CloseTable();
    html.Close();
  }
}

void WriteCode(const CodeEntry& entry, Page* page) {
  Html& html = page->html();
  html.Open("tr", {{"id", entry.code}});
  html.Open("th", {{"scope", "row"}});
  html.Leaf("span", {{"class", "tr-code"}}, entry.code);
  if (!entry.fhir_path.empty()) {
    html.Leaf("span", {{"class", "tr-sentence tr-code"}}, entry.fhir_path);
  }
  html.Close().Open("td");
  const bool error = entry.severity == validator::Severity::kError;
  const bool warning = entry.severity == validator::Severity::kWarning;
  page->Badge(page->Say(error     ? T::kError
                        : warning ? T::kWarning
                                  : T::kInformation),
              error     ? "error"
              : warning ? "warning"
                        : "info");
  html.Close();
  html.Open("td").Text(Pick(page->language(), entry.danish, entry.english));
  html.Leaf("span", {{"class", "tr-advice"}},
            AdviceOf(page->language(), entry.code));
  html.Close().Close();
}

}  // namespace

http::Response ShowStandard(const Visit& visit, const StandardBook& standard) {
  Page page(visit, Section::kStandard,
            std::string(Say(visit.settings.language, T::kStandard)));
  page.Lead(page.Say(T::kStandardLead));
  Html& html = page.html();
  html.Leaf("h2", page.Say(T::kRecords));
  for (const Element* record : standard.records()) {
    WriteRecord(*record, &page);
  }
  WriteValueSets(standard, &page);
  html.Leaf("h2", {{"id", "koder"}}, page.Say(T::kAllCodes));
  html.Open("div", {{"class", "form-group"},
                    {"data-filter", "koder-tabel"},
                    {"hidden", "hidden"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", "find-kode"}},
            page.Say(T::kFindCode));
  html.Void("input",
            {{"class", "form-input"}, {"type", "search"}, {"id", "find-kode"}});
  html.Close();
  html.Open("div", {{"id", "koder-tabel"}});
  page.OpenTable(
      page.Say(T::kAllCodes),
      {page.Say(T::kCode), page.Say(T::kSeverity), page.Say(T::kMeaning)});
  for (const auto& [code, entry] : standard.codes()) {
    WriteCode(entry, &page);
  }
  page.CloseTable();
  return page.Finish();
}

}  // namespace trivsel::gateway::console
