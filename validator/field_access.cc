#include "validator/field_access.h"

#include "validator/field_access_tables.h"

namespace trivsel::validator {

const FieldAccess* FindFieldAccess(
    const google::protobuf::FieldDescriptor* field) {
  for (const FieldAccess& access : FieldAccessTable())
    if (access.name == field->full_name()) return &access;
  return nullptr;
}

}  // namespace trivsel::validator
