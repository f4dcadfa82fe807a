#include "tests/client-sdk/fake_sts.h"

#include <httplib.h>
#include <openssl/ssl.h>

#include <utility>

namespace trivsel::client {

FakeSts::FakeSts(const testing::CertifiedKey& server,
                 const testing::CertifiedKey& client_ca) {
  server_ = std::make_unique<httplib::SSLServer>(server.cert_file.c_str(),
                                                 server.key_file.c_str(),
                                                 client_ca.cert_file.c_str());
  server_->Post("/issue", [this](const httplib::Request& request,
                                 httplib::Response& response) {
    auto [status, body] = Next({request.params.begin(), request.params.end()});
    response.status = status;
    response.set_header("Date", "Fri, 10 Jul 2026 12:00:00 GMT");
    response.set_content(body, "application/json");
  });
  port_ = server_->bind_to_any_port("localhost");
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

FakeSts::~FakeSts() {
  Release();
  server_->stop();
  thread_.join();
}

std::string FakeSts::url() const {
  return "https://localhost:" + std::to_string(port_) + "/issue";
}

std::vector<FakeSts::Form> FakeSts::forms() const {
  std::lock_guard lock(mutex_);
  return forms_;
}

void FakeSts::AwaitRequests(size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return forms_.size() >= count; });
}

void FakeSts::Answer(int status, std::string body) {
  std::lock_guard lock(mutex_);
  status_ = status;
  body_ = std::move(body);
}

void FakeSts::Hold() {
  std::lock_guard lock(mutex_);
  held_ = true;
}

void FakeSts::Release() {
  {
    std::lock_guard lock(mutex_);
    held_ = false;
  }
  changed_.notify_all();
}

std::pair<int, std::string> FakeSts::Next(const Form& form) {
  std::unique_lock lock(mutex_);
  forms_.push_back(form);
  const size_t number = forms_.size();
  changed_.notify_all();
  changed_.wait(lock, [this] { return !held_; });
  if (!body_.empty()) return {status_, body_};
  return {200, "{\"access_token\":\"sts-" + std::to_string(number) +
                   "\",\"token_type\":\"Holder-of-key\",\"expires_in\":28800}"};
}

}  // namespace trivsel::client
