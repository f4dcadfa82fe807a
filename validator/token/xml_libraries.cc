#include "validator/token/xml_libraries.h"

#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmlsec.h>

#include <cstdlib>

namespace trivsel::validator::token {
namespace {

xmlParserInputPtr RefuseEntity(const char*, const char*, xmlParserCtxtPtr) {
  return nullptr;
}

void Ignore(void*, const char*, ...) {}

bool Start() {
  xmlInitParser();
  xmlSetExternalEntityLoader(RefuseEntity);
  const QuietXml quiet;
  // Without them no assertion can be verified: a broken installation.
  if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1 || xmlSecCryptoInit() < 0) {
    std::abort();
  }
  return true;
}

}  // namespace

void StartXmlLibraries() {
  [[maybe_unused]] static const bool started = Start();
}

// The four are variables of the thread.
QuietXml::QuietXml()
    : structured_(xmlStructuredError),
      structured_context_(xmlStructuredErrorContext),
      generic_(xmlGenericError),
      generic_context_(xmlGenericErrorContext) {
  xmlSetStructuredErrorFunc(this, Structured);
  xmlSetGenericErrorFunc(nullptr, Ignore);
}

QuietXml::~QuietXml() {
  xmlResetLastError();
  xmlSetStructuredErrorFunc(structured_context_, structured_);
  xmlSetGenericErrorFunc(generic_context_, generic_);
}

void QuietXml::Structured(void* self, xmlErrorPtr error) {
  if (error != nullptr && error->domain == XML_FROM_C14N) {
    static_cast<QuietXml*>(self)->canonicalization_failed_ = true;
  }
}

}  // namespace trivsel::validator::token
