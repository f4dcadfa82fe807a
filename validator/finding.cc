#include "validator/finding.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace trivsel::validator {
namespace {

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

// Whether `path` lies beneath the element `above`: "a.b" beneath "a". With
// `items` also "a[0]" beneath "a"; without, one bad item of a list does not
// explain that another is missing.
bool IsBeneath(std::string_view path, std::string_view above, bool items) {
  return path.size() > above.size() && path.substr(0, above.size()) == above &&
         (path[above.size()] == '.' || (items && path[above.size()] == '['));
}

// Errors of the FHIR reader speak of form and carry its prefix.
bool IsOfForm(const Finding& finding) {
  return finding.code.rfind("FHIR-", 0) == 0;
}

// The last name of a path: "code" of "type.coding[0].code".
std::string_view LastName(std::string_view path) {
  const size_t dot = path.rfind('.');
  if (dot != path.npos) path.remove_prefix(dot + 1);
  return path.substr(0, path.find('['));
}

// Whether `finding` says of a concept that it is not admitted, or of a
// reference that it does not resolve, because the reader found the very part
// malformed that makes it a concept or a reference.
bool FollowsFrom(const Finding& other, const Finding& finding) {
  if (other.severity != Severity::kError || !IsOfForm(other)) return false;
  const std::string_view part = LastName(other.path);
  if (EndsWith(finding.code, "-NOT-IN-VALUESET")) {
    if (part != "code" && part != "system" && part != "coding") return false;
  } else if (!EndsWith(finding.code, "-REFERENCE-UNRESOLVED") ||
             part != "reference") {
    return false;
  }
  return IsBeneath(other.path, finding.path, false);
}

// Whether `missing` only repeats what `other` says: the reader found the
// element, or what it stands in, malformed, so the record lacks it.
bool Explains(const Finding& other, const Finding& missing) {
  if (&other == &missing || other.severity != Severity::kError) return false;
  if (other.path == missing.path) return !EndsWith(other.code, "-MISSING");
  return IsBeneath(other.path, missing.path, false) ||
         (IsOfForm(other) && !other.path.empty() &&
          IsBeneath(missing.path, other.path, true));
}

}  // namespace

void Findings::Add(Finding finding) {
  const bool error = finding.severity == Severity::kError;
  if (error) ++errors_;
  if (list_.size() < kMax) {
    list_.push_back(std::move(finding));
    return;
  }
  ++left_out_;
  if (!error) return;
  // An error takes the place of the last finding that is none.
  for (auto it = list_.rbegin(); it != list_.rend(); ++it) {
    if (it->severity != Severity::kError) {
      *it = std::move(finding);
      return;
    }
  }
}

void Findings::MarkPresent(std::string path) {
  present_.push_back(std::move(path));
}

void Findings::Clear() {
  list_.clear();
  present_.clear();
  errors_ = 0;
  left_out_ = 0;
}

void Findings::Settle() {
  std::vector<Finding> kept;
  kept.reserve(list_.size());
  for (const Finding& finding : list_) {
    const bool error = finding.severity == Severity::kError;
    const bool follows =
        error && std::any_of(list_.begin(), list_.end(), [&](const Finding& o) {
          return FollowsFrom(o, finding);
        });
    const bool repeats =
        error && EndsWith(finding.code, "-MISSING") &&
        (std::find(present_.begin(), present_.end(), finding.path) !=
             present_.end() ||
         std::any_of(list_.begin(), list_.end(), [&](const Finding& other) {
           return Explains(other, finding);
         }));
    if (!repeats && !follows) kept.push_back(finding);
  }
  list_ = std::move(kept);
  const auto order = [](const Finding& f) { return std::tie(f.path, f.code); };
  std::stable_sort(list_.begin(), list_.end(),
                   [&](const Finding& a, const Finding& b) {
                     if (a.severity != b.severity)
                       return a.severity > b.severity;
                     return order(a) < order(b);
                   });
  list_.erase(std::unique(list_.begin(), list_.end(),
                          [&](const Finding& a, const Finding& b) {
                            return order(a) == order(b);
                          }),
              list_.end());
  errors_ = static_cast<size_t>(std::count_if(
      list_.begin(), list_.end(),
      [](const Finding& f) { return f.severity == Severity::kError; }));
}

}  // namespace trivsel::validator
