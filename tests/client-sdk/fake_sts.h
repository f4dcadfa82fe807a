// An HTTPS server with a token endpoint that answers on demand.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_FAKE_STS_H_
#define TRIVSEL_TESTS_CLIENT_SDK_FAKE_STS_H_

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/dev_certificates.h"

namespace httplib {
class Server;
}  // namespace httplib

namespace trivsel::client {

// Wants a client certificate. Gives out "sts-1", "sts-2", … for 8 hours, until
// told otherwise. Thread safe.
class FakeSts {
 public:
  FakeSts(const testing::CertifiedKey& server,
          const testing::CertifiedKey& client_ca);
  ~FakeSts();

  // "https://localhost:PORT/issue".
  std::string url() const;

  using Form = std::multimap<std::string, std::string>;
  std::vector<Form> forms() const;
  size_t requests() const { return forms().size(); }
  void AwaitRequests(size_t count);

  // What the next answers are.
  void Answer(int status, std::string body);
  // Holds answers back until Release.
  void Hold();
  void Release();

 private:
  std::pair<int, std::string> Next(const Form& form);

  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Form> forms_;
  int status_ = 200;
  std::string body_;  // empty: a token of its own
  bool held_ = false;
  std::thread thread_;
};

}  // namespace trivsel::client

#endif  // TRIVSEL_TESTS_CLIENT_SDK_FAKE_STS_H_
