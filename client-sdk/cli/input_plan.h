// What a command line names, put in order before anything is read.
#ifndef TRIVSEL_CLIENT_SDK_CLI_INPUT_PLAN_H_
#define TRIVSEL_CLIENT_SDK_CLI_INPUT_PLAN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/byte_stream.h"
#include "client-sdk/cli/input_kind.h"

namespace trivsel::cli {

struct PlannedFile {
  std::string path;
  uint64_t bytes = 0;  // 0 for what is no file, or cannot be looked at
};

// Files with one report each that follow each other, or one file with many.
struct PlannedInput {
  std::string name;  // the whole path of the file, or of the folder
  InputKind kind;
  std::vector<PlannedFile> files;  // one, unless kind is kNone
  // Changes with the names, sizes and times of the files, with the form they
  // are read in, and for standard input with how it begins.
  uint64_t fingerprint = 0;
};

struct InputPlan {
  std::vector<PlannedInput> inputs;
  // Opened when "-" is named: its beginning has been looked at.
  std::unique_ptr<FileStream> standard_input;
  // Waiting for a pipe ends when this becomes readable; -1: never.
  int stop_fd = -1;
  uint64_t bytes = 0;  // of all; what cannot be known counts as 0
  size_t files = 0;

  // Something holds many reports.
  bool HasContainers() const;
  // That, or more files than anybody wants to read about one by one.
  bool IsLarge() const;
};

// The order of arguments; within a folder by path, byte by byte. Never
// fails: what cannot be read is found out by reading it.
InputPlan PlanInputs(const InputArguments& arguments);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_INPUT_PLAN_H_
