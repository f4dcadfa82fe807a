// Direct access to the fields of the standard's messages, by descriptor: what
// generated code does, without the cost of reflection. The functions are
// generated at build time (build_tools/generate_field_access.cc) from the
// descriptors, one for every field of trivsel.ltt.v1.
#ifndef TRIVSEL_VALIDATOR_FIELD_ACCESS_H_
#define TRIVSEL_VALIDATOR_FIELD_ACCESS_H_

#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace trivsel::validator {

// The members that fit the field's type are set, the others null. A message
// of another type than the field's is undefined behaviour.
struct FieldAccess {
  using Message = google::protobuf::Message;

  std::string_view name;  // "trivsel.ltt.v1.CarePlan.status"
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

// Null if the field is not of trivsel.ltt.v1.
const FieldAccess* FindFieldAccess(
    const google::protobuf::FieldDescriptor* field);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_FIELD_ACCESS_H_
