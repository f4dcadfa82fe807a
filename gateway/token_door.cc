#include "gateway/token_door.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/access/form.h"
#include "gateway/access/token_answer.h"
#include "gateway/telemetry/log.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway {
namespace {

namespace token = validator::token;
using access::TokenAnswer;
using telemetry::Log;
using telemetry::LogLevel;

constexpr char kFormType[] = "application/x-www-form-urlencoded";

http::Response ToResponse(TokenAnswer answer) {
  http::Response response{answer.status,
                          "application/json; charset=utf-8",
                          std::move(answer.json),
                          {}};
  for (auto& [name, value] : answer.headers) {
    response.headers.Set(std::move(name), std::move(value));
  }
  return response;
}

// Who got a token for whom, and why somebody got none: never the token.
void Tell(const TokenAnswer& answer, const std::string& request_id,
          telemetry::Metrics& metrics) {
  if (answer.fault == v1::ACCESS_FAULT_UNSPECIFIED) {
    Log(LogLevel::kInfo, "token_given",
        {{"request", request_id},
         {"grant", answer.grant},
         {"submitter", answer.submitter_id},
         {"cvr", answer.cvr}});
    return;
  }
  const std::string reason = token::FaultName(answer.fault);
  metrics.Refused(reason);
  Log(LogLevel::kWarning, "token_refused",
      {{"request", request_id}, {"reason", reason}});
}

token::Fault FaultOf(const http::Refusal& refusal) {
  switch (refusal.status) {
    case 405:
      return {v1::ACCESS_FAULT_REQUEST_MALFORMED, "POST", ""};
    case 413:
      return {v1::ACCESS_FAULT_REQUEST_MALFORMED,
              absl::StrCat("≤ ", access::kMaxFormBytes, " bytes"), ""};
    case 415:
      return {v1::ACCESS_FAULT_REQUEST_MALFORMED, kFormType, ""};
    case 500:
    case 503:
      return {v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE};
    default:
      return {v1::ACCESS_FAULT_REQUEST_MALFORMED, "",
              std::string(refusal.reason)};
  }
}

}  // namespace

void AddTokenRoute(std::shared_ptr<const access::TokenExchange> exchange,
                   std::string help_url, telemetry::Metrics& metrics,
                   http::Routes* routes) {
  http::Route route;
  route.method = "POST";
  route.path = kTokenPath;
  route.max_body_bytes = access::kMaxFormBytes;
  route.content_types = {kFormType};
  route.handle = [exchange = std::move(exchange),
                  &metrics](const http::Request& request) {
    TokenAnswer answer = exchange->Handle(
        request.body,
        {request.peer_certificate_der, request.peer_certificate_fault});
    Tell(answer, request.id, metrics);
    return ToResponse(std::move(answer));
  };
  route.refuse = [help_url = std::move(help_url),
                  &metrics](const http::Refusal& refusal) {
    const token::Fault fault = FaultOf(refusal);
    metrics.Refused(token::FaultName(fault.code));
    return ToResponse(
        access::Refuse(fault, access::TokenDialect::kOAuth, help_url));
  };
  routes->Add(std::move(route));
}

}  // namespace trivsel::gateway
