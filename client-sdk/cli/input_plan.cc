#include "client-sdk/cli/input_plan.h"

#include <sys/stat.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "client-sdk/cli/input_files.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;

// As much of an input is looked at to tell what it is.
constexpr size_t kBeginning = 64 * 1024;
constexpr size_t kFewFiles = 100;

// FNV-1a: the same on every machine and in every version.
void Mix(std::string_view bytes, uint64_t* hash) {
  for (const char c : bytes) {
    *hash = (*hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  *hash = (*hash ^ 0xffu) * 1099511628211u;  // where one part ends
}

void MixNumber(uint64_t number, uint64_t* hash) {
  Mix(std::to_string(number), hash);
}

// The same for all ways to name one file: "year", "./year/", "/data/year".
std::string WholePath(const std::string& argument) {
  std::error_code error;
  const fs::path path = fs::absolute(argument, error).lexically_normal();
  if (error) return argument;
  return (path.has_filename() ? path : path.parent_path()).string();
}

class Planner {
 public:
  explicit Planner(const InputArguments& arguments) : arguments_(arguments) {}

  InputPlan Plan();

 private:
  void AddStandardInput();
  void AddFile(const std::string& path, const std::string& argument,
               bool from_folder);
  InputKind KindOf(const std::string& path, bool from_folder) const;
  PlannedInput& InputFor(const InputKind& kind, const std::string& argument);

  const InputArguments& arguments_;
  InputPlan plan_;
  bool in_run_ = false;  // the last input takes more files
};

InputKind Planner::KindOf(const std::string& path, bool from_folder) const {
  InputKind kind = KindOfName(path);
  if (!from_folder && arguments_.container != Container::kDetect) {
    return {arguments_.container, kind.packed};
  }
  if (kind.container != Container::kDetect) return kind;
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return {};
  const auto file = FileStream::Open(path);
  const auto beginning = file.ok() ? (*file)->Peek(kBeginning) : file.status();
  return beginning.ok() ? KindOfContent(*beginning) : InputKind();
}

PlannedInput& Planner::InputFor(const InputKind& kind,
                                const std::string& argument) {
  const bool run = kind.container == Container::kNone;
  if (!run || !in_run_) {
    const std::string name = argument == "-" ? argument : WholePath(argument);
    plan_.inputs.push_back({name, kind, {}, 14695981039346656037u});
    // Read as something else, it is something else.
    MixNumber(static_cast<uint64_t>(kind.container),
              &plan_.inputs.back().fingerprint);
    MixNumber(static_cast<uint64_t>(arguments_.form),
              &plan_.inputs.back().fingerprint);
  }
  in_run_ = run;
  return plan_.inputs.back();
}

void Planner::AddFile(const std::string& path, const std::string& argument,
                      bool from_folder) {
  const InputKind kind = KindOf(path, from_folder);
  const bool run = kind.container == Container::kNone;
  PlannedInput& input = InputFor(kind, run ? argument : path);
  struct stat info {};
  const bool known = ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
  const uint64_t bytes = known ? static_cast<uint64_t>(info.st_size) : 0;
  // Within a folder its own name counts, else the whole one.
  std::string_view name = path;
  if (from_folder) name.remove_prefix(argument.size());
  while (from_folder && name.starts_with('/')) name.remove_prefix(1);
  Mix(from_folder ? std::string(name) : WholePath(path), &input.fingerprint);
  MixNumber(bytes, &input.fingerprint);
  MixNumber(static_cast<uint64_t>(info.st_mtim.tv_sec), &input.fingerprint);
  MixNumber(static_cast<uint64_t>(info.st_mtim.tv_nsec), &input.fingerprint);
  input.files.push_back({path, bytes});
  plan_.bytes += bytes;
  ++plan_.files;
}

void Planner::AddStandardInput() {
  InputKind kind{arguments_.container, false};
  std::string_view beginning;
  auto stream = FileStream::Open("-");
  // Named twice, it is read once.
  if (stream.ok() && plan_.standard_input == nullptr) {
    plan_.standard_input = *std::move(stream);
    const auto peeked = plan_.standard_input->Peek(kBeginning);
    if (peeked.ok()) beginning = *peeked;
  }
  const InputKind found = KindOfContent(beginning);
  if (kind.container == Container::kDetect) kind = found;
  kind.packed = found.packed;
  PlannedInput& input = InputFor(kind, "-");
  Mix(beginning, &input.fingerprint);
  input.files.push_back({"-", 0});
  ++plan_.files;
}

InputPlan Planner::Plan() {
  for (const std::string& argument : arguments_.paths) {
    std::error_code error;
    if (argument == "-") {
      AddStandardInput();
    } else if (fs::is_directory(argument, error)) {
      in_run_ = false;
      for (const std::string& path : ReportsInFolder(argument, true)) {
        AddFile(path, argument, true);
      }
      in_run_ = false;
    } else {
      AddFile(argument, argument, false);
    }
  }
  return std::move(plan_);
}

}  // namespace

bool InputPlan::IsLarge() const { return files > kFewFiles || HasContainers(); }

bool InputPlan::HasContainers() const {
  for (const PlannedInput& input : inputs) {
    if (input.kind.container != Container::kNone) return true;
  }
  return false;
}

InputPlan PlanInputs(const InputArguments& arguments) {
  return Planner(arguments).Plan();
}

}  // namespace trivsel::cli
