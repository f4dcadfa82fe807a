// Every finding about the standard: its code, where it comes from, and the
// Danish and the English sentence.
#ifndef TRIVSEL_VALIDATOR_CATALOGUE_H_
#define TRIVSEL_VALIDATOR_CATALOGUE_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "trivsel/standard/v1/annotations.pb.h"
#include "validator/finding.h"
#include "validator/rule_names.h"
#include "validator/standard.h"

namespace trivsel::validator {

struct CatalogueEntry {
  std::string code;
  standard::v1::Origin origin = standard::v1::ORIGIN_PROFILE;
  std::string danish;
  std::string english;
};

// A finding made from an entry; the paths are the caller's.
Finding MakeFinding(const CatalogueEntry& entry, Strictness strictness,
                    std::string path, std::string fhir_path);

// Immutable and thread safe. Entries live as long as the catalogue.
class Catalogue {
 public:
  // All findings about the standard: those of every element's own rules
  // (missing, wrong form, forbidden, …) and the invariants'. The FHIR reader's
  // findings on form are its own. Fails when two say different things under
  // one code.
  static absl::StatusOr<std::unique_ptr<const Catalogue>> Create(
      const Element& standard);

  // Null if there is no such code.
  const CatalogueEntry* Find(std::string_view code) const;

  // The entry on an element of the standard; null if that cannot be wrong
  // with it.
  const CatalogueEntry* Find(const Element& element, What what) const;

  // All of them, sorted by code.
  const std::vector<std::unique_ptr<const CatalogueEntry>>& entries() const {
    return entries_;
  }

 private:
  Catalogue() = default;
  absl::Status Add(CatalogueEntry entry);
  absl::Status AddElement(const Element& element);
  absl::Status AddInvariants(const Element& element);

  std::vector<std::unique_ptr<const CatalogueEntry>> entries_;
  std::unordered_map<std::string_view, const CatalogueEntry*> by_code_;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_CATALOGUE_H_
