#include "gateway/ingest/method_rules.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using access::Caller;

const char* NameOf(v1::Audience audience) {
  switch (audience) {
    case v1::AUDIENCE_SUBMITTER:
      return "fagsystem / vendor system";
    case v1::AUDIENCE_REGISTRAR:
      return "registrator / registrar";
    case v1::AUDIENCE_READER:
      return "læser / reader";
    case v1::AUDIENCE_OPERATOR:
      return "operatør / operator";
    default:
      return "";
  }
}

bool IsOf(v1::Audience audience, const Caller& caller) {
  using access::Right;
  if (caller.role == Caller::Role::kSubmitter) {
    return audience == v1::AUDIENCE_SUBMITTER;
  }
  if (caller.rights == nullptr) return false;
  switch (audience) {
    case v1::AUDIENCE_REGISTRAR:
      // The registry is everybody's: no part of it is one municipality's.
      return caller.rights->ScopeOf(Right::kRegister).all;
    case v1::AUDIENCE_READER:
      return caller.rights->Has(Right::kRead);
    case v1::AUDIENCE_OPERATOR:
      return caller.rights->Has(Right::kOperate);
    default:
      return false;
  }
}

// For people: what the caller is.
std::string Describe(const Caller& caller) {
  if (caller.role == Caller::Role::kSubmitter) {
    return NameOf(v1::AUDIENCE_SUBMITTER);
  }
  std::string known;
  for (const v1::Audience audience :
       {v1::AUDIENCE_READER, v1::AUDIENCE_OPERATOR, v1::AUDIENCE_REGISTRAR}) {
    if (!IsOf(audience, caller)) continue;
    absl::StrAppend(&known, known.empty() ? "" : ", ", NameOf(audience));
  }
  return known;
}

}  // namespace

absl::StatusOr<MethodRules> MethodRules::Compile(
    const std::vector<std::string>& services) {
  MethodRules rules;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : services) {
    const auto* service = pool->FindServiceByName(name);
    if (service == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat(name, ": there is no such service"));
    }
    bool alike = true;
    v1::Audience first = v1::AUDIENCE_UNSPECIFIED;
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      const v1::Audience audience =
          method->options().GetExtension(v1::audience);
      if (*NameOf(audience) == '\0') {
        return absl::FailedPreconditionError(absl::StrCat(
            method->full_name(), " does not state who may call it (audience)"));
      }
      rules.rules_[method->full_name()] = audience;
      alike = alike && (i == 0 || audience == first);
      first = audience;
    }
    if (alike) rules.rules_[name] = first;
  }
  return rules;
}

std::optional<validator::token::Fault> MethodRules::Check(
    std::string_view method, const Caller& caller) const {
  const auto rule =
      rules_.find(absl::string_view(method.data(), method.size()));
  const v1::Audience wanted =
      rule == rules_.end() ? v1::AUDIENCE_UNSPECIFIED : rule->second;
  if (IsOf(wanted, caller)) return std::nullopt;
  return validator::token::Fault{
      v1::ACCESS_FAULT_METHOD_NOT_ALLOWED,
      absl::StrCat(std::string(method), ": ", NameOf(wanted)),
      Describe(caller)};
}

}  // namespace trivsel::gateway::ingest
