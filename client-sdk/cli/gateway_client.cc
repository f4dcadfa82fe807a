#include "client-sdk/cli/gateway_client.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
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

client::Options OptionsOf(const GatewayArguments& gateway) {
  client::Options options;
  options.endpoint = gateway.endpoint;
  options.tls.certificate = gateway.certificate_file;
  options.tls.key = gateway.key_file;
  options.tls.ca = gateway.ca_file;
  options.insecure = gateway.insecure;
  options.deadline = absl::Seconds(gateway.timeout_seconds);
  // submit --check does it, and tells about it, before anything is sent.
  options.check.before_sending = false;
  return options;
}

std::shared_ptr<client::Connection> Connect(const client::Options& options,
                                            Language language, ExitCode* exit) {
  auto connection = client::MakeConnection(options);
  if (!connection.ok()) {
    ComplainAbout(connection.status(), language);
    *exit = kUsage;
    return nullptr;
  }
  const absl::Status ready =
      (*connection)
          ->AwaitReady(absl::Now() +
                       std::min(options.deadline, kConnectTimeout));
  if (!ready.ok()) {
    ComplainUnreachable(options.endpoint, ready, language);
    *exit = kUnreachable;
    return nullptr;
  }
  return *std::move(connection);
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

std::shared_ptr<client::Connection> ReachForOneAttempt(
    const GatewayArguments& gateway, Language language, ExitCode* exit) {
  client::Options options = OptionsOf(gateway);
  options.retry.max_attempts = 1;
  return Connect(options, language, exit);
}

std::optional<client::Client> Reach(const GatewayArguments& gateway,
                                    Language language, ExitCode* exit) {
  const client::Options options = OptionsOf(gateway);
  auto connection = Connect(options, language, exit);
  if (connection == nullptr) return std::nullopt;
  return client::Client(std::move(connection), options);
}

}  // namespace trivsel::cli
