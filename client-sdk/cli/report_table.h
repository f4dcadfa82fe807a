// Stored reports as a table: one line each, for people.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_TABLE_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_TABLE_H_

#include <array>
#include <string>
#include <vector>

#include "client-sdk/cli/arguments.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::cli {

// Gathers reports and prints them with columns that fit: report, verdict, KLE
// tag, delivered (the batch it went in), confirmed (when). Times are those of
// the machine's time zone. Not thread safe.
class ReportTable {
 public:
  explicit ReportTable(const ViewArguments& view);

  void Add(const gateway::v1::Report& report);
  void Print() const;

 private:
  static constexpr size_t kColumns = 5;
  using Row = std::array<std::string, kColumns>;

  const ViewArguments& view_;
  std::vector<Row> rows_;  // the first is the heading
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_TABLE_H_
