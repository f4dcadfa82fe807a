#include "validator/fhir/fhir_writer.h"

#include <rapidjson/writer.h>

#include <algorithm>

#include "validator/fhir/object_plan.h"

namespace trivsel::validator::fhir {
namespace {

using google::protobuf::Message;
using Kind = ElementPlan::Kind;

// Writes straight into the caller's string. rapidjson says how much it may
// write before it does, so a byte costs no check.
class StringStream {
 public:
  using Ch = char;

  explicit StringStream(std::string* out) : out_(*out), size_(out->size()) {}

  void Put(char c) {
    Reserve(1);
    PutReserved(c);
  }
  void Reserve(size_t more) {
    if (size_ + more > out_.size()) {
      out_.resize(std::max(size_ + more, 2 * out_.size()));
    }
  }
  void PutReserved(char c) { out_[size_++] = c; }
  void Flush() {}
  // Cuts off what was reserved and not written.
  void Finish() { out_.resize(size_); }

 private:
  std::string& out_;
  size_t size_;
};

// Found by rapidjson's writer in the namespace of the stream.
inline void PutReserve(StringStream& stream, size_t more) {
  stream.Reserve(more);
}
inline void PutUnsafe(StringStream& stream, char c) { stream.PutReserved(c); }

class ReportWriter {
 public:
  ReportWriter(const FhirMapping::Impl& mapping, std::string* out)
      : mapping_(mapping), stream_(out), json_(stream_) {}

  void Write(const Message& report) {
    WriteObject(*mapping_.report, report);
    stream_.Finish();
  }

 private:
  using Json = rapidjson::Writer<StringStream>;

  void Key(std::string_view name) {
    json_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }

  void String(std::string_view text) {
    json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  void WriteObject(const ObjectPlan& plan, const Message& message) {
    json_.StartObject();
    const auto& rule = *plan.standard->message_rule;
    if (!rule.profile().empty()) {
      Key("resourceType");
      String(rule.fhir_type());
      profile_ = rule.profile();
    }
    bool extended = plan.extensions.empty();
    for (const ElementPlan* plan_element : plan.elements) {
      const ElementPlan& element = *plan_element;
      if (element.kind == Kind::kRecord) {
        WriteRecord(message);
      } else if (IsMeta(element)) {
        WriteMeta(element, element.detail->access->message(message));
        if (!extended) WriteExtensions(plan, message);
        extended = true;
      } else if (element.kind != Kind::kForbidden) {
        WriteElement(element, message);
      }
    }
    if (!extended) WriteExtensions(plan, message);
    json_.EndObject();
  }

  // FHIR has no empty objects and arrays: what would write nothing is left
  // out. A message can be there and say nothing that FHIR has a place for, as
  // a concept that had a text only. Looks no further than the first word.
  static bool IsBlank(const ObjectPlan& plan, const Message& message) {
    if (!plan.standard->message_rule->profile().empty()) return false;
    for (const ElementPlan* element : plan.elements) {
      if (!WritesNothing(*element, message)) return false;
    }
    for (const ExtensionPlan& extension : plan.extensions) {
      if (!WritesNothing(extension.value, message)) return false;
    }
    return true;
  }

  static bool WritesNothing(const ElementPlan& element,
                            const Message& message) {
    switch (element.kind) {
      case Kind::kText:
        return element.detail->access->text(message).empty();
      case Kind::kEnum:
        return CodeOf(element, message) == nullptr;
      case Kind::kBool:
        return !element.detail->access->has(message);
      case Kind::kMessage: {
        const Message* inner = element.detail->access->message(message);
        return inner == nullptr || IsBlank(*element.object, *inner);
      }
      case Kind::kRepeated: {
        const int size = element.detail->access->size(message);
        for (int i = 0; i < size; ++i) {
          if (!IsBlank(*element.object,
                       element.detail->access->item(message, i))) {
            return false;
          }
        }
        return true;
      }
      case Kind::kRecord:
        // A record states at least what it is.
        return static_cast<const ltt::v1::Entry&>(message).resource_case() ==
               ltt::v1::Entry::RESOURCE_NOT_SET;
      default:
        return true;
    }
  }

  // The FHIR code of an enum; null if it has none.
  static const std::string* CodeOf(const ElementPlan& element,
                                   const Message& message) {
    const int number = element.detail->access->number(message);
    const std::vector<std::string>& names = *element.detail->code_names;
    return number <= 0 || number >= static_cast<int>(names.size())
               ? nullptr
               : &names[static_cast<size_t>(number)];
  }

  static bool IsMeta(const ElementPlan& element) {
    return element.kind == Kind::kMessage && element.object->is_meta;
  }

  void WriteElement(const ElementPlan& element, const Message& message) {
    if (WritesNothing(element, message)) return;
    const FieldAccess& access = *element.detail->access;
    switch (element.kind) {
      case Kind::kText:
        Key(element.fhir());
        String(access.text(message));
        return;
      case Kind::kEnum:
        Key(element.fhir());
        String(*CodeOf(element, message));
        return;
      case Kind::kBool:
        Key(element.fhir());
        json_.Bool(access.number(message) != 0);
        return;
      case Kind::kMessage:
        Key(element.fhir());
        if (element.array) json_.StartArray();
        WriteObject(*element.object, *access.message(message));
        if (element.array) json_.EndArray();
        return;
      case Kind::kRepeated:
        Key(element.fhir());
        json_.StartArray();
        for (int i = 0; i < access.size(message); ++i) {
          const Message& item = access.item(message, i);
          if (!IsBlank(*element.object, item)) {
            WriteObject(*element.object, item);
          }
        }
        json_.EndArray();
        return;
      default:
        return;
    }
  }

  // Also where the record has no meta: the profile is always stated.
  void WriteMeta(const ElementPlan& element, const Message* meta) {
    Key(element.fhir());
    json_.StartObject();
    if (meta != nullptr) {
      for (const ElementPlan* inner : element.object->elements) {
        WriteElement(*inner, *meta);
      }
    }
    Key("profile");
    json_.StartArray();
    String(profile_);
    json_.EndArray();
    json_.EndObject();
  }

  void WriteExtensions(const ObjectPlan& plan, const Message& message) {
    bool open = false;
    for (const ExtensionPlan& extension : plan.extensions) {
      if (WritesNothing(extension.value, message)) continue;
      if (!open) {
        Key("extension");
        json_.StartArray();
        open = true;
      }
      json_.StartObject();
      Key("url");
      String(extension.url);
      WriteElement(extension.value, message);
      json_.EndObject();
    }
    if (open) json_.EndArray();
  }

  void WriteRecord(const Message& entry) {
    for (const RecordPlan& record : mapping_.records) {
      WriteElement(record.field, entry);
    }
  }

  const FhirMapping::Impl& mapping_;
  std::string_view profile_;
  StringStream stream_;
  Json json_;
};

}  // namespace

void AppendFhirJson(const FhirMapping& mapping,
                    const ltt::v1::DeliveryReport& report, std::string* out) {
  ReportWriter(mapping.impl(), out).Write(report);
}

}  // namespace trivsel::validator::fhir
