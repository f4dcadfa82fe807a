#include "client-sdk/cli/refusal_view.h"

#include <cctype>
#include <map>

#include "trivsel/client/error.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = trivsel::validator::token;

// What of a refusal does not stand in its sentence already.
struct Details {
  std::string expected, found, help;
  Phrase advice;  // of the proto
};

Details DetailsOf(const absl::Status& status) {
  Details details;
  const v1::AccessFault fault = client::AccessFaultOf(status);
  if (fault == v1::ACCESS_FAULT_UNSPECIFIED) return details;
  auto metadata = client::ErrorMetadataOf(status);
  details.expected = Masked(metadata["expected"]);
  details.found = Masked(metadata["found"]);
  details.help = Masked(metadata["help"]);
  const v1::AccessFaultText& text = token::TextOf(fault);
  details.advice = {text.danish_advice(), text.english_advice()};
  return details;
}

// Length of a CPR number at `i`, with or without a hyphen; 0 if there is none.
size_t CprAt(std::string_view text, size_t i) {
  size_t digits = 0, at = i;
  for (; at < text.size() && digits < 10; ++at) {
    if (digits == 6 && text[at] == '-') continue;
    if (!std::isdigit(static_cast<unsigned char>(text[at]))) return 0;
    ++digits;
  }
  const bool ends =
      at == text.size() || !std::isalnum(static_cast<unsigned char>(text[at]));
  const bool begins =
      i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]));
  return digits == 10 && begins && ends ? at - i : 0;
}

}  // namespace

std::string Masked(std::string_view text) {
  const std::string clean = ForTerminal(text);
  std::string out;
  for (size_t i = 0; i < clean.size();) {
    const size_t cpr = CprAt(clean, i);
    if (cpr > 0) {
      out += "******-****";
      i += cpr;
    } else {
      out.push_back(clean[i++]);
    }
  }
  return out;
}

Words SentenceOf(const absl::Status& status) {
  const std::string english(status.message());
  const std::string danish = client::DanishMessageOf(status);
  const v1::AccessFault fault = client::AccessFaultOf(status);
  if (fault != v1::ACCESS_FAULT_UNSPECIFIED) {
    // The gateway puts everything into one line.
    const v1::AccessFaultText& text = token::TextOf(fault);
    if (english.rfind(text.english(), 0) == 0) {
      return {text.danish(), text.english()};
    }
  }
  return {danish.empty() ? english : danish, english};
}

std::string RefusalText(const absl::Status& status, Language language,
                        const std::string& indent) {
  const Details details = DetailsOf(status);
  const std::string sentence = SentenceOf(status).english;
  std::string out;
  const auto line = [&](const std::string& text) {
    out += indent + text + "\n";
  };
  // A gateway of another version may have put them into its sentence.
  const auto value = [&](const Phrase& name, const std::string& what) {
    if (what.empty() || sentence.find(what) != std::string::npos) return;
    line(Say(name, language) + ": " + what);
  };
  value({"forventet", "expected"}, details.expected);
  value({"fundet", "found"}, details.found);
  if (!details.advice.danish.empty()) {
    line("→ " + Say(details.advice, language));
  }
  value({"hjælp", "help"}, details.help);
  return out;
}

void AppendRefusal(const absl::Status& status, JsonWriter* json) {
  const Details details = DetailsOf(status);
  const auto add = [&](const char* key, std::string_view value) {
    if (!value.empty()) json->Key(key).String(value);
  };
  add("expected", details.expected);
  add("found", details.found);
  add("advice", details.advice.danish);
  add("advice_en", details.advice.english);
  add("help", details.help);
}

std::string FaultText(const token::Fault& fault, const ViewArguments& view,
                      const std::string& indent) {
  const v1::AccessFaultText& text = token::TextOf(fault.code);
  const std::string danish = Masked(token::DanishSentence(fault));
  const std::string english = Masked(token::EnglishSentence(fault));
  const bool danish_too = view.language != Language::kEnglish;
  const bool english_too = view.language != Language::kDanish;
  std::string out =
      indent +
      Paint("✗ " + token::FaultName(fault.code), Colour::kRed, view.colour) +
      "\n";
  if (danish_too) out += indent + "    " + danish + "\n";
  if (english_too) out += indent + "    " + english + "\n";
  if (danish_too) out += indent + "    → " + text.danish_advice() + "\n";
  if (english_too) out += indent + "    → " + text.english_advice() + "\n";
  return out;
}

void AppendFault(const token::Fault& fault, JsonWriter* json) {
  const v1::AccessFaultText& text = token::TextOf(fault.code);
  json->BeginObject();
  json->Key("code").String(token::FaultName(fault.code));
  json->Key("message").String(Masked(token::DanishSentence(fault)));
  json->Key("message_en").String(Masked(token::EnglishSentence(fault)));
  json->Key("expected").String(Masked(fault.expected));
  json->Key("found").String(Masked(fault.found));
  json->Key("advice").String(text.danish_advice());
  json->Key("advice_en").String(text.english_advice());
  json->EndObject();
}

}  // namespace trivsel::cli
