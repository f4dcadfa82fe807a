// All about one municipality, for people.
#ifndef TRIVSEL_GATEWAY_CTL_MUNICIPALITY_VIEW_H_
#define TRIVSEL_GATEWAY_CTL_MUNICIPALITY_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/ctl/table.h"
#include "gateway/registry/onboarding_tasks.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::ctl {

// A row for each thing that is known: what, which, detail, from, until.
Table MunicipalityTable(const registry::OnboardingFacts& facts,
                        const store::MunicipalityRow& municipality);

// NOT_FOUND, in Danish and English.
absl::Status NoMunicipality(const std::string& cvr);

// "connection" or "data_processing".
const char* KindName(store::DocumentKind kind);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_MUNICIPALITY_VIEW_H_
