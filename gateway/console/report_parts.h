// The parts of the page of one report.
#ifndef TRIVSEL_GATEWAY_CONSOLE_REPORT_PARTS_H_
#define TRIVSEL_GATEWAY_CONSOLE_REPORT_PARTS_H_

#include "gateway/console/page.h"
#include "gateway/console/standard_book.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::console {

// The findings of the validator, each with advice and a link to the line where
// it stands; then those of receivers.
void WriteFindings(const trivsel::gateway::v1::ReviewedReport& report,
                   const StandardBook& standard, Page* page);

// What was done and said about its rejections.
void WriteHistory(const trivsel::gateway::v1::ReviewedReport& report,
                  Page* page);

// The way that it went, and how far each destination is.
void WriteWay(const trivsel::gateway::v1::ReviewedReport& report, Page* page);

// The same child's reports.
void WriteCitizenReports(const trivsel::gateway::v1::ReviewedReport& report,
                         Page* page);

// The record as tables for people. `fhir_json` that cannot be read gives none.
void WriteRecord(const std::string& fhir_json, const StandardBook& standard,
                 Page* page);

// The record as numbered lines; those that a finding stands at are marked.
void WriteLines(const trivsel::gateway::v1::ReviewedReport& report, Page* page);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_REPORT_PARTS_H_
