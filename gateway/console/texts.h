// What the pages say, in Danish and in English: texts.inc has them side by
// side.
#ifndef TRIVSEL_GATEWAY_CONSOLE_TEXTS_H_
#define TRIVSEL_GATEWAY_CONSOLE_TEXTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace trivsel::gateway::console {

enum class Language { kDanish, kEnglish };

enum class T {
#define TRIVSEL_TEXT(name, danish, english) name,
#include "gateway/console/texts.inc"
#undef TRIVSEL_TEXT
};

struct BothTexts {
  const char* name;
  const char* danish;
  const char* english;
};

// In the order of T.
const std::vector<BothTexts>& AllTexts();

std::string_view Say(Language language, T text);

// The text with `value` in place of its "{}".
std::string Say(Language language, T text, std::string_view value);
// Likewise for its first and its second "{}".
std::string Say(Language language, T text, std::string_view first,
                std::string_view second);

// Of "dansk / English", as errors are written; all of it if it is in one
// language.
std::string_view Half(Language language, std::string_view both);

// Of two sentences that go together.
inline const std::string& Pick(Language language, const std::string& danish,
                               const std::string& english) {
  return language == Language::kEnglish && !english.empty() ? english : danish;
}

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_TEXTS_H_
