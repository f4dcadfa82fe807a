// Reads a page as strictly as ours are written, so that a test sees what text
// from outside has become: text, or markup.
#ifndef TRIVSEL_TESTS_INTEGRATION_PAGE_READER_H_
#define TRIVSEL_TESTS_INTEGRATION_PAGE_READER_H_

#include <string>
#include <utility>
#include <vector>

namespace trivsel::gateway {

struct PageElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes = {};
  // Empty if there is none.
  std::string Value(const std::string& attribute) const;
  bool Has(const std::string& attribute) const;
};

struct PageParts {
  std::vector<PageElement> elements = {};
  std::string text = {};  // all of it, unescaped
  // Why it is no page of ours; empty: it is one. Anything that is not written
  // as our pages write it; a script, style, frame, image or handler; an address
  // of another server.
  std::string fault = {};

  // The values of an attribute of all such elements ("": of any).
  std::vector<std::string> Values(const std::string& element,
                                  const std::string& attribute) const;
  // Whether it stands in the text or in an attribute.
  bool Shows(const std::string& words) const;
};

// `may_leave`: an address that links may lead to besides this server ("":
// none).
PageParts ReadPage(const std::string& html, const std::string& may_leave = "");

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_PAGE_READER_H_
