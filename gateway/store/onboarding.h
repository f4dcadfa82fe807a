// What is known of how far a municipality's connection has come, besides the
// registry: who fills its roles, and what has been reached.
#ifndef TRIVSEL_GATEWAY_STORE_ONBOARDING_H_
#define TRIVSEL_GATEWAY_STORE_ONBOARDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::store {

class Pool;

// 1 and 2 as in the table.
enum class Milestone : int16_t {
  kReportAccepted = 1,   // the first
  kReportConfirmed = 2,  // the first, by a receiver
};

struct MilestoneRow {
  int32_t municipality_id = 0;
  Milestone milestone = Milestone::kReportAccepted;
  absl::CivilDay reached_on = {};  // Europe/Copenhagen
};

// Thread safe; blocking. Actor, journal and errors as of Registry; the
// registry's version stays, as no gateway decides anything by these.
class Onboarding {
 public:
  // `pool` must outlive it.
  explicit Onboarding(Pool* pool) : pool_(pool) {}

  // Says who fills `row.role` with the municipality `row.cvr`.
  absl::Status PutContact(const std::string& actor, const ContactRow& row);
  absl::Status RemoveContact(const std::string& actor, const std::string& cvr,
                             const std::string& role);
  // Of one municipality ('' all), by CVR number and role.
  absl::StatusOr<std::vector<ContactRow>> ListContacts(const std::string& cvr);

  // Notes what has been reached since it was last asked (a step in an index
  // for each municipality that has not got so far), and gives all.
  absl::StatusOr<std::vector<MilestoneRow>> Milestones();

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_ONBOARDING_H_
