// A scope as the statements of this room take it.
#ifndef TRIVSEL_GATEWAY_REVIEW_SCOPE_PARAMS_H_
#define TRIVSEL_GATEWAY_REVIEW_SCOPE_PARAMS_H_

#include <cstdint>

#include "gateway/access/operator.h"
#include "gateway/store/params.h"

namespace trivsel::gateway::review {

// Of a scope that is not all.
inline store::ArrayWriter MunicipalitiesOf(const access::Scope& scope) {
  store::ArrayWriter ids(store::ArrayWriter::Element::kInt4);
  for (const int32_t id : scope.municipality_ids) ids.Int32(id);
  return ids;
}

// Two parameters: whether it is all municipalities, and which it is else.
inline void AddScope(const access::Scope& scope, store::Params* params) {
  params->Bool(scope.all).Array(MunicipalitiesOf(scope));
}

// Only this municipality of the scope; empty if it is not covered.
inline access::Scope Narrow(const access::Scope& scope, int32_t municipality) {
  if (municipality == 0 || !scope.Covers(municipality)) return {};
  return {false, {municipality}};
}

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_SCOPE_PARAMS_H_
