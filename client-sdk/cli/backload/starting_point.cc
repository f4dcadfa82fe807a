#include "client-sdk/cli/backload/starting_point.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "client-sdk/cli/backload/file_names.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli::backload {
namespace {

namespace fs = std::filesystem;

// The same for the same file, from whichever folder.
std::string NameOr(const std::string& named, const std::string& otherwise) {
  std::error_code error;
  const fs::path path =
      fs::absolute(named.empty() ? otherwise : named, error).lexically_normal();
  return error ? named : path.string();
}

// Where the reports go, and what is held back on the way: what was settled for
// another is not settled for this.
std::string DestinationOf(const SubmitArguments& arguments,
                          const std::string& endpoint) {
  std::string destination = endpoint;
  if (arguments.check) destination += " --check";
  if (arguments.check && arguments.strict) destination += " --strict";
  return destination;
}

void TellChanged(const std::string& name, Language language) {
  const std::string input = ForTerminal(name);
  Complain({input + " er ændret siden sidst og sendes forfra; gatewayen "
                    "kender de rapporter, den har",
            input + " has changed since and is sent from its beginning; the "
                    "gateway knows the reports that it has"},
           language);
}

ResumeState ContinueOrStart(const std::string& resume_file,
                            const InputPlan& plan,
                            const std::string& destination, Language language) {
  const auto saved = LoadResumeFile(resume_file);
  if (!saved.ok()) {
    if (absl::IsDataLoss(saved.status())) {
      const std::string file = ForTerminal(resume_file);
      Complain({file + " er beskadiget; begynder forfra",
                file + " is damaged; beginning from the start"},
               language);
    }
    return StartOf(plan, destination);
  }
  if (saved->gateway != destination) {
    const std::string other = ForTerminal(saved->gateway);
    Complain(
        {"sidst gik det til " + other + "; begynder forfra",
         "the last time it went to " + other + "; beginning from the start"},
        language);
  }
  std::vector<std::string> changed;
  ResumeState state = ContinueFrom(*saved, plan, destination, &changed);
  for (const std::string& name : changed) TellChanged(name, language);
  return state;
}

std::unique_ptr<RunLock> TakeLock(const std::string& path, Language language) {
  auto lock = RunLock::Take(path);
  if (lock.ok()) return *std::move(lock);
  if (absl::IsAborted(lock.status())) {
    Complain({"en anden kørsel af det samme er i gang",
              "another run of the same is under way"},
             language);
  } else {
    const std::string why = ForTerminal(std::string(lock.status().message()));
    Complain({"--resume=FIL: kan ikke skrives: " + why,
              "--resume=FILE cannot be written: " + why},
             language);
  }
  return nullptr;
}

}  // namespace

std::optional<StartingPoint> FindStart(const SubmitArguments& arguments,
                                       const std::string& endpoint,
                                       const InputPlan& plan,
                                       Language language) {
  const std::string base = BaseName(arguments.input.paths);
  StartingPoint start;
  start.resume_file = NameOr(arguments.resume_file, base + kResumeSuffix);
  start.lock = TakeLock(start.resume_file + kLockSuffix, language);
  if (start.lock == nullptr) return std::nullopt;
  start.state = ContinueOrStart(start.resume_file, plan,
                                DestinationOf(arguments, endpoint), language);
  ResumeState& state = start.state;
  const std::string rejected =
      NameOr(arguments.rejected_file, base + kRejectedSuffix);
  if (state.rejected_file != rejected) state.rejected_bytes = 0;
  state.rejected_file = rejected;
  // Somebody may have taken it away meanwhile.
  std::error_code error;
  const uint64_t size = fs::file_size(rejected, error);
  state.rejected_bytes = error ? 0 : std::min(state.rejected_bytes, size);
  return start;
}

}  // namespace trivsel::cli::backload
