#include "deploy/sandbox/receiver/journal.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/receiver/digest.h"
#include "deploy/sandbox/serving/durable_file.h"

namespace trivsel::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr char kEnding[] = ".delivery";

absl::StatusOr<std::string> FirstLine(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!std::getline(file, line) || file.eof()) {
    return absl::DataLossError(
        absl::StrCat(path.string(), " is not whole; move it away to go on"));
  }
  return line;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(
    const std::string& folder, const Reader& on_delivery,
    const Reader& on_violation) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("cannot make ", folder));
  }
  fs::permissions(folder, fs::perms::owner_all, error);
  auto journal = std::unique_ptr<Journal>(new Journal(folder));
  if (absl::Status salt = journal->LoadSalt(); !salt.ok()) return salt;
  if (absl::Status load = journal->Load(on_delivery, on_violation);
      !load.ok()) {
    return load;
  }
  return journal;
}

absl::Status Journal::LoadSalt() {
  const std::string path = folder_ + "/salt";
  if (std::ifstream file(path, std::ios::binary); file) {
    std::ostringstream content;
    content << file.rdbuf();
    salt_ = content.str();
    return salt_.size() == 32 ? absl::OkStatus()
                              : absl::DataLossError(path + " is not whole");
  }
  salt_ = NewSalt();
  if (salt_.empty()) return absl::UnavailableError("no random numbers");
  return WriteDurably(path, {salt_});
}

absl::Status Journal::Load(const Reader& on_delivery,
                           const Reader& on_violation) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const fs::path& path = entry.path();
    if (path.extension() == ".part") fs::remove(path, error);
    if (path.extension() == kEnding) files.push_back(path);
  }
  if (error) return absl::UnavailableError("cannot read " + folder_);
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    absl::StatusOr<std::string> line = FirstLine(path);
    if (!line.ok()) return line.status();
    if (absl::Status read = on_delivery(*line); !read.ok()) return read;
    last_number_ = std::max<int64_t>(
        last_number_, std::strtoll(path.stem().c_str(), nullptr, 10));
  }
  std::ifstream violations(folder_ + "/violations.jsonl");
  for (std::string line; std::getline(violations, line);) {
    if (absl::Status read = on_violation(line); !read.ok()) return read;
  }
  return absl::OkStatus();
}

absl::Status Journal::AppendDelivery(std::string_view line,
                                     std::string_view body) {
  char name[32];
  std::snprintf(name, sizeof(name), "/%010lld%s",
                static_cast<long long>(last_number_ + 1), kEnding);
  absl::Status written =
      WriteDurably(folder_ + name, {line, std::string_view("\n"), body});
  if (written.ok()) ++last_number_;
  return written;
}

absl::Status Journal::AppendViolation(std::string_view line) {
  return AppendDurably(folder_ + "/violations.jsonl",
                       absl::StrCat(std::string(line), "\n"));
}

}  // namespace trivsel::sandbox
