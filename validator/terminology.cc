#include "validator/terminology.h"

#include <cstring>
#include <utility>

#include "validator/terminology_impl.h"

namespace trivsel::validator {

uint64_t HashCode(int system, std::string_view code) {
  uint64_t head = 0;
  uint64_t tail = 0;
  const size_t n = code.size() < 8 ? code.size() : 8;
  std::memcpy(&head, code.data(), n);
  std::memcpy(&tail, code.data() + code.size() - n, n);
  uint64_t h = head * 0x9E3779B97F4A7C15u ^ (tail + code.size());
  h = (h ^ static_cast<uint64_t>(system)) * 0xD6E8FEB86659FD93u;
  return h ^ (h >> 32);
}

int Terminology::Impl::FindSystem(std::string_view url) const {
  for (size_t i = 0; i < systems.size(); ++i)
    if (systems[i].url == url) return static_cast<int>(i);
  return -1;
}

Terminology::Entry* Terminology::Impl::Find(int system, std::string_view code) {
  const size_t mask = slots.size() - 1;
  if (system < 0 || slots.empty()) return nullptr;
  for (size_t i = HashCode(system, code) & mask;; i = (i + 1) & mask) {
    if (slots[i] < 0) return nullptr;
    Entry& entry = entries[static_cast<size_t>(slots[i])];
    if (entry.system == system && entry.code == code) return &entry;
  }
}

void Terminology::Impl::Insert(const Entry& entry) {
  const size_t mask = slots.size() - 1;
  size_t i = HashCode(entry.system, entry.code) & mask;
  while (slots[i] >= 0) i = (i + 1) & mask;
  slots[i] = static_cast<int32_t>(entries.size());
  entries.push_back(entry);
}

Terminology::Terminology(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Terminology::~Terminology() = default;

absl::StatusOr<std::shared_ptr<const Terminology>> Terminology::BuiltIn() {
  Builder builder;
  absl::Status status = builder.AddTextProto(BuiltInText());
  if (!status.ok()) return status;
  return builder.Build();
}

int Terminology::FindValueSet(std::string_view canonical_url) const {
  for (size_t i = 0; i < impl_->value_sets.size(); ++i)
    if (impl_->value_sets[i] == canonical_url) return static_cast<int>(i);
  return -1;
}

const Terminology::Entry* Terminology::Find(std::string_view system,
                                            std::string_view code) const {
  return impl_->Find(impl_->FindSystem(system), code);
}

bool Terminology::Contains(int value_set, std::string_view system,
                           std::string_view code) const {
  if (value_set < 0) return false;
  const Entry* entry = Find(system, code);
  return entry != nullptr && (entry->value_sets >> value_set & 1) != 0;
}

std::string_view Terminology::Display(std::string_view system,
                                      std::string_view code) const {
  const Entry* entry = Find(system, code);
  return entry == nullptr ? std::string_view() : entry->display;
}

bool Terminology::KnowsSystem(std::string_view system) const {
  return impl_->FindSystem(system) >= 0;
}

bool Terminology::MayBeSystem(std::string_view url) const {
  constexpr std::string_view kHttps = "https:";
  const auto starts = [url](std::string_view scheme) {
    return url.substr(0, scheme.size()) == scheme;
  };
  if (!starts("http:") && !starts(kHttps) && !starts("urn:")) return false;
  if (FindValueSet(url) >= 0) return false;
  return !starts(kHttps) ||
         !KnowsSystem("http:" + std::string(url.substr(kHttps.size())));
}

bool Terminology::IsWhole(std::string_view system) const {
  const int index = impl_->FindSystem(system);
  return index >= 0 && impl_->systems[static_cast<size_t>(index)].whole;
}

const std::string& Terminology::edition() const { return impl_->edition; }

std::vector<Terminology::Concept> Terminology::Expand(int value_set) const {
  std::vector<Concept> members;
  if (value_set < 0) return members;
  for (const Entry& entry : impl_->entries) {
    if ((entry.value_sets >> value_set & 1) == 0) continue;
    const std::string& url =
        impl_->systems[static_cast<size_t>(entry.system)].url;
    members.push_back({url, entry.code, entry.display});
  }
  return members;
}

}  // namespace trivsel::validator
