#include "gateway/ctl/table.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace trivsel::gateway::ctl {
namespace {

// Characters, not bytes: "Holbæk" is six wide.
size_t Width(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void AppendPadded(const std::string& text, size_t width, bool last,
                  std::string* out) {
  out->append(text);
  if (!last) out->append(width - Width(text) + 2, ' ');
}

bool IsList(const std::string& column) { return absl::EndsWith(column, "[]"); }

std::string Name(const std::string& column) {
  return std::string(absl::StripSuffix(column, "[]"));
}

std::string QuoteCell(const std::vector<std::string>& cell, bool list) {
  if (!list) return JsonText(absl::StrJoin(cell, " "));
  std::vector<std::string> quoted;
  for (const std::string& value : cell) quoted.push_back(JsonText(value));
  return "[" + absl::StrJoin(quoted, ",") + "]";
}

}  // namespace

std::string JsonText(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += absl::StrFormat("\\u%04x", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string Table::Format(Output output) const {
  return output == Output::kJson ? FormatJson() : FormatText();
}

std::string Table::FormatText() const {
  std::vector<std::vector<std::string>> lines;
  lines.emplace_back();
  for (const std::string& column : columns_) {
    lines[0].push_back(absl::AsciiStrToUpper(Name(column)));
  }
  for (const auto& row : rows_) {
    lines.emplace_back();
    for (const Cell& cell : row) {
      lines.back().push_back(absl::StrJoin(cell, " "));
    }
  }
  std::vector<size_t> widths(columns_.size(), 0);
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], Width(line[i]));
    }
  }
  std::string out;
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      AppendPadded(line[i], widths[i], i + 1 == line.size(), &out);
    }
    out += '\n';
  }
  return out;
}

std::string Table::FormatJson() const {
  std::string out;
  for (const auto& row : rows_) {
    std::vector<std::string> members;
    for (size_t i = 0; i < row.size(); ++i) {
      members.push_back(JsonText(Name(columns_[i])) + ":" +
                        QuoteCell(row[i], IsList(columns_[i])));
    }
    out += "{" + absl::StrJoin(members, ",") + "}\n";
  }
  return out;
}

}  // namespace trivsel::gateway::ctl
