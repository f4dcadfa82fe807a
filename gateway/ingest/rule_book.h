// Everything that judging goes by, compiled once.
#ifndef TRIVSEL_GATEWAY_INGEST_RULE_BOOK_H_
#define TRIVSEL_GATEWAY_INGEST_RULE_BOOK_H_

#include <memory>
#include <string>

#include "gateway/ingest/citizen_key.h"
#include "gateway/kle/kle_tagger.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/validator.h"

namespace trivsel::gateway::ingest {

// Immutable and thread safe; shared by all judges.
struct RuleBook {
  std::unique_ptr<const validator::Validator> validator;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping;
  kle::KleTagger tagger;
  CitizenKey citizen_key;
  validator::Strictness strictness = validator::Strictness::kProfile;
  // Name of the edition that the operators took into use, "r3"; empty: none.
  std::string edition = {};

  // What receipts say: "ltt-1.0.1+20250530", and with an edition
  // "ltt-1.0.1+20250530+r3".
  std::string RuleSet() const {
    return edition.empty() ? validator->rule_set()
                           : validator->rule_set() + "+" + edition;
  }
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RULE_BOOK_H_
