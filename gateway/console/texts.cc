#include "gateway/console/texts.h"

namespace trivsel::gateway::console {

const std::vector<BothTexts>& AllTexts() {
  static const auto* texts = new std::vector<BothTexts>{
#define TRIVSEL_TEXT(name, danish, english) {#name, danish, english},
#include "gateway/console/texts.inc"
#undef TRIVSEL_TEXT
  };
  return *texts;
}

std::string_view Say(Language language, T text) {
  const BothTexts& both = AllTexts()[static_cast<size_t>(text)];
  return language == Language::kEnglish ? both.english : both.danish;
}

std::string Say(Language language, T text, std::string_view value) {
  return Say(language, text, value, "");
}

std::string Say(Language language, T text, std::string_view first,
                std::string_view second) {
  const std::string_view pattern = Say(language, text);
  std::string out;
  std::string_view next = first;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i, 2) == "{}") {
      out.append(next);
      next = second;
      ++i;
    } else {
      out.push_back(pattern[i]);
    }
  }
  return out;
}

std::string_view Half(Language language, std::string_view both) {
  const size_t middle = both.find(" / ");
  if (middle == std::string_view::npos) return both;
  return language == Language::kEnglish ? both.substr(middle + 3)
                                        : both.substr(0, middle);
}

}  // namespace trivsel::gateway::console
