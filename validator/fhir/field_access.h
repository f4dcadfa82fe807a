// Direct access to the fields of the standard's messages, by name: what
// generated code does, without the cost of reflection.
#ifndef TRIVSEL_VALIDATOR_FHIR_FIELD_ACCESS_H_
#define TRIVSEL_VALIDATOR_FHIR_FIELD_ACCESS_H_

#include <google/protobuf/message.h>

#include <string>

namespace trivsel::validator::fhir {

// The members that fit the field's type are set, the others null.
struct FieldAccess {
  using Message = google::protobuf::Message;

  // Strings.
  const std::string& (*text)(const Message&) = nullptr;
  std::string* (*mutable_text)(Message*) = nullptr;
  // Enums and bools, as numbers.
  int (*number)(const Message&) = nullptr;
  void (*set_number)(Message*, int) = nullptr;
  // Singular messages; `message` is null where the field is not set.
  const Message* (*message)(const Message&) = nullptr;
  Message* (*mutable_message)(Message*) = nullptr;
  // Repeated messages.
  int (*size)(const Message&) = nullptr;
  const Message& (*item)(const Message&, int) = nullptr;
  // The item at `index`, added if it is the next one.
  Message* (*mutable_item)(Message*, int index) = nullptr;
  // Keeps the first `size` items.
  void (*truncate)(Message*, int size) = nullptr;
  // Presence of optional bools and messages; strings and enums have none.
  bool (*has)(const Message&) = nullptr;
  // Every type.
  void (*clear)(Message*) = nullptr;
};

// By full name, "trivsel.ltt.v1.Period.start"; of a oneof only `clear` is set.
// Null if nothing is known about the field; the mapping then does not compile.
const FieldAccess* FindFieldAccess(const std::string& full_name);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FIELD_ACCESS_H_
