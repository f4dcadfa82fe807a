// The record of a report: tables for people, and numbered lines of FHIR JSON.
#include <rapidjson/document.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/console/report_parts.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;
using rapidjson::Value;

// A page must not grow without end, whatever was handed in.
constexpr int kMostDepth = 32;
constexpr size_t kMostRows = 400;
constexpr size_t kMostRecords = 60;
constexpr size_t kMostValue = 2000;
constexpr int kMostLines = 8000;

struct Row {
  std::string path;  // "period.start", without indices
  std::string value;
};

std::string Scalar(const Value& value) {
  if (value.IsString()) {
    return std::string(value.GetString(),
                       std::min<size_t>(value.GetStringLength(), kMostValue));
  }
  if (value.IsBool()) return value.GetBool() ? "true" : "false";
  if (value.IsInt64()) return std::to_string(value.GetInt64());
  if (value.IsNumber()) return absl::StrCat(value.GetDouble());
  return "null";
}

// `display` belongs to the code beside it, and says more than it.
void Gather(const Value& value, const std::string& path, int depth,
            std::vector<Row>* rows) {
  if (rows->size() >= kMostRows || depth > kMostDepth) return;
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      const std::string name(member.name.GetString(),
                             member.name.GetStringLength());
      if (depth == 0 && (name == "resourceType" || name == "id")) continue;
      Gather(member.value, path.empty() ? name : absl::StrCat(path, ".", name),
             depth + 1, rows);
    }
  } else if (value.IsArray()) {
    for (const Value& item : value.GetArray()) {
      Gather(item, path, depth + 1, rows);
    }
  } else {
    rows->push_back({path, Scalar(value)});
  }
}

std::string StringOf(const Value& object, const char* name) {
  if (!object.IsObject()) return "";
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return "";
  return std::string(found->value.GetString(), found->value.GetStringLength());
}

// The longest part of the path that the standard has a name for.
std::string NameOf(const StandardBook& standard, const std::string& type,
                   std::string path) {
  while (!path.empty()) {
    std::string name = standard.DanishName(type, path);
    if (!name.empty()) return name;
    const size_t dot = path.rfind('.');
    if (dot == std::string::npos) break;
    path.resize(dot);
  }
  return "";
}

void WriteResource(const Value& resource, const StandardBook& standard,
                   Page* page) {
  Html& html = page->html();
  const std::string type = StringOf(resource, "resourceType");
  const std::string title =
      absl::StrCat(type.empty() ? std::string(page->Say(T::kRecord)) : type,
                   " ", StringOf(resource, "id"));
  std::vector<Row> rows;
  Gather(resource, "", 0, &rows);
  html.Leaf("h3", {{"class", "tr-record"}}, title);
  page->OpenTable(title, {page->Say(T::kElement), page->Say(T::kDanishName),
                          page->Say(T::kValue)});
  for (const Row& row : rows) {
    html.Open("tr");
    html.Leaf("th", {{"scope", "row"}, {"class", "tr-code"}}, row.path);
    html.Leaf("td", {{"lang", "da"}}, NameOf(standard, type, row.path));
    html.Leaf("td", {{"class", "tr-value"}}, row.value);
    html.Close();
  }
  page->CloseTable();
  if (rows.size() >= kMostRows) {
    html.Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kRecordCut));
  }
}

void WriteLine(int number, std::string_view line,
               const std::vector<int>* findings, Page* page) {
  Html& html = page->html();
  html.Open("span", {{"class", findings != nullptr ? "line marked" : "line"},
                     {"id", absl::StrCat("linje-", number)},
                     {"data-n", std::to_string(number)}});
  html.Text(line);
  if (findings != nullptr) {
    for (const int finding : *findings) {
      html.Text(" ");
      html.Leaf("a",
                {{"class", "tr-back"},
                 {"href", Path("#").Id(absl::StrCat("fund-", finding + 1))}},
                page->Say(T::kFindingNumber, std::to_string(finding + 1)));
    }
  }
  html.Close();
  html.Text("\n");
}

}  // namespace

void WriteRecord(const std::string& fhir_json, const StandardBook& standard,
                 Page* page) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(fhir_json.data(),
                                                 fhir_json.size());
  if (document.HasParseError() || !document.IsObject()) return;
  const auto entries = document.FindMember("entry");
  if (entries == document.MemberEnd() || !entries->value.IsArray()) {
    WriteResource(document, standard, page);
    return;
  }
  size_t written = 0;
  for (const Value& entry : entries->value.GetArray()) {
    if (!entry.IsObject()) continue;
    const auto resource = entry.FindMember("resource");
    if (resource == entry.MemberEnd() || !resource->value.IsObject()) continue;
    if (written++ == kMostRecords) {
      page->html().Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kRecordCut));
      return;
    }
    WriteResource(resource->value, standard, page);
  }
}

void WriteLines(const v1::ReviewedReport& report, Page* page) {
  std::map<int, std::vector<int>> marked;
  for (const v1::FindingPlace& place : report.places()) {
    if (place.line() > 0) marked[place.line()].push_back(place.finding());
  }
  Html& html = page->html();
  html.Open("pre", {{"class", "tr-json"},
                    {"tabindex", "0"},
                    {"role", "region"},
                    {"aria-label", "FHIR JSON"}});
  html.Open("code");
  std::string_view rest = report.fhir_json();
  for (int number = 1; !rest.empty() && number <= kMostLines; ++number) {
    const size_t end = rest.find('\n');
    const auto found = marked.find(number);
    WriteLine(number, rest.substr(0, end),
              found == marked.end() ? nullptr : &found->second, page);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
  }
  html.Close().Close();
  if (!rest.empty()) {
    html.Leaf("p", {{"class", "tr-quiet"}}, page->Say(T::kRecordCut));
  }
}

}  // namespace trivsel::gateway::console
