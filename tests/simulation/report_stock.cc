#include "tests/simulation/report_stock.h"

#include <array>
#include <memory>
#include <utility>

#include "gateway/kle/rule_table.h"
#include "tests/support/report_factory.h"
#include "validator/terminology.h"

namespace trivsel::simulation {
namespace {

std::shared_ptr<const gateway::ingest::RuleBook> MakeRules() {
  std::array<uint8_t, gateway::ingest::CitizenKey::kBytes> key{};
  key.fill(7);
  return std::shared_ptr<const gateway::ingest::RuleBook>(
      new gateway::ingest::RuleBook{
          *validator::Validator::Create(*validator::Terminology::BuiltIn()),
          *validator::fhir::FhirMapping::Create(),
          gateway::kle::KleTagger(
              *gateway::kle::ParseRules(gateway::kle::BuiltInRules())),
          gateway::ingest::CitizenKey(key)});
}

gateway::access::Caller CallerFor(int32_t id, const char* sor) {
  auto municipality = std::make_shared<gateway::access::Municipality>();
  *municipality = {id, "29189447", "Kommune", {sor}};
  gateway::access::Caller caller;
  caller.submitter_id = 1;
  caller.submitter = "fagsystem";
  caller.municipalities.push_back(std::move(municipality));
  return caller;
}

StockReport MakeReport(ltt::v1::DeliveryReport report) {
  StockReport made;
  made.id = report.id();
  made.valid = report.SerializeAsString();
  ltt::v1::DeliveryReport other = report;
  other.set_timestamp("2025-06-01T00:00:00Z");
  made.other = other.SerializeAsString();
  for (auto& entry : *report.mutable_entry()) {
    if (entry.has_care_plan()) entry.mutable_care_plan()->clear_period();
  }
  made.broken = report.SerializeAsString();
  return made;
}

}  // namespace

ReportStock::ReportStock()
    : shelf_(MakeRules()),
      caller_(CallerFor(7, testing::kFactorySor)),
      stranger_(CallerFor(8, "265161000016002")) {
  testing::ReportFactory factory(/*seed=*/1);
  reports_.resize(testing::ReportFactory::children());
  for (int n = 0; n < children() * kReportsPerChild; ++n) {
    reports_[testing::ReportFactory::ChildOf(n)].push_back(
        MakeReport(factory.Next()));
  }
}

const ReportStock& ReportStock::Get() {
  static const auto* const stock = new ReportStock();
  return *stock;
}

}  // namespace trivsel::simulation
