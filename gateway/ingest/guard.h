// The guard at the top of every RPC: who is calling, and is there time.
#ifndef TRIVSEL_GATEWAY_INGEST_GUARD_H_
#define TRIVSEL_GATEWAY_INGEST_GUARD_H_

#include <grpcpp/server_context.h>

#include <memory>
#include <string>
#include <variant>

#include "gateway/access/access_directory.h"
#include "gateway/ingest/refusal.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::ingest {

// Thread safe. Default deny.
class Guard {
 public:
  using Verdict = std::variant<std::shared_ptr<const access::Caller>, Refusal>;

  // `insecure_submitter`: who everybody is when there is no TLS; empty = TLS
  // is on and a certificate decides. The rest must outlive it.
  Guard(const access::AccessDirectory& directory, const Clock& clock,
        telemetry::Metrics& metrics, std::string insecure_submitter)
      : directory_(directory),
        clock_(clock),
        metrics_(metrics),
        insecure_submitter_(std::move(insecure_submitter)) {}

  Verdict Check(const grpc::CallbackServerContext& context) const;
  // Until the call's deadline.
  absl::Duration TimeLeft(const grpc::CallbackServerContext& context) const;

 private:
  Verdict Identify(const grpc::CallbackServerContext& context) const;

  const access::AccessDirectory& directory_;
  const Clock& clock_;
  telemetry::Metrics& metrics_;
  const std::string insecure_submitter_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_GUARD_H_
