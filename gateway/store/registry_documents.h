// The registry's signed agreements of the municipalities: reference, date,
// digest and period; never the document itself.
#ifndef TRIVSEL_GATEWAY_STORE_REGISTRY_DOCUMENTS_H_
#define TRIVSEL_GATEWAY_STORE_REGISTRY_DOCUMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::store {

class Pool;

// The signature system deletes a signed document so long after the day that it
// was signed.
inline constexpr int kArchiveWithinDays = 10;

// Thread safe; blocking. Actor, journal, version and errors as of Registry.
class DocumentRegistry {
 public:
  // `pool` must outlive it.
  explicit DocumentRegistry(Pool* pool) : pool_(pool) {}

  // Registers the document of the municipality `row.cvr`; gives its id. The
  // same kind and reference again corrects it. FAILED_PRECONDITION: it lies in
  // the archive with another digest. INVALID_ARGUMENT also: archived, but
  // without a digest.
  absl::StatusOr<int64_t> Put(const std::string& actor, const DocumentRow& row);
  // It is valid until then.
  absl::Status End(const std::string& actor, int64_t id, absl::Time until);
  // It lies in the archive since `at`. `digest` (32 octets; empty: as
  // registered) must be the registered one, if there is one, else
  // FAILED_PRECONDITION: it is another document. One of the two must be there.
  absl::Status Archive(const std::string& actor, int64_t id,
                       const std::string& digest, absl::Time at);
  // Of one municipality ('' all), by CVR number and id.
  absl::StatusOr<std::vector<DocumentRow>> List(const std::string& cvr,
                                                const DocumentRow& after,
                                                int limit);

 private:
  Pool* pool_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_REGISTRY_DOCUMENTS_H_
