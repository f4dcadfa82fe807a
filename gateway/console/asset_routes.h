// GET /assets/<version>/<name>: what pages load.
#ifndef TRIVSEL_GATEWAY_CONSOLE_ASSET_ROUTES_H_
#define TRIVSEL_GATEWAY_CONSOLE_ASSET_ROUTES_H_

#include "gateway/http/message.h"

namespace trivsel::gateway::console {

// May be kept for a year: the address changes with the content. 404 for
// another version or name.
http::Response ServeAsset(const http::Request& request);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_ASSET_ROUTES_H_
