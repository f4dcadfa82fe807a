// The commands about the municipalities' signed agreements.
#ifndef TRIVSEL_GATEWAY_CTL_AGREEMENT_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_AGREEMENT_COMMANDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/ctl/command.h"
#include "gateway/ctl/table.h"
#include "gateway/store/registry_documents.h"

namespace trivsel::gateway::ctl {

// As the command line says it.
struct AgreementArguments {
  std::string cvr, kind, reference;
  std::string signed_on;         // "2026-11-23"
  std::string document, sha256;  // a file, or 64 hex digits; may be empty
  std::string from, until;       // a day, "open", or empty: open
  bool archived = false;         // lies in the archive already
};

// Errors are the registry's.
class AgreementCommands {
 public:
  explicit AgreementCommands(Session& session)
      : documents_(&session.pool), actor_(session.actor), now_(session.now) {}

  // Shows what was registered.
  absl::StatusOr<Table> Add(const AgreementArguments& arguments);
  // `last_day` is the last one on which it is valid.
  absl::Status End(int64_t id, const std::string& last_day);
  absl::Status Archive(int64_t id, const std::string& document,
                       const std::string& sha256);
  // Of one municipality, or all ("").
  absl::StatusOr<Table> List(const std::string& cvr);

 private:
  absl::StatusOr<Table> Show(const std::string& cvr, int64_t id);

  store::DocumentRegistry documents_;
  const std::string actor_;
  const absl::Time now_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_AGREEMENT_COMMANDS_H_
