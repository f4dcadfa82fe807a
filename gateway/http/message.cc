#include "gateway/http/message.h"

#include <algorithm>

namespace trivsel::gateway::http {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool SameText(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

void Headers::Add(std::string name, std::string value) {
  entries_.emplace_back(std::move(name), std::move(value));
}

void Headers::Set(std::string name, std::string value) {
  std::erase_if(entries_, [&](const Entry& entry) {
    return SameText(entry.first, name);
  });
  Add(std::move(name), std::move(value));
}

const std::string* Headers::Find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (SameText(entry.first, name)) return &entry.second;
  }
  return nullptr;
}

size_t Headers::Count(std::string_view name) const {
  return static_cast<size_t>(std::count_if(
      entries_.begin(), entries_.end(),
      [&](const Entry& entry) { return SameText(entry.first, name); }));
}

}  // namespace trivsel::gateway::http
