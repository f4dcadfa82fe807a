#include "gateway/ingest/guard.h"

#include <grpc/grpc_security_constants.h>

#include <chrono>

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;

// With less left, the answer would hardly arrive, and the caller would have to
// ask again about a report that is on disk.
constexpr absl::Duration kLeastTime = absl::Milliseconds(100);

}  // namespace

Guard::Verdict Guard::Identify(
    const grpc::CallbackServerContext& context) const {
  absl::StatusOr<std::shared_ptr<const access::Caller>> caller =
      absl::UnauthenticatedError("no certificate");
  if (!insecure_submitter_.empty()) {
    caller = directory_.FindByName(insecure_submitter_);
  } else if (auto auth = context.auth_context();
             auth != nullptr && auth->IsPeerAuthenticated()) {
    const auto pem = auth->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    if (!pem.empty()) {
      caller = directory_.Identify({pem[0].data(), pem[0].size()});
    }
  }
  if (!caller.ok()) return Refusal{v1::ERROR_REASON_CREDENTIAL_UNKNOWN};
  return *std::move(caller);
}

absl::Duration Guard::TimeLeft(
    const grpc::CallbackServerContext& context) const {
  return absl::FromChrono(context.deadline()) - clock_.Now();
}

Guard::Verdict Guard::Check(const grpc::CallbackServerContext& context) const {
  Verdict verdict = Identify(context);
  if (std::holds_alternative<std::shared_ptr<const access::Caller>>(verdict) &&
      TimeLeft(context) < kLeastTime) {
    verdict = Refusal{v1::ERROR_REASON_DEADLINE_TOO_SHORT};
  }
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    metrics_.Refused(ReasonName(refusal->reason));
  }
  return verdict;
}

}  // namespace trivsel::gateway::ingest
