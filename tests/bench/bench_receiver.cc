#include "tests/bench/bench_receiver.h"

#include <filesystem>

namespace trivsel::bench {

BenchReceiver::BenchReceiver() {
  const std::string ready = folder_ + "/ready";
  receiver_.emplace(
      std::vector<std::string>{
          TRIVSEL_RECEIVER_BINARY, "--data", folder_ + "/data", "--listen",
          "127.0.0.1:0", "--control", "127.0.0.1:0", "--cert",
          server_.cert_file, "--key", server_.key_file, "--client-ca",
          certificates_.ca().cert_file, "--ready-file", ready},
      folder_ + "/log", ready);
}

BenchReceiver::~BenchReceiver() {
  receiver_.reset();
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

std::vector<std::string> BenchReceiver::GatewayOptions() const {
  return {"--destination-url",  "https://" + receiver_->Value("https"),
          "--destination-cert", client_.cert_file,
          "--destination-key",  client_.key_file,
          "--destination-ca",   certificates_.ca().cert_file};
}

}  // namespace trivsel::bench
