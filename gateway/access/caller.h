// Who is calling and whom it may report for.
#ifndef TRIVSEL_GATEWAY_ACCESS_CALLER_H_
#define TRIVSEL_GATEWAY_ACCESS_CALLER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trivsel::gateway::access {

// A municipality as the registry knows it.
struct Municipality {
  int32_t id = 0;
  std::string cvr;               // 8 digits
  std::string name;              // "Holbæk Kommune"
  std::vector<std::string> sor;  // its own and its departments' SOR codes
};

// A verified caller. Comes from a credential, never from the payload.
struct Caller {
  int32_t submitter_id = 0;
  std::string submitter;  // name of the vendor system
  std::vector<std::shared_ptr<const Municipality>> municipalities;

  // The municipality among the caller's that owns the SOR code; null if none.
  const Municipality* FindBySor(std::string_view sor) const;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_CALLER_H_
