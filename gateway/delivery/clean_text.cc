#include "gateway/delivery/clean_text.h"

#include <algorithm>

namespace trivsel::gateway::delivery {
namespace {

constexpr size_t kMaxText = 300;
constexpr int kDigitsOfAPerson = 6;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Ends at a whole character.
std::string_view Cut(std::string_view text, size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0) == 0x80) {
    --max;
  }
  return text.substr(0, max);
}

// One past the last digit of the run that begins at `begin`.
size_t EndOfRun(const std::string& text, size_t begin) {
  size_t end = begin;
  for (size_t i = begin; i < text.size(); ++i) {
    if (IsDigit(text[i])) {
      end = i + 1;
    } else if (text[i] != '-' && text[i] != ' ') {
      break;
    }
  }
  return end;
}

}  // namespace

std::string CleanText(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
  }
  // Before the cut: half a CPR number at the end is one too.
  for (size_t i = 0; i < clean.size(); ++i) {
    if (!IsDigit(clean[i])) continue;
    const size_t end = EndOfRun(clean, i);
    const auto digits =
        std::count_if(clean.begin() + i, clean.begin() + end, IsDigit);
    if (digits >= kDigitsOfAPerson) {
      std::replace_if(clean.begin() + i, clean.begin() + end, IsDigit, '*');
    }
    i = end - 1;
  }
  return std::string(Cut(clean, kMaxText));
}

std::string CleanReference(std::string_view reference, size_t max) {
  std::string clean;
  for (char c : reference.substr(0, max)) {
    if (c > 0x20 && c < 0x7F) clean.push_back(c);
  }
  return clean;
}

}  // namespace trivsel::gateway::delivery
