// Code systems and value sets: which codes there are, and which of them a
// binding admits.
#ifndef TRIVSEL_VALIDATOR_TERMINOLOGY_H_
#define TRIVSEL_VALIDATOR_TERMINOLOGY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::standard::v1 {
class TerminologyFile;
}

namespace trivsel::validator {

// An immutable set of code systems and at most 64 value sets. Thread safe.
// Lookups allocate nothing.
class Terminology {
 public:
  class Builder;

  // What came with the program (validator/terminology/*.textproto).
  static absl::StatusOr<std::shared_ptr<const Terminology>> BuiltIn();
  // The same as text, to build on: Builder::AddTextProto(BuiltInText()).
  static std::string_view BuiltInText();

  ~Terminology();
  Terminology(const Terminology&) = delete;
  Terminology& operator=(const Terminology&) = delete;

  // Index of a value set for Contains(); -1 if it is not known.
  int FindValueSet(std::string_view canonical_url) const;

  // Whether a value set admits system|code. An empty system names no concept.
  bool Contains(int value_set, std::string_view system,
                std::string_view code) const;

  // The text of system|code; empty if the system or the code is not known.
  std::string_view Display(std::string_view system,
                           std::string_view code) const;

  // Whether the code system is known at all.
  bool KnowsSystem(std::string_view system) const;

  // Whether a coding may name this as its system, be it known or not: an
  // absolute URL, no value set's, and no https form of a known http system.
  bool MayBeSystem(std::string_view url) const;

  // Whether the code system is here whole: then a code that Find() does not
  // know does not exist.
  bool IsWhole(std::string_view system) const;

  // What is known of system|code, in one lookup; null if nothing.
  struct Entry {
    std::string_view code, display;
    int system = 0;
    uint64_t value_sets = 0;  // bit i: the value set with index i admits it
  };
  const Entry* Find(std::string_view system, std::string_view code) const;

  // Versions of the code systems, for receipts: "20250530".
  const std::string& edition() const;

  struct Concept {
    std::string_view system, code, display;
  };
  // Members of a value set, in the order of the code system (for the
  // dictionary).
  std::vector<Concept> Expand(int value_set) const;

 private:
  struct Impl;
  explicit Terminology(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Gathers code systems and value sets; a later one of the same URL replaces an
// earlier one. Not thread safe.
class Terminology::Builder {
 public:
  Builder();
  ~Builder();

  // A trivsel.standard.v1.TerminologyFile in text form.
  absl::Status AddTextProto(std::string_view text);
  // A FHIR R4 CodeSystem or ValueSet resource in JSON, as KL publishes them.
  absl::Status AddFhirJson(std::string_view json);
  // Either of the two: what begins with "{" is JSON.
  absl::Status AddAny(std::string_view text);
  // Fails when a value set filters on a system that is not there, or names a
  // code that its system does not have.
  absl::StatusOr<std::shared_ptr<const Terminology>> Build();

 private:
  absl::Status AddFile(standard::v1::TerminologyFile* file);

  std::unique_ptr<Impl> impl_;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_TERMINOLOGY_H_
