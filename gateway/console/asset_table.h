// The files that pages load, embedded into the program: the design system, the
// fonts, our own style and script.
#ifndef TRIVSEL_GATEWAY_CONSOLE_ASSET_TABLE_H_
#define TRIVSEL_GATEWAY_CONSOLE_ASSET_TABLE_H_

#include <string_view>
#include <vector>

namespace trivsel::gateway::console {

struct Asset {
  std::string_view name;          // "console.css"
  std::string_view content_type;  // "text/css; charset=utf-8"
  std::string_view octets;
};

// Of all of them together, 16 hexadecimal digits: another one when a file
// changes.
std::string_view AssetVersion();

// By name.
const std::vector<Asset>& AssetTable();

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_ASSET_TABLE_H_
