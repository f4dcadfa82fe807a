#include "client-sdk/cli/backload/summary.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli::backload {
namespace {

using NamedReason = std::pair<std::string, Reason>;

std::vector<NamedReason> MostFirst(const Tally& tally) {
  std::vector<NamedReason> reasons(tally.reasons.begin(), tally.reasons.end());
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const NamedReason& a, const NamedReason& b) {
                     return a.second.reports > b.second.reports;
                   });
  return reasons;
}

// Numbers stand under each other.
std::string Counted(uint64_t count, const std::string& what) {
  std::string number = std::to_string(count);
  if (number.size() < 10) number.insert(0, 10 - number.size(), ' ');
  return number + "  " + what + "\n";
}

std::string Sentence(const std::string& text) {
  return std::string(14, ' ') + ForTerminal(text) + "\n";
}

std::string ReasonsText(const Tally& tally, const ViewArguments& view) {
  std::string text;
  const auto reasons = MostFirst(tally);
  if (!reasons.empty()) {
    text += Say({"Hvorfor", "why"}, view.language) + ":\n";
  }
  for (const auto& [code, reason] : reasons) {
    text += Counted(reason.reports,
                    Paint(ForTerminal(code), Colour::kBold, view.colour));
    if (view.language != Language::kEnglish) text += Sentence(reason.danish);
    if (view.language != Language::kDanish &&
        (view.language == Language::kEnglish ||
         reason.english != reason.danish)) {
      text += Sentence(reason.english);
    }
  }
  return text;
}

}  // namespace

std::string SummaryText(const Summary& summary, const ViewArguments& view) {
  std::string text = Say({"I alt", "in all"}, view.language) + ":\n";
  for (size_t i = 0; i < kFates; ++i) {
    const Fate fate = static_cast<Fate>(i);
    const uint64_t count = summary.total[fate];
    // The first three are always good to know.
    if (count == 0 && i > static_cast<size_t>(Fate::kRejected)) continue;
    text += Counted(count, Say(FatePhrase(fate), view.language));
  }
  if (summary.passed_over > 0) {
    text +=
        Counted(summary.passed_over, Say({"heraf klaret af tidligere kørsler",
                                          "of these done by earlier runs"},
                                         view.language));
  }
  text += ReasonsText(summary.total, view);
  if (!summary.rejected_file.empty()) {
    text += Say({"De afviste står i", "the rejected are in"}, view.language) +
            ": " + ForTerminal(summary.rejected_file) + "\n";
  }
  if (!summary.resume_file.empty()) {
    text += Say({"Ikke færdig: kør samme kommando igen, så fortsætter den; "
                 "den husker i",
                 "not finished: run the same command again to go on; it "
                 "remembers in"},
                view.language) +
            ": " + ForTerminal(summary.resume_file) + "\n";
  }
  return text;
}

std::string SummaryJson(const Summary& summary) {
  JsonWriter json;
  json.BeginObject().Key("summary").BeginObject();
  for (size_t i = 0; i < kFates; ++i) {
    const Fate fate = static_cast<Fate>(i);
    json.Key(FateName(fate)).Number(static_cast<int64_t>(summary.total[fate]));
  }
  json.Key("settled_now").Number(static_cast<int64_t>(summary.settled_now));
  json.Key("passed_over").Number(static_cast<int64_t>(summary.passed_over));
  json.Key("complete").Bool(summary.complete);
  json.Key("reasons").BeginArray();
  for (const auto& [code, reason] : MostFirst(summary.total)) {
    json.BeginObject();
    json.Key("code").String(code);
    json.Key("reports").Number(static_cast<int64_t>(reason.reports));
    json.Key("message").String(reason.danish);
    json.Key("message_en").String(reason.english);
    json.EndObject();
  }
  json.EndArray();
  json.Key("rejected_file").String(summary.rejected_file);
  json.Key("resume_file").String(summary.resume_file);
  json.EndObject().EndObject();
  return json.text();
}

}  // namespace trivsel::cli::backload
