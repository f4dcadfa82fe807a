// libxml2 and xmlsec1, started once for the whole program, and silent.
#ifndef TRIVSEL_VALIDATOR_TOKEN_XML_LIBRARIES_H_
#define TRIVSEL_VALIDATOR_TOKEN_XML_LIBRARIES_H_

#include <libxml/xmlerror.h>

namespace trivsel::validator::token {

// Starts both, the first time it is called. Of what others in the process may
// rely on it changes one thing: libxml2's loader of external entities, which
// refuses everything from then on. Thread safe.
void StartXmlLibraries();

// While it lives, nothing that libxml2 or xmlsec1 says in this thread reaches
// stderr; what was set before comes back after it. Their messages may quote
// the document.
class QuietXml {
 public:
  QuietXml();
  ~QuietXml();
  QuietXml(const QuietXml&) = delete;
  QuietXml& operator=(const QuietXml&) = delete;

  // Canonicalization complained, whatever its caller made of that.
  bool canonicalization_failed() const { return canonicalization_failed_; }

 private:
  static void Structured(void* self, xmlErrorPtr error);

  xmlStructuredErrorFunc structured_;
  void* structured_context_;
  xmlGenericErrorFunc generic_;
  void* generic_context_;
  bool canonicalization_failed_ = false;
};

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_XML_LIBRARIES_H_
