// Asks the gateway for the newest reports, with a token that is fetched from
// the STS and renewed by itself.
//
//   list_with_token HOST:PORT CERT.pem KEY.pem CA.pem STS-URL ENTITYID CVR
#include <iostream>

#include "trivsel/client/client.h"
#include "trivsel/client/error.h"
#include "trivsel/client/sts_token_source.h"

namespace client = trivsel::client;

namespace {

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n"
            << client::DanishMessageOf(status) << "\n";
  // A refusal says what was expected and what was found.
  for (const auto& [name, value] : client::ErrorMetadataOf(status)) {
    std::cerr << "  " << name << ": " << value << "\n";
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) return 2;
  client::Options options;
  options.endpoint = argv[1];
  options.tls = {argv[2], argv[3], argv[4]};

  client::StsOptions sts;
  sts.url = argv[5];
  sts.service = argv[6];
  sts.municipality = argv[7];
  sts.tls = {argv[2], argv[3], ""};
  auto token = client::StsTokenSource::Create(sts);
  if (!token.ok()) return Fail(token.status());
  options.token = *token;

  auto gateway = client::Client::Connect(options);
  if (!gateway.ok()) return Fail(gateway.status());
  for (const auto& report : gateway->ListReports({}, 10)) {
    if (!report.ok()) return Fail(report.status());
    std::cout << report->receipt().report_id() << "\n";
  }
  return 0;
}
