// POST /token: between HTTP and the token endpoint's logic.
#ifndef TRIVSEL_GATEWAY_TOKEN_DOOR_H_
#define TRIVSEL_GATEWAY_TOKEN_DOOR_H_

#include <memory>
#include <string>

#include "gateway/access/token_exchange.h"
#include "gateway/http/routes.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

inline constexpr char kTokenPath[] = "/token";

// Adds POST /token. Every answer, also to what the server itself refuses, is
// the JSON of OAuth; refusals are counted by their reason. `metrics` must
// outlive the routes.
void AddTokenRoute(std::shared_ptr<const access::TokenExchange> exchange,
                   std::string help_url, telemetry::Metrics& metrics,
                   http::Routes* routes);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_TOKEN_DOOR_H_
