// The filter of the list of rejections: in an address, in a form, in words.
#ifndef TRIVSEL_GATEWAY_CONSOLE_REJECTION_FILTER_H_
#define TRIVSEL_GATEWAY_CONSOLE_REJECTION_FILTER_H_

#include <string>

#include "gateway/console/form.h"
#include "gateway/console/page.h"
#include "gateway/console/registry_desk.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::console {

// What cannot be read is not there. `me` stands for "mig" in the field "hos".
trivsel::gateway::v1::RejectionFilter ReadFilter(const Form& form,
                                                 const std::string& me);

// The same filter behind `path`.
Path WithFilter(Path path, const trivsel::gateway::v1::RejectionFilter& filter);

// The same as hidden fields of a form.
void HideFilter(const trivsel::gateway::v1::RejectionFilter& filter,
                Page* page);

// <form method=get> to the list.
void WriteFilterForm(const trivsel::gateway::v1::RejectionFilter& filter,
                     const RegistryView& registry, Page* page);

// "Kode LTT-…, Fagsystem A, åbne": which they are.
std::string FilterInWords(const trivsel::gateway::v1::RejectionFilter& filter,
                          const Page& page);

// Anything besides the states is set.
bool IsNarrow(const trivsel::gateway::v1::RejectionFilter& filter);

T StateName(trivsel::gateway::v1::ReviewState state);
// Of a badge.
const char* StateKind(trivsel::gateway::v1::ReviewState state);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_REJECTION_FILTER_H_
