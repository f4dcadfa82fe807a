// What finding codes say, and which codes a word is about.
#ifndef TRIVSEL_GATEWAY_REVIEW_CODE_BOOK_H_
#define TRIVSEL_GATEWAY_REVIEW_CODE_BOOK_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace trivsel::gateway::review {

// Small letters, Danish ones too; anything else as it is.
std::string ToSmall(std::string_view text);

// The words of a search, small; at most ten.
std::vector<std::string> WordsOf(std::string_view text);

// Whether each of the (small) words stands somewhere in `text`.
bool HoldsWords(std::string_view text, const std::vector<std::string>& words);

// Immutable and thread safe. One a process is enough.
class CodeBook {
 public:
  struct Sentences {
    std::string danish;
    std::string english;
  };

  // Of all findings about the standard, the FHIR reader's and the gateway's.
  static absl::StatusOr<std::unique_ptr<const CodeBook>> Create();

  // Null: not ours (a receiver's).
  const Sentences* Find(std::string_view code) const;

  // Whether each of the words stands in the code or its sentences; of a code
  // that is not ours, in the code.
  bool Matches(std::string_view code,
               const std::vector<std::string>& words) const;
  // All of ours for which that is so, sorted.
  std::vector<std::string> Matching(
      const std::vector<std::string>& words) const;

 private:
  struct Entry {
    Sentences sentences;
    std::string small;  // all that can be searched
  };
  CodeBook() = default;
  void Add(const std::string& code, std::string_view danish,
           std::string_view english);

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_CODE_BOOK_H_
