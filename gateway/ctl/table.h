// What trivselctl prints: a table for people, or one JSON object a line.
#ifndef TRIVSEL_GATEWAY_CTL_TABLE_H_
#define TRIVSEL_GATEWAY_CTL_TABLE_H_

#include <string>
#include <vector>

namespace trivsel::gateway::ctl {

enum class Output { kText, kJson };

// A JSON string, with its quotes.
std::string JsonText(const std::string& text);

// Rows of named columns.
class Table {
 public:
  using Cell = std::vector<std::string>;

  // Column names as they stand in JSON; in text in capitals. "sor[]": a list,
  // also when it has one value or none.
  explicit Table(std::vector<std::string> columns)
      : columns_(std::move(columns)) {}
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }

  std::string Format(Output output) const;

 private:
  std::string FormatText() const;
  std::string FormatJson() const;

  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_TABLE_H_
