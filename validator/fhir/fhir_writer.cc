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

  // FHIR has no empty objects.
  static bool IsEmpty(const Message* message) {
    return message == nullptr || message->ByteSizeLong() == 0;
  }

  static bool IsMeta(const ElementPlan& element) {
    return element.kind == Kind::kMessage && element.object->is_meta;
  }

  void WriteElement(const ElementPlan& element, const Message& message) {
    switch (element.kind) {
      case Kind::kText: {
        const std::string& text = element.detail->access->text(message);
        if (text.empty()) return;
        Key(element.fhir());
        String(text);
        return;
      }
      case Kind::kEnum: {
        const int number = element.detail->access->number(message);
        if (number <= 0 ||
            number >= static_cast<int>(element.detail->code_names->size())) {
          return;
        }
        Key(element.fhir());
        String((*element.detail->code_names)[static_cast<size_t>(number)]);
        return;
      }
      case Kind::kBool:
        if (!element.detail->access->has(message)) return;
        Key(element.fhir());
        json_.Bool(element.detail->access->number(message) != 0);
        return;
      case Kind::kMessage: {
        const Message* inner = element.detail->access->message(message);
        if (IsEmpty(inner)) return;
        Key(element.fhir());
        if (element.array) json_.StartArray();
        WriteObject(*element.object, *inner);
        if (element.array) json_.EndArray();
        return;
      }
      case Kind::kRepeated: {
        const int size = element.detail->access->size(message);
        if (size == 0) return;
        Key(element.fhir());
        json_.StartArray();
        for (int i = 0; i < size; ++i) {
          WriteObject(*element.object,
                      element.detail->access->item(message, i));
        }
        json_.EndArray();
        return;
      }
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
      if (IsEmpty(extension.value.detail->access->message(message))) continue;
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
