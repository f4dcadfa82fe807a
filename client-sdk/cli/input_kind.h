// Telling what holds one report from what holds many.
#ifndef TRIVSEL_CLIENT_SDK_CLI_INPUT_KIND_H_
#define TRIVSEL_CLIENT_SDK_CLI_INPUT_KIND_H_

#include <string_view>

#include "client-sdk/cli/arguments.h"

namespace trivsel::cli {

struct InputKind {
  Container container = Container::kNone;
  bool packed = false;  // gzip, zstd, xz, bzip2; a tar reader notices itself
};

// By the name: .ndjson, .jsonl and the same with .gz, .zst, .xz or .bz2 behind;
// .tar, .tar.gz, .tgz … ; kNone for the suffixes of one report (.json, .binpb,
// .txtpb, .pb); kDetect for every other name.
InputKind KindOfName(std::string_view path);

// By how the content begins. One JSON object on one line, alone, is one
// report; with another below it, it is NDJSON. Packed content is taken for a
// tar archive.
InputKind KindOfContent(std::string_view beginning);

// The name of a report inside an archive or folder.
bool IsReportName(std::string_view path);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_INPUT_KIND_H_
