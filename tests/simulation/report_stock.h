// Reports made once and handed in by all runs.
#ifndef TRIVSEL_TESTS_SIMULATION_REPORT_STOCK_H_
#define TRIVSEL_TESTS_SIMULATION_REPORT_STOCK_H_

#include <string>
#include <vector>

#include "gateway/access/caller.h"
#include "gateway/ingest/rule_shelf.h"

namespace trivsel::simulation {

struct StockReport {
  std::string id;
  std::string valid;   // serialized DeliveryReport
  std::string other;   // the same id, other content, as valid
  std::string broken;  // the same id, not as the standard has it
};

class ReportStock {
 public:
  static const ReportStock& Get();

  static constexpr int kReportsPerChild = 6;
  int children() const { return static_cast<int>(reports_.size()); }
  // One child's reports follow each other.
  const StockReport& Report(int child, int number) const {
    return reports_[child][number];
  }
  const gateway::ingest::RuleShelf& shelf() const { return shelf_; }
  // May report for the children's municipality, or for another one only.
  const gateway::access::Caller& caller() const { return caller_; }
  const gateway::access::Caller& stranger() const { return stranger_; }

 private:
  ReportStock();

  gateway::ingest::RuleShelf shelf_;
  gateway::access::Caller caller_, stranger_;
  std::vector<std::vector<StockReport>> reports_;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_REPORT_STOCK_H_
