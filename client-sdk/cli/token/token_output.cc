#include "client-sdk/cli/token/token_output.h"

#include <cstdio>

#include "absl/time/clock.h"
#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/private_file.h"

namespace trivsel::cli {

ExitCode HandOver(const std::string& token, absl::Duration valid,
                  const std::string& file, const ViewArguments& view) {
  if (file.empty()) {
    std::fwrite(token.data(), 1, token.size(), stdout);
    std::fputc('\n', stdout);
  } else {
    const absl::Status written = WritePrivateFile(file, token + "\n");
    if (!written.ok()) {
      const std::string why = ForTerminal(std::string(written.message()));
      Complain({"kan ikke skrive tokenet: " + why,
                "the token cannot be written: " + why},
               view.language);
      return kUsage;
    }
  }
  const std::string until = DanishTime(absl::Now() + valid);
  const Words span = WordsOf(valid);
  Complain({"tokenet gælder til " + until + " (" + span.danish + ")",
            "the token is valid until " + until + " (" + span.english + ")"},
           view.language);
  return kAllWell;
}

}  // namespace trivsel::cli
