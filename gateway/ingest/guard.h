// The guard at the top of every RPC: who is calling, may it call this, and is
// there time.
#ifndef TRIVSEL_GATEWAY_INGEST_GUARD_H_
#define TRIVSEL_GATEWAY_INGEST_GUARD_H_

#include <grpcpp/server_context.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "gateway/access/authenticator.h"
#include "gateway/ingest/method_rules.h"
#include "gateway/ingest/refusal.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::ingest {

// Thread safe. Default deny.
class Guard {
 public:
  using Verdict = std::variant<std::shared_ptr<const access::Caller>, Refusal>;

  // `help_url`: the page about refusals, without a fragment; empty: there is
  // none. The rest must outlive it.
  Guard(const access::Authenticator& authenticator, const MethodRules& rules,
        const Clock& clock, telemetry::Metrics& metrics, std::string help_url)
      : authenticator_(authenticator),
        rules_(rules),
        clock_(clock),
        metrics_(metrics),
        help_url_(std::move(help_url)) {}

  // `method` is the RPC's own full name, as its descriptor has it.
  Verdict Check(const grpc::CallbackServerContext& context,
                std::string_view method) const;
  // Whether a caller that was let in would be so still, for calls that last;
  // the caller as it is now.
  Verdict Recheck(const access::Caller& caller) const;
  // Until the call's deadline.
  absl::Duration TimeLeft(const grpc::CallbackServerContext& context) const;

 private:
  validator::token::OrFault<std::shared_ptr<const access::Caller>> Identify(
      const grpc::CallbackServerContext& context) const;
  Refusal Refuse(Refusal refusal) const;
  Refusal Refuse(validator::token::Fault fault) const;

  const access::Authenticator& authenticator_;
  const MethodRules& rules_;
  const Clock& clock_;
  telemetry::Metrics& metrics_;
  const std::string help_url_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_GUARD_H_
