#include "client-sdk/cli/gateway_client.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/time/clock.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/cli/token_options.h"
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

// Fills in `options`, which holds what they do not say.
std::shared_ptr<client::Connection> Connect(const GatewayArguments& gateway,
                                            Language language,
                                            client::Options* options,
                                            ExitCode* exit) {
  auto token = TokenSourceOf(gateway);
  if (!token.ok()) {
    ComplainAbout(token.status(), language);
    *exit = kUsage;
    return nullptr;
  }
  options->token = *std::move(token);
  auto connection = client::MakeConnection(*options);
  if (!connection.ok()) {
    ComplainAbout(connection.status(), language);
    *exit = kUsage;
    return nullptr;
  }
  const absl::Status ready =
      (*connection)
          ->AwaitReady(absl::Now() +
                       std::min(options->deadline, kConnectTimeout));
  if (!ready.ok()) {
    ComplainUnreachable(options->endpoint, ready, language);
    *exit = kUnreachable;
    return nullptr;
  }
  return *std::move(connection);
}

}  // namespace

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
  const Words sentence = SentenceOf(status);
  const std::string english = ForTerminal(code + ": " + sentence.english);
  // Without a Danish sentence the code belongs to the only one.
  const std::string danish = client::DanishMessageOf(status).empty()
                                 ? english
                                 : ForTerminal(sentence.danish);
  Complain({danish, english}, language);
  const std::string more = RefusalText(status, language, "  ");
  std::fputs(more.c_str(), stderr);
}

std::shared_ptr<client::Connection> ReachForOneAttempt(
    const GatewayArguments& gateway, Language language, ExitCode* exit) {
  client::Options options = OptionsOf(gateway);
  options.retry.max_attempts = 1;
  return Connect(gateway, language, &options, exit);
}

std::optional<client::Client> Reach(const GatewayArguments& gateway,
                                    Language language, ExitCode* exit) {
  client::Options options = OptionsOf(gateway);
  auto connection = Connect(gateway, language, &options, exit);
  if (connection == nullptr) return std::nullopt;
  return client::Client(std::move(connection), options);
}

}  // namespace trivsel::cli
