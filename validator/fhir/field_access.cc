#include "validator/fhir/field_access.h"

#include <map>

#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::validator::fhir {
namespace {

using google::protobuf::Message;
using Table = std::map<std::string, FieldAccess>;

template <typename T>
const T& As(const Message& m) {
  return static_cast<const T&>(m);
}

template <typename T>
T* As(Message* m) {
  return static_cast<T*>(m);
}

// One entry a field: the accessors that protoc generated for it. The macros
// take the message and the field; a name that does not exist does not compile,
// a field that is left out is noticed when the mapping is compiled.
#define TRIVSEL_TEXT(M, f)                                                  \
  {"trivsel.ltt.v1." #M "." #f,                                             \
   {.text = [](const Message& m) -> const std::string& {                    \
      return As<ltt::v1::M>(m).f();                                         \
    },                                                                      \
    .mutable_text = [](Message* m) { return As<ltt::v1::M>(m)->mutable_##f(); }, \
    .clear = [](Message* m) { As<ltt::v1::M>(m)->clear_##f(); }}}

#define TRIVSEL_ENUM(M, f, E)                                              \
  {"trivsel.ltt.v1." #M "." #f,                                            \
   {.number = [](const Message& m) -> int { return As<ltt::v1::M>(m).f(); }, \
    .set_number =                                                          \
        [](Message* m, int n) {                                            \
          As<ltt::v1::M>(m)->set_##f(static_cast<ltt::v1::E>(n));          \
        },                                                                 \
    .clear = [](Message* m) { As<ltt::v1::M>(m)->clear_##f(); }}}

#define TRIVSEL_BOOL(M, f)                                                 \
  {"trivsel.ltt.v1." #M "." #f,                                            \
   {.number = [](const Message& m) -> int { return As<ltt::v1::M>(m).f(); }, \
    .set_number =                                                          \
        [](Message* m, int n) { As<ltt::v1::M>(m)->set_##f(n != 0); },     \
    .has = [](const Message& m) { return As<ltt::v1::M>(m).has_##f(); },   \
    .clear = [](Message* m) { As<ltt::v1::M>(m)->clear_##f(); }}}

#define TRIVSEL_MESSAGE(M, f)                                                 \
  {"trivsel.ltt.v1." #M "." #f,                                               \
   {.message = [](const Message& m) -> const Message* {                       \
      return As<ltt::v1::M>(m).has_##f() ? &As<ltt::v1::M>(m).f() : nullptr;  \
    },                                                                        \
    .mutable_message = [](Message* m)                                         \
        -> Message* { return As<ltt::v1::M>(m)->mutable_##f(); },             \
    .has = [](const Message& m) { return As<ltt::v1::M>(m).has_##f(); },      \
    .clear = [](Message* m) { As<ltt::v1::M>(m)->clear_##f(); }}}

#define TRIVSEL_REPEATED(M, f)                                                \
  {"trivsel.ltt.v1." #M "." #f,                                               \
   {.size = [](const Message& m) { return As<ltt::v1::M>(m).f##_size(); },    \
    .item = [](const Message& m, int i)                                       \
        -> const Message& { return As<ltt::v1::M>(m).f(i); },                 \
    .mutable_item = [](Message* m, int i) -> Message* {                       \
      auto* list = As<ltt::v1::M>(m)->mutable_##f();                          \
      return i < list->size() ? list->Mutable(i) : list->Add();               \
    },                                                                        \
    .truncate =                                                               \
        [](Message* m, int size) {                                            \
          auto* list = As<ltt::v1::M>(m)->mutable_##f();                      \
          while (list->size() > size) list->RemoveLast();                     \
        },                                                                    \
    .clear = [](Message* m) { As<ltt::v1::M>(m)->clear_##f(); }}}

const Table& Fields() {
  static const Table* const table = new Table{
      TRIVSEL_TEXT(DeliveryReport, id),
      TRIVSEL_MESSAGE(DeliveryReport, meta),
      TRIVSEL_ENUM(DeliveryReport, type, BundleType),
      TRIVSEL_TEXT(DeliveryReport, timestamp),
      TRIVSEL_REPEATED(DeliveryReport, entry),
      TRIVSEL_TEXT(Entry, full_url),
      TRIVSEL_MESSAGE(Entry, citizen),
      TRIVSEL_MESSAGE(Entry, care_plan),
      TRIVSEL_MESSAGE(Entry, encounter),
      TRIVSEL_MESSAGE(Entry, referral),
      {"trivsel.ltt.v1.Entry.resource",
       {.clear = [](Message* m) { As<ltt::v1::Entry>(m)->clear_resource(); }}},
      TRIVSEL_TEXT(Citizen, id),
      TRIVSEL_MESSAGE(Citizen, meta),
      TRIVSEL_MESSAGE(Citizen, identifier),
      TRIVSEL_BOOL(Citizen, active),
      TRIVSEL_MESSAGE(Citizen, managing_organization),
      TRIVSEL_TEXT(CarePlan, id),
      TRIVSEL_MESSAGE(CarePlan, meta),
      TRIVSEL_ENUM(CarePlan, status, RequestStatus),
      TRIVSEL_ENUM(CarePlan, intent, CarePlanIntent),
      TRIVSEL_MESSAGE(CarePlan, subject),
      TRIVSEL_MESSAGE(CarePlan, period),
      TRIVSEL_MESSAGE(CarePlan, activity),
      TRIVSEL_MESSAGE(CarePlanActivity, detail),
      TRIVSEL_MESSAGE(CarePlanActivityDetail, code),
      TRIVSEL_REPEATED(CarePlanActivityDetail, reason_code),
      TRIVSEL_ENUM(CarePlanActivityDetail, status, ActivityStatus),
      TRIVSEL_TEXT(Encounter, id),
      TRIVSEL_MESSAGE(Encounter, meta),
      TRIVSEL_MESSAGE(Encounter, based_on_care_plan),
      TRIVSEL_MESSAGE(Encounter, delivery_type),
      TRIVSEL_ENUM(Encounter, status, EncounterStatus),
      // `class` is a word of C++; protoc calls the accessor class_().
      {"trivsel.ltt.v1.Encounter.class",
       {.message = [](const Message& m) -> const Message* {
          const auto& encounter = As<ltt::v1::Encounter>(m);
          return encounter.has_class_() ? &encounter.class_() : nullptr;
        },
        .mutable_message = [](Message* m) -> Message* {
          return As<ltt::v1::Encounter>(m)->mutable_class_();
        },
        .has =
            [](const Message& m) {
              return As<ltt::v1::Encounter>(m).has_class_();
            },
        .clear = [](Message* m) { As<ltt::v1::Encounter>(m)->clear_class_(); }}},
      TRIVSEL_MESSAGE(Encounter, type),
      TRIVSEL_MESSAGE(Encounter, subject),
      TRIVSEL_MESSAGE(Encounter, participant),
      TRIVSEL_MESSAGE(Encounter, period),
      TRIVSEL_MESSAGE(EncounterParticipant, type),
      TRIVSEL_TEXT(Referral, id),
      TRIVSEL_MESSAGE(Referral, meta),
      TRIVSEL_MESSAGE(Referral, based_on),
      TRIVSEL_ENUM(Referral, status, RequestStatus),
      TRIVSEL_ENUM(Referral, intent, CarePlanIntent),
      TRIVSEL_MESSAGE(Referral, subject),
      TRIVSEL_MESSAGE(Referral, period),
      TRIVSEL_MESSAGE(Referral, activity),
      TRIVSEL_MESSAGE(ReferralActivity, detail),
      TRIVSEL_MESSAGE(ReferralActivityDetail, code),
      TRIVSEL_ENUM(ReferralActivityDetail, status, ActivityStatus),
      TRIVSEL_TEXT(Meta, last_updated),
      TRIVSEL_TEXT(Coding, system),
      TRIVSEL_TEXT(Coding, code),
      TRIVSEL_TEXT(Coding, display),
      TRIVSEL_REPEATED(CodeableConcept, coding),
      TRIVSEL_TEXT(Period, start),
      TRIVSEL_TEXT(Period, end),
      TRIVSEL_TEXT(Reference, reference),
      TRIVSEL_MESSAGE(OrganizationReference, identifier),
      TRIVSEL_ENUM(Identifier, use, IdentifierUse),
      TRIVSEL_TEXT(Identifier, system),
      TRIVSEL_TEXT(Identifier, value),
  };
  return *table;
}

#undef TRIVSEL_TEXT
#undef TRIVSEL_ENUM
#undef TRIVSEL_BOOL
#undef TRIVSEL_MESSAGE
#undef TRIVSEL_REPEATED

}  // namespace

const FieldAccess* FindFieldAccess(const std::string& full_name) {
  const auto found = Fields().find(full_name);
  return found == Fields().end() ? nullptr : &found->second;
}

}  // namespace trivsel::validator::fhir
