#include "gateway/review/code_book.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "validator/catalogue.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/gateway_finding.h"
#include "validator/standard.h"

namespace trivsel::gateway::review {
namespace {

constexpr size_t kMostWords = 10;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string ToSmall(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    if (c >= 'A' && c <= 'Z') {
      out[i] = static_cast<char>(c + 0x20);
    } else if (c == 0xC3 && i + 1 < out.size()) {
      // À to Þ in UTF-8, but ×; Æ, Ø and Å are among them.
      const auto next = static_cast<unsigned char>(out[i + 1]);
      if (next >= 0x80 && next <= 0x9E && next != 0x97) {
        out[i + 1] = static_cast<char>(next + 0x20);
      }
      ++i;
    }
  }
  return out;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  const std::string small = ToSmall(text);
  size_t at = 0;
  while (words.size() < kMostWords) {
    while (at < small.size() && IsSpace(small[at])) ++at;
    size_t end = at;
    while (end < small.size() && !IsSpace(small[end])) ++end;
    if (end == at) break;
    words.push_back(small.substr(at, end - at));
    at = end;
  }
  return words;
}

bool HoldsWords(std::string_view text, const std::vector<std::string>& words) {
  const std::string small = ToSmall(text);
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return small.find(word) != std::string::npos;
  });
}

absl::StatusOr<std::unique_ptr<const CodeBook>> CodeBook::Create() {
  auto standard = validator::ResolveStandard();
  if (!standard.ok()) return standard.status();
  auto catalogue = validator::Catalogue::Create(**standard);
  if (!catalogue.ok()) return catalogue.status();
  std::unique_ptr<CodeBook> book(new CodeBook());
  for (const auto& entry : (*catalogue)->entries()) {
    book->Add(entry->code, entry->danish, entry->english);
  }
  for (const auto& fault : validator::fhir::AllFaults()) {
    // Patterns have the name of an element in them; those are above.
    if (fault.code.find('<') != std::string_view::npos) continue;
    book->Add(std::string(fault.code), fault.danish, fault.english);
  }
  for (const validator::Finding& finding : validator::AllGatewayFindings()) {
    book->Add(finding.code, finding.danish, finding.english);
  }
  return std::unique_ptr<const CodeBook>(std::move(book));
}

void CodeBook::Add(const std::string& code, std::string_view danish,
                   std::string_view english) {
  Entry entry{{std::string(danish), std::string(english)}, ""};
  entry.small = ToSmall(absl::StrCat(code, "\n", entry.sentences.danish, "\n",
                                     entry.sentences.english));
  entries_.emplace(code, std::move(entry));
}

const CodeBook::Sentences* CodeBook::Find(std::string_view code) const {
  const auto found = entries_.find(code);
  return found == entries_.end() ? nullptr : &found->second.sentences;
}

bool CodeBook::Matches(std::string_view code,
                       const std::vector<std::string>& words) const {
  const auto found = entries_.find(code);
  if (found == entries_.end()) return HoldsWords(code, words);
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return found->second.small.find(word) != std::string::npos;
  });
}

std::vector<std::string> CodeBook::Matching(
    const std::vector<std::string>& words) const {
  std::vector<std::string> codes;
  for (const auto& [code, entry] : entries_) {
    if (Matches(code, words)) codes.push_back(code);
  }
  return codes;
}

}  // namespace trivsel::gateway::review
