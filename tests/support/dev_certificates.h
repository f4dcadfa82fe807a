// Certificates for tests: a CA of our own, servers and clients of it.
#ifndef TRIVSEL_TESTS_SUPPORT_DEV_CERTIFICATES_H_
#define TRIVSEL_TESTS_SUPPORT_DEV_CERTIFICATES_H_

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace trivsel::testing {

// A certificate and its key, in PEM form, and the files they lie in.
struct CertifiedKey {
  std::string cert_pem, key_pem;
  std::string cert_file, key_file;
};

// Makes certificates in a folder of its own under the temp folder, which goes
// with it. Dies on any failure: there is no test without certificates. Not
// thread safe.
class DevCertificates {
 public:
  // `name` tells two authorities apart.
  explicit DevCertificates(const std::string& name = "test");
  ~DevCertificates();
  DevCertificates(const DevCertificates&) = delete;
  DevCertificates& operator=(const DevCertificates&) = delete;

  const CertifiedKey& ca() const { return ca_; }
  const std::string& folder() const { return folder_; }

  // For "localhost" and 127.0.0.1.
  CertifiedKey Server(const std::string& name);
  CertifiedKey Client(const std::string& name,
                      absl::Time not_after = absl::Now() + absl::Hours(24));

 private:
  struct Authority;

  std::string folder_;
  CertifiedKey ca_;
  std::unique_ptr<Authority> authority_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_DEV_CERTIFICATES_H_
