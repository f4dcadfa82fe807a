#include "client-sdk/cli/doctor/step_view.h"

#include <cstdio>

#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/refusal_view.h"

namespace trivsel::cli::doctor {
namespace {

struct Mark {
  const char* sign;
  const char* word;
  Colour colour;
};

Mark MarkOf(StepState state) {
  switch (state) {
    case StepState::kGood:
      return {"✓", "good", Colour::kGreen};
    case StepState::kWarning:
      return {"!", "warning", Colour::kYellow};
    case StepState::kFailed:
      return {"✗", "failed", Colour::kRed};
    case StepState::kSkipped:
      break;
  }
  return {"-", "skipped", Colour::kGrey};
}

// What fits on a line with both languages stands on one; else one language
// under the other.
constexpr size_t kShort = 64;

void AppendBoth(const Words& words, const std::string& first,
                const std::string& next, const ViewArguments& view,
                std::string* text) {
  const std::string danish = Masked(words.danish);
  const std::string english = Masked(words.english);
  switch (view.language) {
    case Language::kDanish:
      *text += first + danish + "\n";
      return;
    case Language::kEnglish:
      *text += first + english + "\n";
      return;
    case Language::kBoth:
      break;
  }
  if (danish.size() + english.size() <= kShort) {
    *text += first + Say({danish, english}, view.language) + "\n";
    return;
  }
  *text += first + danish + "\n";
  if (danish != english) *text += next + english + "\n";
}

std::string StepText(const StepName& name, const Finding& finding,
                     const ViewArguments& view) {
  const Mark mark = MarkOf(finding.state);
  std::string text;
  AppendBoth(
      finding.said,
      Paint(mark.sign, mark.colour, view.colour) + " " +
          Paint(Say(name.title, view.language), Colour::kBold, view.colour) +
          ": ",
      "    ", view, &text);
  for (const auto& [key, value] : finding.facts) {
    text +=
        "    " + Say(key.phrase(), view.language) + ": " + Masked(value) + "\n";
  }
  if (!finding.advice.empty()) {
    AppendBoth(finding.advice, "    → ", "    → ", view, &text);
  }
  return text;
}

std::string StepJson(const StepName& name, const Finding& finding) {
  JsonWriter json;
  json.BeginObject();
  json.Key("step").String(name.id);
  json.Key("state").String(MarkOf(finding.state).word);
  json.Key("message").String(Masked(finding.said.danish));
  json.Key("message_en").String(Masked(finding.said.english));
  json.Key("advice").String(Masked(finding.advice.danish));
  json.Key("advice_en").String(Masked(finding.advice.english));
  json.Key("facts").BeginArray();
  for (const auto& [key, value] : finding.facts) {
    json.BeginObject();
    json.Key("name").String(key.english);
    json.Key("value").String(Masked(value));
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return json.text() + "\n";
}

}  // namespace

void ShowLooking(const StepName& name, const ViewArguments& view) {
  if (!view.progress || view.output == Output::kJson) return;
  std::fprintf(stderr, "\r… %s\x1b[K", Say(name.title, view.language).c_str());
}

void ShowStep(const StepName& name, const Finding& finding,
              const ViewArguments& view) {
  if (view.progress && view.output != Output::kJson) {
    std::fputs("\r\x1b[K", stderr);
  }
  const std::string text = view.output == Output::kJson
                               ? StepJson(name, finding)
                               : StepText(name, finding, view);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace trivsel::cli::doctor
