// The standard for people: what each record holds, and every code that a
// finding can have, from the annotated protos and the catalogue.
#ifndef TRIVSEL_GATEWAY_CONSOLE_STANDARD_BOOK_H_
#define TRIVSEL_GATEWAY_CONSOLE_STANDARD_BOOK_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/console/texts.h"
#include "validator/finding.h"
#include "validator/standard.h"
#include "validator/terminology.h"

namespace trivsel::gateway::console {

// A code and what is known of it.
struct CodeEntry {
  std::string code;
  validator::Severity severity = validator::Severity::kError;
  std::string danish, english;
  // "CarePlan.period.start"; empty: it is about no one element.
  std::string fhir_path = {};
};

// Immutable and thread safe.
class StandardBook {
 public:
  static absl::StatusOr<std::unique_ptr<const StandardBook>> Create();

  // By code.
  const std::map<std::string, CodeEntry, std::less<>>& codes() const {
    return codes_;
  }
  // Null if there is no such code.
  const CodeEntry* Find(std::string_view code) const;

  // The report, then the records in it.
  const std::vector<const validator::Element*>& records() const {
    return records_;
  }
  // The Danish name of "CarePlan", "period.start"; empty if there is none.
  std::string DanishName(std::string_view fhir_type,
                         std::string_view fhir_path) const;
  // Value sets that something is bound to, by address, with what it is.
  const std::map<std::string, std::string>& value_sets() const {
    return value_sets_;
  }
  const validator::Terminology& terminology() const { return *terminology_; }

 private:
  StandardBook() = default;
  absl::Status Fill();
  void Gather(const validator::Element& element);
  void AddElementPaths(const validator::Element& element);

  std::unique_ptr<const validator::Element> standard_;
  std::shared_ptr<const validator::Terminology> terminology_;
  std::map<std::string, CodeEntry, std::less<>> codes_;
  std::vector<const validator::Element*> records_;
  std::map<std::string, std::string, std::less<>> danish_;
  std::map<std::string, std::string> value_sets_;
};

// What to do about a finding of this code: one sentence.
std::string_view AdviceOf(Language language, std::string_view code);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_STANDARD_BOOK_H_
