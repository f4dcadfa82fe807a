#include "tests/conformance/corpus.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/str_cat.h"

namespace trivsel::conformance {
namespace {

// Keeps the order of the base report, so that text edits are easy to write.
using Json = nlohmann::ordered_json;

absl::Status ReadCaseFile(const std::string& path, std::set<std::string>* names,
                          std::vector<v1::Case>* cases) {
  auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  v1::CaseFile file;
  if (!google::protobuf::TextFormat::ParseFromString(*text, &file)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a CaseFile"));
  }
  for (v1::Case& c : *file.mutable_case_()) {
    if (!names->insert(c.name()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": name used twice: ", c.name()));
    }
    cases->push_back(std::move(c));
  }
  return absl::OkStatus();
}

std::string Times(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < std::max(times, 1); ++i) out += text;
  return out;
}

void Add(const std::string& pointer, const Json& value, Json* document) {
  Json patch = Json::array();
  patch.push_back({{"op", "add"}, {"path", pointer}, {"value", value}});
  *document = document->patch(patch);
}

// An edit of the document, before it is text. Throws what nlohmann throws.
void EditJson(const v1::Edit& edit, Json* document) {
  switch (edit.what_case()) {
    case v1::Edit::kAdd:
      for (int i = 0; i < std::max(edit.times(), 1); ++i) {
        Add(edit.add(), Json::parse(edit.value()), document);
      }
      break;
    case v1::Edit::kReplace:
      document->at(Json::json_pointer(edit.replace())) =
          Json::parse(edit.value());
      break;
    case v1::Edit::kRemove: {
      Json patch = Json::array();
      patch.push_back({{"op", "remove"}, {"path", edit.remove()}});
      *document = document->patch(patch);
      break;
    }
    case v1::Edit::kCopyTo:
      Add(edit.copy_to(), Json(document->at(Json::json_pointer(edit.value()))),
          document);
      break;
    default:
      break;
  }
}

absl::Status EditText(const v1::Edit& edit, std::string* text) {
  switch (edit.what_case()) {
    case v1::Edit::kText: {
      const size_t at = text->find(edit.text());
      if (at == std::string::npos) {
        return absl::InvalidArgumentError(
            absl::StrCat("text not found: ", edit.text()));
      }
      text->replace(at, edit.text().size(), Times(edit.value(), edit.times()));
      return absl::OkStatus();
    }
    case v1::Edit::kPrepend:
      text->insert(0, Times(edit.prepend(), edit.times()));
      return absl::OkStatus();
    case v1::Edit::kAppend:
      text->append(Times(edit.append(), edit.times()));
      return absl::OkStatus();
    case v1::Edit::kTruncate:
      text->resize(std::min<size_t>(text->size(), edit.truncate()));
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<std::string> StartingText(const v1::Case& c) {
  if (c.has_raw()) return c.raw();
  const std::string base = c.base().empty() ? "full" : c.base();
  auto text = ReadFile(absl::StrCat(CorpusFolder(), "/base/", base, ".json"));
  if (!text.ok()) return text.status();
  try {
    Json document = Json::parse(*text);
    for (const v1::Edit& edit : c.edit()) EditJson(edit, &document);
    return document.dump();
  } catch (const nlohmann::json::exception& e) {
    return absl::InvalidArgumentError(absl::StrCat(c.name(), ": ", e.what()));
  }
}

}  // namespace

std::string CorpusFolder() { return TRIVSEL_CONFORMANCE_FOLDER; }

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

absl::StatusOr<std::vector<v1::Case>> ReadCases() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           absl::StrCat(CorpusFolder(), "/cases"))) {
    if (entry.path().extension() == ".textproto") {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::set<std::string> names;
  std::vector<v1::Case> cases;
  for (const std::string& path : paths) {
    const absl::Status status = ReadCaseFile(path, &names, &cases);
    if (!status.ok()) return status;
  }
  return cases;
}

absl::StatusOr<std::string> MakeReport(const v1::Case& c) {
  absl::StatusOr<std::string> text = StartingText(c);
  if (!text.ok()) return text;
  for (const v1::Edit& edit : c.edit()) {
    const absl::Status status = EditText(edit, &*text);
    if (!status.ok()) return status;
  }
  return text;
}

}  // namespace trivsel::conformance
