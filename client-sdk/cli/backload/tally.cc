#include "client-sdk/cli/backload/tally.h"

namespace trivsel::cli::backload {
namespace {

struct FateRow {
  const char* name;
  Phrase phrase;
  ExitCode exit;
};

// By Fate.
constexpr FateRow kRows[kFates] = {
    {"accepted", {"modtaget", "accepted"}, kAllWell},
    {"replayed", {"var der allerede", "already there"}, kAllWell},
    {"rejected", {"afvist", "rejected"}, kSomeInvalid},
    {"unreadable", {"ulæselig, ikke sendt", "unreadable, not sent"}, kUsage},
    {"held_back",
     {"ugyldig, holdt tilbage", "invalid, held back"},
     kSomeInvalid},
    {"id_reused",
     {"id'et er brugt til andet indhold", "id used for other content"},
     kUsage},
    {"refused", {"nægtet", "refused"}, kUsage},
    {"not_sent",
     {"ikke afleveret, af dem der er læst", "not handed in, of those read"},
     kAllWell},
};

}  // namespace

const char* FateName(Fate fate) {
  return kRows[static_cast<size_t>(fate)].name;
}

Phrase FatePhrase(Fate fate) { return kRows[static_cast<size_t>(fate)].phrase; }

uint64_t Tally::settled() const {
  uint64_t sum = 0;
  for (const uint64_t count : reports) sum += count;
  return sum - (*this)[Fate::kNotSent];
}

void Tally::AddReason(const std::string& code, const std::string& danish,
                      const std::string& english) {
  Reason& reason = reasons[code];
  if (reason.reports++ > 0) return;
  reason.danish = danish;
  reason.english = english;
}

void Tally::AddReasons(const Tally& other) {
  for (const auto& [code, reason] : other.reasons) {
    Reason& sum = reasons[code];
    const uint64_t before = sum.reports;
    if (before == 0) sum = reason;
    sum.reports = before + reason.reports;
  }
}

ExitCode Tally::exit_code() const {
  ExitCode exit = kAllWell;
  for (size_t i = 0; i < kFates; ++i) {
    if (reports[i] > 0) exit = Worse(exit, kRows[i].exit);
  }
  return exit;
}

}  // namespace trivsel::cli::backload
