#include "gateway/console/asset_routes.h"

#include <algorithm>

#include "gateway/console/asset_table.h"

namespace trivsel::gateway::console {

http::Response ServeAsset(const http::Request& request) {
  http::Response response;
  std::string version, name;
  for (const auto& [key, value] : request.path_values) {
    (key == "version" ? version : name) = value;
  }
  const auto& table = AssetTable();
  const auto found =
      std::find_if(table.begin(), table.end(),
                   [&](const Asset& asset) { return asset.name == name; });
  if (version != AssetVersion() || found == table.end()) {
    response.status = 404;
    return response;
  }
  response.content_type = std::string(found->content_type);
  response.body = std::string(found->octets);
  response.headers.Set("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.Set("Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

}  // namespace trivsel::gateway::console
