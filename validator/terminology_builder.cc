#include <bit>
#include <set>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "validator/terminology.h"
#include "validator/terminology_impl.h"

namespace trivsel::validator {
namespace {

using standard::v1::CodeSystem;
using standard::v1::Include;
using standard::v1::TerminologyFile;
using standard::v1::ValueSet;

constexpr int kMaxValueSets = 64;

absl::Status Broken(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("terminology: ", what));
}

// Puts `item` in the place of the one with the same URL, or at the end.
template <typename T>
void Replace(T item, google::protobuf::RepeatedPtrField<T>* list) {
  for (T& old : *list) {
    if (old.url() == item.url()) {
      old = std::move(item);
      return;
    }
  }
  *list->Add() = std::move(item);
}

absl::Status CheckSystem(const CodeSystem& system) {
  if (system.url().empty()) return Broken("a code system without a URL");
  std::unordered_map<std::string, std::string> parents;
  for (const auto& c : system.concepts()) {
    if (c.code().empty() || !parents.emplace(c.code(), c.parent()).second)
      return Broken(absl::StrCat("empty or repeated code in ", system.url()));
  }
  for (const auto& [code, parent] : parents) {
    // As many steps as there are codes: more means a circle.
    std::string at = parent;
    for (size_t steps = 0; !at.empty(); ++steps) {
      const auto it = parents.find(at);
      if (it == parents.end())
        return Broken(absl::StrCat("unknown parent in ", system.url()));
      if (steps > parents.size())
        return Broken(absl::StrCat("circular parents in ", system.url()));
      at = it->second;
    }
  }
  return absl::OkStatus();
}

// The codes beneath `top`, at any depth, without `top`.
std::vector<std::string> Descendants(const CodeSystem& system,
                                     const std::string& top) {
  std::set<std::string> beneath = {top};
  std::vector<std::string> out;
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& c : system.concepts()) {
      if (beneath.count(c.parent()) > 0 && beneath.insert(c.code()).second) {
        out.push_back(c.code());
        grew = true;
      }
    }
  }
  return out;
}

const CodeSystem* FindIn(const TerminologyFile& file, const std::string& url) {
  for (const CodeSystem& system : file.code_system())
    if (system.url() == url) return &system;
  return nullptr;
}

}  // namespace

Terminology::Builder::Builder() : impl_(std::make_unique<Impl>()) {}
Terminology::Builder::~Builder() = default;

absl::Status Terminology::Builder::AddAny(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool json = first != text.npos && text[first] == '{';
  return json ? AddFhirJson(text) : AddTextProto(text);
}

absl::Status Terminology::Builder::AddTextProto(std::string_view text) {
  TerminologyFile file;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(text), &file))
    return Broken("not a TerminologyFile in text form");
  return AddFile(&file);
}

absl::Status Terminology::Builder::AddFile(TerminologyFile* file) {
  for (CodeSystem& system : *file->mutable_code_system()) {
    absl::Status status = CheckSystem(system);
    if (!status.ok()) return status;
    Replace(std::move(system), impl_->source.mutable_code_system());
  }
  for (ValueSet& set : *file->mutable_value_set()) {
    if (set.url().empty()) return Broken("a value set without a URL");
    Replace(std::move(set), impl_->source.mutable_value_set());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Terminology>>
Terminology::Builder::Build() {
  auto impl = std::make_unique<Impl>();
  impl->source = impl_->source;
  size_t concepts = 0;
  for (const CodeSystem& system : impl->source.code_system())
    concepts += static_cast<size_t>(system.concepts_size());
  impl->slots.assign(std::bit_ceil(concepts * 2 + 2), -1);
  impl->entries.reserve(concepts);
  std::set<std::string> versions;
  for (const CodeSystem& system : impl->source.code_system()) {
    const int index = static_cast<int>(impl->systems.size());
    impl->systems.push_back({system.url(), !system.fragment()});
    if (!system.version().empty()) versions.insert(system.version());
    for (const auto& c : system.concepts())
      impl->Insert({c.code(), c.display(), index, 0});
  }
  for (const std::string& version : versions)
    impl->edition += (impl->edition.empty() ? "" : "+") + version;
  if (impl->source.value_set_size() > kMaxValueSets)
    return Broken("more than 64 value sets");
  for (const ValueSet& set : impl->source.value_set()) {
    const uint64_t bit = uint64_t{1} << impl->value_sets.size();
    impl->value_sets.push_back(set.url());
    for (const Include& include : set.include()) {
      const CodeSystem* system = FindIn(impl->source, include.system());
      if (system == nullptr)
        return Broken(absl::StrCat("no code system for ", set.url()));
      std::vector<std::string> codes(include.code().begin(),
                                     include.code().end());
      const int index = impl->FindSystem(include.system());
      if (!include.descendent_of().empty()) {
        if (impl->Find(index, include.descendent_of()) == nullptr)
          return Broken(absl::StrCat("unknown parent in ", set.url()));
        codes = Descendants(*system, include.descendent_of());
      }
      for (const std::string& code : codes) {
        Entry* entry = impl->Find(index, code);
        if (entry == nullptr)
          return Broken(absl::StrCat("unknown code in ", set.url()));
        entry->value_sets |= bit;
      }
    }
  }
  return std::shared_ptr<const Terminology>(new Terminology(std::move(impl)));
}

}  // namespace trivsel::validator
