// A gateway for your own tests. Installed as
// "trivsel/client/mocks/mock_connection.h"; needs GoogleMock.
//
//   auto connection = std::make_shared<MockConnection>();
//   EXPECT_CALL(*connection, Submit)
//       .WillOnce([](SubmitParams, SubmitCallback done) { done(receipt); });
//   Client client(connection);
#ifndef TRIVSEL_CLIENT_SDK_MOCKS_MOCK_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_MOCKS_MOCK_CONNECTION_H_

#include <gmock/gmock.h>

#include "trivsel/client/connection.h"

namespace trivsel::client {

class MockConnection : public Connection {
 public:
  MOCK_METHOD(void, Submit, (SubmitParams params, SubmitCallback done),
              (override));
  MOCK_METHOD(Outcomes, SubmitBatch, (const SubmitBatchParams& params),
              (override));
  MOCK_METHOD(absl::StatusOr<gateway::v1::ValidateReportsResponse>, Validate,
              (const ValidateParams& params), (override));
  MOCK_METHOD(absl::StatusOr<gateway::v1::Report>, GetReport,
              (const GetReportParams& params), (override));
  MOCK_METHOD(absl::StatusOr<gateway::v1::ListReportsResponse>, ListReports,
              (const ListReportsParams& params), (override));
  MOCK_METHOD(absl::Status, Watch, (const WatchParams& params), (override));
  MOCK_METHOD(absl::Status, AwaitReady, (absl::Time deadline), (override));
};

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_SDK_MOCKS_MOCK_CONNECTION_H_
