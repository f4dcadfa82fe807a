#include "tests/fuzz/check.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <tuple>

#include "absl/status/statusor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "validator/catalogue.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/standard.h"

namespace trivsel::fuzz {
namespace {

using validator::Finding;
using validator::Findings;
using validator::Severity;

constexpr int64_t kNow = 1768478400;  // 2026-01-15T12:00:00Z
constexpr size_t kPersonDigits = 10;

template <typename T>
T OrDie(absl::StatusOr<T> result) {
  Check(result.ok(), "the rules do not compile");
  return *std::move(result);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Every ten digits that follow each other, hyphens and blanks between them not
// counted.
std::vector<std::string> DigitWindows(std::string_view text) {
  std::vector<std::string> windows;
  std::string run;
  for (const char c : text) {
    if (IsDigit(c)) {
      run.push_back(c);
      if (run.size() >= kPersonDigits) {
        windows.push_back(run.substr(run.size() - kPersonDigits));
      }
    } else if (c != '-' && c != ' ') {
      run.clear();
    }
  }
  return windows;
}

const std::set<std::string, std::less<>>& KnownCodes() {
  static const auto* const codes = [] {
    auto* known = new std::set<std::string, std::less<>>();
    const auto standard = OrDie(validator::ResolveStandard());
    const auto catalogue = OrDie(validator::Catalogue::Create(*standard));
    for (const auto& entry : catalogue->entries()) known->insert(entry->code);
    for (const auto& fault : validator::fhir::AllFaults()) {
      known->insert(std::string(fault.code));
    }
    return known;
  }();
  return *codes;
}

// Where an element stands; never what stands there.
void CheckPath(std::string_view path) {
  for (const char c : path) {
    const bool good = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                      std::string_view("._[]?()':/-").find(c) != path.npos;
    Check(good, "a path with a character that no path has");
  }
  Check(path.find("..") == path.npos && !path.starts_with('.') &&
            !path.ends_with('.'),
        "a path with a step that has no name");
}

void CheckFinding(const Finding& finding) {
  Check(KnownCodes().contains(finding.code), "a code that is not catalogued");
  Check(!finding.danish.empty() && !finding.english.empty(),
        "a finding without a sentence");
  CheckPath(finding.path);
  CheckPath(finding.fhir_path);
  const bool form = finding.code.starts_with("FHIR-JSON-") ||
                    finding.code == "FHIR-NOT-A-BUNDLE";
  Check(form || finding.fhir_path.starts_with("Bundle"),
        "a finding that does not say where");
  // What says the record's type is no element of it.
  const bool whole = finding.fhir_path.empty() ||
                     finding.fhir_path == "Bundle" ||
                     finding.fhir_path == "Bundle.resourceType";
  Check(finding.path.empty() == whole,
        "the two paths of a finding do not speak of the same place");
}

}  // namespace

void Check(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "\n== DOES NOT HOLD: %.*s\n",
               static_cast<int>(what.size()), what.data());
  std::abort();
}

void CheckEqual(std::string_view left, std::string_view right,
                std::string_view what) {
  if (left == right) return;
  const size_t at = static_cast<size_t>(
      std::mismatch(left.begin(), left.end(), right.begin(), right.end())
          .first -
      left.begin());
  const size_t from = at < 60 ? 0 : at - 60;
  const std::string a(left.substr(from, 120)), b(right.substr(from, 120));
  std::fprintf(stderr, "\n-- at byte %zu\n-- %s\n-- %s\n", at, a.c_str(),
               b.c_str());
  Check(false, what);
}

const validator::Validator& TheValidator() {
  static const auto* const validator =
      OrDie(validator::Validator::Create(
                OrDie(validator::Terminology::BuiltIn())))
          .release();
  return *validator;
}

const validator::fhir::FhirMapping& TheMapping() {
  static const auto* const mapping =
      OrDie(validator::fhir::FhirMapping::Create()).release();
  return *mapping;
}

validator::Context At(validator::Strictness strictness) {
  return {kNow, strictness};
}

PersonNumbers::PersonNumbers(std::string_view input)
    : windows_(DigitWindows(input)) {
  std::sort(windows_.begin(), windows_.end());
  windows_.erase(std::unique(windows_.begin(), windows_.end()), windows_.end());
}

void PersonNumbers::CheckAbsent(std::string_view text) const {
  for (const std::string& window : DigitWindows(text)) {
    Check(!std::binary_search(windows_.begin(), windows_.end(), window),
          "ten digits of the input stand where none may");
  }
}

void CheckFindings(const Findings& findings, const PersonNumbers& numbers) {
  Check(findings.list().size() <= Findings::kMax,
        "more findings than the most");
  const Finding* before = nullptr;
  bool error = false;
  for (const Finding& finding : findings.list()) {
    CheckFinding(finding);
    for (const std::string* text : {&finding.path, &finding.fhir_path,
                                    &finding.danish, &finding.english}) {
      numbers.CheckAbsent(*text);
    }
    error = error || finding.severity == Severity::kError;
    if (before != nullptr) {
      const auto key = [](const Finding& f) {
        return std::tuple(-static_cast<int>(f.severity), f.path, f.code);
      };
      Check(key(*before) < key(finding), "findings out of order, or one twice");
    }
    before = &finding;
  }
  Check(error == findings.has_error(), "has_error() is not what the list says");
}

std::string Lines(const Findings& findings) {
  std::string lines;
  for (const Finding& f : findings.list()) {
    lines += std::to_string(static_cast<int>(f.severity)) + " " + f.code + " " +
             f.path + " " + f.fhir_path + "\n";
  }
  return lines + std::to_string(findings.left_out());
}

std::string Bytes(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace trivsel::fuzz
