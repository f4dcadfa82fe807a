#include "gateway/ingest/guard.h"

#include <grpc/grpc_security_constants.h>

#include <chrono>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using CallerPtr = std::shared_ptr<const access::Caller>;

// With less left, the answer would hardly arrive, and the caller would have to
// ask again about a report that is on disk.
constexpr absl::Duration kLeastTime = absl::Milliseconds(100);

}  // namespace

token::OrFault<CallerPtr> Guard::Identify(
    const grpc::CallbackServerContext& context) const {
  absl::InlinedVector<std::string_view, 2> authorization;
  const auto& metadata = context.client_metadata();
  const auto values = metadata.equal_range("authorization");
  for (auto it = values.first; it != values.second; ++it) {
    authorization.push_back({it->second.data(), it->second.size()});
  }
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) {
    return authenticator_.Authenticate({}, authorization);
  }
  const auto pem = auth->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (pem.empty()) return authenticator_.Authenticate({}, authorization);
  return authenticator_.Authenticate({pem[0].data(), pem[0].size()},
                                     authorization);
}

absl::Duration Guard::TimeLeft(
    const grpc::CallbackServerContext& context) const {
  return absl::FromChrono(context.deadline()) - clock_.Now();
}

Refusal Guard::Refuse(Refusal refusal) const {
  metrics_.Refused(ReasonName(refusal));
  return refusal;
}

Refusal Guard::Refuse(token::Fault fault) const {
  Refusal refusal;
  if (!help_url_.empty()) {
    refusal.help = absl::StrCat(help_url_, "#", token::FaultName(fault.code));
  }
  if (fault.code == v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE) {
    refusal.retry_after = absl::Seconds(1);
  }
  refusal.fault = std::move(fault);
  return Refuse(std::move(refusal));
}

Guard::Verdict Guard::Check(const grpc::CallbackServerContext& context,
                            std::string_view method) const {
  auto who = Identify(context);
  if (auto* fault = std::get_if<token::Fault>(&who)) {
    return Refuse(std::move(*fault));
  }
  CallerPtr& caller = std::get<CallerPtr>(who);
  if (auto fault = rules_.Check(method, *caller)) {
    return Refuse(*std::move(fault));
  }
  if (TimeLeft(context) < kLeastTime) {
    return Refuse(Refusal{v1::ERROR_REASON_DEADLINE_TOO_SHORT});
  }
  return std::move(caller);
}

Guard::Verdict Guard::Recheck(const access::Caller& caller) const {
  auto who = authenticator_.Recheck(caller);
  if (auto* fault = std::get_if<token::Fault>(&who)) {
    return Refuse(std::move(*fault));
  }
  return std::get<CallerPtr>(std::move(who));
}

}  // namespace trivsel::gateway::ingest
