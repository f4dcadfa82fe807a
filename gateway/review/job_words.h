// The words that a job's rejections have to be about.
#ifndef TRIVSEL_GATEWAY_REVIEW_JOB_WORDS_H_
#define TRIVSEL_GATEWAY_REVIEW_JOB_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace trivsel::gateway::review {

// Small and capital letters alike, Danish ones too. Not thread safe.
class JobWords {
 public:
  JobWords() = default;
  explicit JobWords(std::string_view text);

  bool empty() const { return words_.empty(); }
  // Whether each of the words stands in a code, a path or a sentence of the
  // findings: ours and a receiver's as they are stored (gateway.v1.Receipt).
  bool Match(std::string_view ours, std::string_view receivers) const;

 private:
  std::vector<std::string> words_;  // small
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_JOB_WORDS_H_
