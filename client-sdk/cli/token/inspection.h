// A token explained with what the command line says is right.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client-sdk/cli/arguments.h"
#include "validator/token/certificate.h"
#include "validator/token/explain.h"

namespace trivsel::cli {

struct Inspection {
  validator::token::Explanation explanation;  // its faults are those below
  // Without those of what was not to be checked.
  std::vector<validator::token::Fault> faults;
  bool own = false;               // the gateway's own token
  bool signature_wanted = false;  // an issuer's certificate was given
  absl::Time at;                  // the time that it was judged for
};

// Looks at nothing but `text` and the files that `arguments` name; its `file`
// is not read. INVALID_ARGUMENT, in both languages, if one of them or the time
// cannot be used.
absl::StatusOr<Inspection> Inspect(const std::string& text,
                                   const InspectArguments& arguments,
                                   absl::Time now);

// The first certificate of a file; INVALID_ARGUMENT, in both languages, if
// there is none.
absl::StatusOr<validator::token::PublicKey> ReadCertificate(
    const std::string& path);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_H_
