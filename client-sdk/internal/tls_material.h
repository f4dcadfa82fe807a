// The client's certificate, key and authorities, read from their files.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_TLS_MATERIAL_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_TLS_MATERIAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "client-sdk/internal/file_stamp.h"
#include "trivsel/client/options.h"

namespace trivsel::client::internal {

// PEM; empty for a file that is not named.
struct TlsMaterial {
  std::string certificate_chain;
  std::string key;
  std::string roots;
};

// INVALID_ARGUMENT, naming the file: one cannot be read or is no PEM file, one
// of certificate and key is missing, the key is encrypted, or it is not that
// of the certificate (which happens for a moment while both are replaced).
absl::StatusOr<TlsMaterial> ReadTlsFiles(const TlsFiles& files);

struct TlsStamps {
  FileStamp certificate, key, ca;

  friend bool operator==(const TlsStamps&, const TlsStamps&) = default;
};

TlsStamps StampsOf(const TlsFiles& files);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_TLS_MATERIAL_H_
