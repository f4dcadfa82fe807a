// Standard input, output and error, when the caller has closed one.
#ifndef TRIVSEL_CLIENT_SDK_CLI_STANDARD_STREAMS_H_
#define TRIVSEL_CLIENT_SDK_CLI_STANDARD_STREAMS_H_

namespace trivsel::cli {

// Fills what is closed, so that no file or connection gets its number and is
// read from or printed into. Reading and writing there still fails. To be
// called before anything is opened.
void FillStandardStreams();

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_STANDARD_STREAMS_H_
