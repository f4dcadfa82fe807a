// trivsel token inspect: explains a token on this machine.
#include <cstdio>

#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/token/inspection.h"
#include "client-sdk/cli/token/inspection_view.h"

namespace trivsel::cli {
namespace {

// Well over the largest token there is.
constexpr size_t kMaxToken = 1024 * 1024;

}  // namespace

ExitCode RunInspect(const InspectArguments& arguments,
                    const ViewArguments& view) {
  std::string text;
  const absl::Status read = ReadInput(arguments.file, kMaxToken + 1, &text);
  if (!read.ok() || text.size() > kMaxToken) {
    const std::string name = ForTerminal(arguments.file);
    const std::string why =
        read.ok() ? "> 1 MiB" : ForTerminal(std::string(read.message()));
    Complain({"kan ikke læse " + name + ": " + why,
              "cannot read " + name + ": " + why},
             view.language);
    return kUsage;
  }
  const auto inspection = Inspect(text, arguments, absl::Now());
  if (!inspection.ok()) {
    ComplainAbout(inspection.status(), view.language);
    return kUsage;
  }
  const std::string out =
      view.output == Output::kJson
          ? InspectionJson(arguments.file, *inspection) + "\n"
          : InspectionText(arguments.file, *inspection, view);
  std::fwrite(out.data(), 1, out.size(), stdout);
  return inspection->faults.empty() ? kAllWell : kSomeInvalid;
}

}  // namespace trivsel::cli
