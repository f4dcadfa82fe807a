#include "gateway/review/job_words.h"

#include <algorithm>

#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::review {
namespace {

// UTF-8: Æ, Ø and Å are C3 86, C3 98 and C3 85; the small ones 20 further on,
// as all capitals of that row are.
std::string Small(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; i < out.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(out[i]);
    const bool danish = i > 0 && static_cast<unsigned char>(out[i - 1]) == 0xc3;
    if ((c >= 'A' && c <= 'Z') ||
        (danish && c >= 0x80 && c <= 0x9e && c != 0x97)) {
      out[i] = static_cast<char>(c + 0x20);
    }
  }
  return out;
}

void AddFindings(std::string_view stored, std::string* text) {
  trivsel::gateway::v1::Receipt receipt;
  if (!receipt.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
    return;
  }
  for (const auto& finding : receipt.findings()) {
    for (const std::string* part :
         {&finding.code(), &finding.path(), &finding.fhir_path(),
          &finding.danish(), &finding.english()}) {
      *text += *part;
      *text += '\n';
    }
  }
}

}  // namespace

JobWords::JobWords(std::string_view text) {
  std::string word;
  for (const char c : Small(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words_.push_back(std::move(word));
      word.clear();
    }
  }
}

bool JobWords::Match(std::string_view ours, std::string_view receivers) const {
  if (words_.empty()) return true;
  std::string text;
  AddFindings(ours, &text);
  AddFindings(receivers, &text);
  text = Small(text);
  return std::all_of(words_.begin(), words_.end(), [&](const auto& word) {
    return text.find(word) != text.npos;
  });
}

}  // namespace trivsel::gateway::review
