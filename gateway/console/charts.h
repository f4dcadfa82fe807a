// Pictures of numbers as SVG, each with a sentence that says the same.
#ifndef TRIVSEL_GATEWAY_CONSOLE_CHARTS_H_
#define TRIVSEL_GATEWAY_CONSOLE_CHARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/console/page.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::console {

// Small bars, a day each, the oldest first.
void WriteSparkline(const std::vector<int64_t>& by_day, Page* page);

// received → accepted → delivered → confirmed, with what falls off.
void WriteFlow(const trivsel::gateway::v1::Overview::Flow& flow, Page* page);

// Share rejected a day, as a line with a grid; the newest day last.
void WriteRateChart(const trivsel::gateway::v1::Overview::Series& series,
                    Page* page);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_CHARTS_H_
