#include "client-sdk/cli/phrases.h"

#include <cstdio>

#include "client-sdk/cli/json_writer.h"

namespace trivsel::cli {

std::string Say(const Phrase& phrase, Language language) {
  switch (language) {
    case Language::kDanish:
      return std::string(phrase.danish);
    case Language::kEnglish:
      return std::string(phrase.english);
    case Language::kBoth:
      break;
  }
  std::string both(phrase.danish);
  if (phrase.danish != phrase.english) {
    both.append(" (").append(phrase.english).append(")");
  }
  return both;
}

std::string Paint(std::string_view text, Colour colour, bool enabled) {
  const char* code = "";
  switch (colour) {
    case Colour::kNone:
      return std::string(text);
    case Colour::kRed:
      code = "31";
      break;
    case Colour::kYellow:
      code = "33";
      break;
    case Colour::kGreen:
      code = "32";
      break;
    case Colour::kGrey:
      code = "90";
      break;
    case Colour::kBold:
      code = "1";
      break;
  }
  if (!enabled) return std::string(text);
  return std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m";
}

void Complain(const Phrase& phrase, Language language) {
  const std::string text = "trivsel: " + Say(phrase, language) + "\n";
  std::fputs(text.c_str(), stderr);
}

ExitCode ComplainAboutNothing(Language language) {
  Complain({"ingen rapporter fundet", "no reports found"}, language);
  return kUsage;
}

std::string ForTerminal(std::string_view text) {
  std::string out = ValidUtf8(text);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  return out;
}

}  // namespace trivsel::cli
