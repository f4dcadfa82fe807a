// What ends soon, as a table.
#ifndef TRIVSEL_GATEWAY_CONSOLE_ENDINGS_H_
#define TRIVSEL_GATEWAY_CONSOLE_ENDINGS_H_

#include <string>

#include "gateway/console/desks.h"
#include "gateway/console/page.h"

namespace trivsel::gateway::console {

// What ends within 60 days, or has ended, of what the visitor may read; of one
// municipality, or all (""). Says so when there is nothing, or the registry
// cannot be read.
void WriteEndings(const Desks& desks, const std::string& cvr, Page* page);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_ENDINGS_H_
