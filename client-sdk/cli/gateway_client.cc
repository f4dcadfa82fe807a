#include "client-sdk/cli/gateway_client.h"

#include <algorithm>

#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/unreachable.h"
#include "trivsel/client/error.h"

namespace trivsel::cli {
namespace {

// A gateway that is there answers the handshake within this.
constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

void ComplainUnreachable(const std::string& endpoint,
                         const absl::Status& status, Language language) {
  const std::string where = ForTerminal(endpoint);
  const std::string cause = ForTerminal(std::string(status.message()));
  const Phrase why = ExplainUnreachable(cause);
  const std::string danish =
      "gatewayen på " + where +
      " kan ikke nås: " + std::string(why.danish.empty() ? cause : why.danish);
  const std::string english =
      "the gateway at " + where + " cannot be reached: " +
      std::string(why.english.empty() ? cause : why.english);
  Complain({danish, english}, language);
}

}  // namespace

std::string CodeName(const absl::Status& status) {
  return absl::StatusCodeToString(status.code());
}

ExitCode ExitOf(const absl::Status& status) {
  if (status.ok()) return kAllWell;
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)
             ? kUnreachable
             : kUsage;
}

void ComplainAbout(const absl::Status& status, Language language) {
  std::string code = CodeName(status);
  const std::string reason = client::ErrorReasonNameOf(status);
  if (!reason.empty()) code += "/" + reason;
  const std::string english =
      ForTerminal(code + ": " + std::string(status.message()));
  const std::string danish = client::DanishMessageOf(status);
  if (danish.empty()) {
    Complain({english, english}, language);
  } else {
    Complain({ForTerminal(danish), english}, language);
  }
}

std::optional<client::Client> Reach(const GatewayArguments& gateway,
                                    Language language, ExitCode* exit) {
  client::Options options;
  options.endpoint = gateway.endpoint;
  options.tls.certificate = gateway.certificate_file;
  options.tls.key = gateway.key_file;
  options.tls.ca = gateway.ca_file;
  options.insecure = gateway.insecure;
  options.deadline = absl::Seconds(gateway.timeout_seconds);
  // submit --check does it, and tells about it, before anything is sent.
  options.check.before_sending = false;
  auto client = client::Client::Connect(options);
  if (!client.ok()) {
    ComplainAbout(client.status(), language);
    *exit = kUsage;
    return std::nullopt;
  }
  const absl::Status ready =
      client->AwaitReady(std::min(options.deadline, kConnectTimeout));
  if (!ready.ok()) {
    ComplainUnreachable(gateway.endpoint, ready, language);
    *exit = kUnreachable;
    return std::nullopt;
  }
  return *std::move(client);
}

}  // namespace trivsel::cli
