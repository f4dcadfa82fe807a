// A record as people read it: indented FHIR JSON without the CPR number, and
// the line on which an element stands.
#ifndef TRIVSEL_GATEWAY_REVIEW_RECORD_TEXT_H_
#define TRIVSEL_GATEWAY_REVIEW_RECORD_TEXT_H_

#include <memory>
#include <string>
#include <string_view>

namespace trivsel::gateway::review {

// Immutable once made, hence thread safe; movable.
class RecordText {
 public:
  // Deeper than this is not shown, as it is not read (FHIR-JSON-TOO-DEEP).
  static constexpr int kMaxDepth = 64;

  // `json` as it came; UTF-8. Everything is there in its order, elements that
  // stand twice too. What is not JSON gives an empty text.
  explicit RecordText(std::string_view json);
  ~RecordText();
  RecordText(RecordText&&) noexcept;

  // A member a line, indented by two; without a newline at the end. Hidden are
  // values of identifiers under the CPR number's system and of a patient's
  // identifiers, wherever they stand again, and what has a CPR number's form.
  const std::string& text() const { return text_; }

  // The line, from 1, of the element at a finding's path
  // ("Bundle.entry[1].resource.period.end"); if it is not there, of what it is
  // missing from. 0: the path is empty, or there is no text.
  int LineOf(std::string_view fhir_path) const;

 private:
  struct Document;
  std::unique_ptr<Document> document_;
  std::string text_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_RECORD_TEXT_H_
