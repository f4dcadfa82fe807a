// XML from strangers: refused unless it is plain, then parsed once. The tree
// is what is verified and what is read.
#ifndef TRIVSEL_VALIDATOR_TOKEN_HOSTILE_XML_H_
#define TRIVSEL_VALIDATOR_TOKEN_HOSTILE_XML_H_

#include <libxml/tree.h>

#include <memory>
#include <string_view>

#include "validator/token/access_fault.h"

namespace trivsel::validator::token {

struct XmlDocFree {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

// Never null where it was given out; it has a root. Nodes live as long.
using XmlDocument = std::unique_ptr<xmlDoc, XmlDocFree>;

// At most `max_bytes`: TOKEN_TOO_LARGE. What ScanMarkup() refuses, and
// XML_MALFORMED. The tree has elements, attributes and texts, nothing else. No
// file or address is ever opened. Thread safe.
OrFault<XmlDocument> ParseHostileXml(std::string_view xml, size_t max_bytes);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_HOSTILE_XML_H_
