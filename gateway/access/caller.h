// Who is calling and whom it may report for.
#ifndef TRIVSEL_GATEWAY_ACCESS_CALLER_H_
#define TRIVSEL_GATEWAY_ACCESS_CALLER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "gateway/access/operator.h"

namespace trivsel::gateway::access {

// A municipality as the registry knows it.
struct Municipality {
  int32_t id = 0;
  std::string cvr;               // 8 digits
  std::string name;              // "Holbæk Kommune"
  std::vector<std::string> sor;  // its own and its departments' SOR codes
};

// What a submitter may use; 0 = the gateway's default.
struct CallerLimits {
  int32_t reports_per_second = 0;
  int32_t concurrent_calls = 0;
  int32_t message_bytes = 0;
};

// A verified caller. Comes from a credential, never from the payload.
struct Caller {
  enum class Role { kSubmitter, kOperator };
  Role role = Role::kSubmitter;
  int32_t submitter_id = 0;  // 0: an operator
  std::string submitter;     // name of the vendor system, or of the operator
  // What an operator may do; null: a submitter.
  std::shared_ptr<const Operator> rights;
  // Whom it may report for, and whose reports it may see: those that its
  // credential and a valid agreement allow now. With a token exactly one.
  std::vector<std::shared_ptr<const Municipality>> municipalities;
  CallerLimits limits;
  // When this has to be found out again: the token, a certificate or an
  // agreement ends.
  absl::Time valid_until = absl::InfiniteFuture();
  // By what it is known, so that a call that lasts can be looked at again:
  // SHA-256 of the connection's certificate (zeros: there is no TLS), and when
  // the token ends, the tolerance for clocks included. Infinite: a certificate
  // alone.
  std::array<uint8_t, 32> peer{};
  absl::Time peer_until = absl::InfiniteFuture();
  absl::Time token_until = absl::InfiniteFuture();

  bool by_token() const { return token_until != absl::InfiniteFuture(); }
  // The municipality among the caller's that owns the SOR code; null if none.
  const Municipality* FindBySor(std::string_view sor) const;
  // Their ids, ascending.
  std::vector<int32_t> MunicipalityIds() const;
  // The municipalities whose reports it may see: the same, and without a token
  // also 0, which stands for reports that name none.
  std::vector<int32_t> VisibleMunicipalityIds() const;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_CALLER_H_
