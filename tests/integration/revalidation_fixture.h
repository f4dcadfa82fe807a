// A real database that a real gateway has filled with what older rules reject,
// and means to judge it again.
#ifndef TRIVSEL_TESTS_INTEGRATION_REVALIDATION_FIXTURE_H_
#define TRIVSEL_TESTS_INTEGRATION_REVALIDATION_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/access/access_book.h"
#include "gateway/ingest/rule_shelf.h"
#include "gateway/queue/stored_report.h"
#include "gateway/rejudge.h"
#include "gateway/review/postgres_revalidation.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {

class RevalidationFixture : public GatewayFixture {
 protected:
  using Outcome = review::Revalidated::Outcome;

  // The gateway judges by an older publication if `older`.
  void StartAs(bool older);
  // What judges again from now on.
  void JudgeBy(const std::string& terminology, const std::string& edition);
  trivsel::gateway::v1::Receipt Submit();
  // The same as the last time.
  trivsel::gateway::v1::Receipt SubmitAgain();
  Outcome Run(int64_t rejection, int32_t version = 0);
  int64_t Number(const std::string& sql);
  void Do(const std::string& sql);
  // The running gateway judges by today's rules from now on.
  void TakeNewerRules();
  // Judges all that wait again in the background, to the end.
  trivsel::gateway::v1::ReviewJob RunJob();
  // Pairs of a child's reports that were let through in another order than
  // they came.
  int64_t OutOfOrder();
  std::vector<queue::StoredReport> Listed();

  testing::ReportFactory factory_{17};
  trivsel::gateway::v1::SubmitReportRequest last_;
  std::unique_ptr<trivsel::gateway::v1::ReportService::Stub> stub_;
  std::shared_ptr<const access::AccessBook> registry_book_;
  std::unique_ptr<ingest::RuleShelf> shelf_;
  std::unique_ptr<StoredReportJudge> judge_;
  std::unique_ptr<review::PostgresRevalidation> revalidation_;
  uint64_t lanes_ = 0;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_REVALIDATION_FIXTURE_H_
