// What became of the reports of a back-load, counted.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_TALLY_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_TALLY_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "client-sdk/cli/exit_code.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli::backload {

// What became of one report. All but kNotSent are settled: to send it again
// would give the same answer.
enum class Fate {
  kAccepted,
  kReplayed,    // the gateway had it already, accepted
  kRejected,    // by the standard
  kUnreadable,  // by this machine; not sent
  kHeldBack,    // by --check; not sent
  kIdReused,    // the id belongs to a report with other content
  kRefused,     // the gateway cannot take it (no id, too large)
  kNotSent,     // no answer, or one that may be another the next time
};
inline constexpr size_t kFates = 8;

// "accepted", "replayed", …, as in JSON and in the resume file.
const char* FateName(Fate fate);
// "modtaget", "accepted".
Phrase FatePhrase(Fate fate);

struct Reason {
  uint64_t reports = 0;
  std::string danish;
  std::string english;
};

struct Tally {
  std::array<uint64_t, kFates> reports{};  // by Fate
  // Why they were not accepted: finding code, or the gateway's reason.
  std::map<std::string, Reason> reasons;

  uint64_t& operator[](Fate fate) { return reports[static_cast<size_t>(fate)]; }
  uint64_t operator[](Fate fate) const {
    return reports[static_cast<size_t>(fate)];
  }
  uint64_t settled() const;
  void AddReason(const std::string& code, const std::string& danish,
                 const std::string& english);
  void AddReasons(const Tally& other);
  // 0, 1 or 2; kNotSent has its own causes.
  ExitCode exit_code() const;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_TALLY_H_
