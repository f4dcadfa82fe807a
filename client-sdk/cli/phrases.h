// Danish with English beside.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PHRASES_H_
#define TRIVSEL_CLIENT_SDK_CLI_PHRASES_H_

#include <string>
#include <string_view>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"

namespace trivsel::cli {

// One thing said in both languages.
struct Phrase {
  std::string_view danish;
  std::string_view english;
};

// The same with text of its own.
struct Words {
  std::string danish;
  std::string english;

  Phrase phrase() const { return {danish, english}; }
  bool empty() const { return danish.empty() && english.empty(); }
};

// "gyldig", "valid" or, for both, "gyldig (valid)".
std::string Say(const Phrase& phrase, Language language);

// ANSI colours; nothing at all where there is no terminal.
enum class Colour { kNone, kRed, kYellow, kGreen, kGrey, kBold };
std::string Paint(std::string_view text, Colour colour, bool enabled);

// Prints a line to standard error in the wanted language.
void Complain(const Phrase& phrase, Language language);

// Says that the inputs hold no report; what the command answers then.
ExitCode ComplainAboutNothing(Language language);

// Text from a file or the network, safe on a terminal: control characters
// become '?'.
std::string ForTerminal(std::string_view text);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PHRASES_H_
