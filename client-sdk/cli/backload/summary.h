// What a back-load has come to, for people or as one JSON object.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SUMMARY_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SUMMARY_H_

#include <cstdint>
#include <string>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/backload/tally.h"

namespace trivsel::cli::backload {

struct Summary {
  Tally total;                // over all runs
  uint64_t settled_now = 0;   // by this run
  uint64_t passed_over = 0;   // settled by earlier ones
  bool complete = false;      // all input was read and all of it is settled
  std::string rejected_file;  // empty if nothing stands in it
  std::string resume_file;    // empty if there is nothing to go on with
};

// Several lines, each with its newline; the codes with most reports first.
std::string SummaryText(const Summary& summary, const ViewArguments& view);

// {"summary":{"accepted":N,…,"not_sent":N,"settled_now":N,"passed_over":N,
// "complete":B,"reasons":[{"code","reports","message","message_en"}],
// "rejected_file","resume_file"}}, one line without its newline.
std::string SummaryJson(const Summary& summary);

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_SUMMARY_H_
