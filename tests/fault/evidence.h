// Gathers what the database and the receiver hold at the end of a schedule.
#ifndef TRIVSEL_TESTS_FAULT_EVIDENCE_H_
#define TRIVSEL_TESTS_FAULT_EVIDENCE_H_

#include <string>

#include "absl/status/status.h"
#include "tests/fault/history.h"
#include "tests/fault/postgres_host.h"

namespace trivsel::fault {

// Reports that wait and batches that are not settled; -1 if the database does
// not answer. Keeps `connection` for the next look, opens it anew if need be.
int64_t Backlog(const PostgresHost& postgres, const std::string& database,
                std::unique_ptr<gateway::store::Connection>* connection);

// All that the database says.
absl::Status ReadDatabase(const PostgresHost& postgres,
                          const std::string& database, History* history);

// The receiver's folder: what it has on disk, not what it says of it.
absl::Status ReadReceiver(const std::string& folder, History* history);

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_EVIDENCE_H_
