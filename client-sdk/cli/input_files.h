// Which files a command line names, and what is in them.
#ifndef TRIVSEL_CLIENT_SDK_CLI_INPUT_FILES_H_
#define TRIVSEL_CLIENT_SDK_CLI_INPUT_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace trivsel::cli {

// The reports in a folder: regular files *.json, *.binpb, *.txtpb, *.pb, also
// in folders beneath, sorted by path, byte by byte; with `containers` also
// what holds many (*.ndjson, *.tar, see KindOfName). A folder that cannot be
// listed stands for itself: reading will say what is wrong.
std::vector<std::string> ReportsInFolder(const std::string& folder,
                                         bool containers);

// Replaces each folder by the reports in it. Everything else stays as it is
// and where it is, also a path that does not exist.
std::vector<std::string> ExpandPaths(const std::vector<std::string>& paths);

// Reads at most `max_bytes` of a file ("-": standard input) into `bytes`,
// reusing its memory. Ask for one byte more than is allowed to learn that a
// file is too large without reading all of it.
absl::Status ReadInput(const std::string& path, size_t max_bytes,
                       std::string* bytes);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_INPUT_FILES_H_
