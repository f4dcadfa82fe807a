// Changes a DeliveryReport field by field instead of byte by byte: what comes
// out is a report nearly always.
#include <cstring>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"
#include "tests/fuzz/choice.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ltt::v1::DeliveryReport;

void Gather(Message* message, std::vector<Message*>* all) {
  all->push_back(message);
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      Gather(reflection->MutableMessage(message, field), all);
      continue;
    }
    const int size = reflection->FieldSize(*message, field);
    for (int i = 0; i < size; ++i) {
      Gather(reflection->MutableRepeatedMessage(message, field, i), all);
    }
  }
}

class ProtoMutator {
 public:
  explicit ProtoMutator(unsigned seed) : choice_(seed) {}

  // `other` lends what it has.
  void Change(DeliveryReport* report, DeliveryReport* other) {
    const size_t changes = 1 + choice_.Below(3);
    for (size_t i = 0; i < changes; ++i) {
      std::vector<Message*> all;
      Gather(report, &all);
      Message* message = all[choice_.Below(all.size())];
      if (other != nullptr && choice_.OneIn(4)) {
        Borrow(message, other);
      } else if (choice_.OneIn(40)) {
        message->GetReflection()->MutableUnknownFields(message)->AddVarint(
            1000 + static_cast<int>(choice_.Below(3)), 1);
      } else {
        ChangeField(message);
      }
    }
  }

 private:
  // Puts a message of the same type from `other` in the place of `message`.
  void Borrow(Message* message, DeliveryReport* other) {
    std::vector<Message*> all, same;
    Gather(other, &all);
    for (Message* candidate : all) {
      if (candidate->GetDescriptor() == message->GetDescriptor()) {
        same.push_back(candidate);
      }
    }
    if (!same.empty()) message->CopyFrom(*same[choice_.Below(same.size())]);
  }

  void ChangeField(Message* message) {
    const auto* type = message->GetDescriptor();
    const FieldDescriptor* field = type->field(static_cast<int>(
        choice_.Below(static_cast<size_t>(type->field_count()))));
    if (choice_.OneIn(8)) {
      message->GetReflection()->ClearField(message, field);
    } else if (field->is_repeated()) {
      ChangeList(message, field);
    } else {
      ChangeValue(message, field);
    }
  }

  void ChangeList(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    const int size = reflection->FieldSize(*message, field);
    const auto any = [&] {
      return static_cast<int>(choice_.Below(static_cast<size_t>(size)));
    };
    switch (size == 0 ? 0 : choice_.Below(4)) {
      case 0:
        reflection->AddMessage(message, field);
        return;
      case 1: {  // one of them twice
        Message* added = reflection->AddMessage(message, field);
        added->CopyFrom(reflection->GetRepeatedMessage(*message, field, any()));
        return;
      }
      case 2:
        reflection->SwapElements(message, field, any(), any());
        return;
      default:
        reflection->RemoveLast(message, field);
        return;
    }
  }

  void ChangeValue(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string now = reflection->GetString(*message, field);
        reflection->SetString(
            message, field,
            choice_.OneIn(2) ? choice_.Text() : choice_.Mutate(now));
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        // A few more than there are, and one far away.
        reflection->SetEnumValue(
            message, field,
            choice_.OneIn(10) ? -1 : static_cast<int>(choice_.Below(12)));
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection->SetBool(message, field, choice_.OneIn(2));
        return;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        reflection->MutableMessage(message, field);
        return;
      default:
        return;
    }
  }

  Choice choice_;
};

bool Parse(const uint8_t* data, size_t size, DeliveryReport* report) {
  return report->ParseFromArray(data, static_cast<int>(size));
}

// 0 if it does not fit.
size_t Print(const DeliveryReport& report, uint8_t* data, size_t max_size) {
  const std::string bytes = report.SerializeAsString();
  if (bytes.size() > max_size) return 0;
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned seed) {
  trivsel::ltt::v1::DeliveryReport report;
  // Now and then bytes, for the parser.
  if (seed % 16 == 0 || !trivsel::fuzz::Parse(data, size, &report)) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  trivsel::fuzz::ProtoMutator(seed).Change(&report, nullptr);
  const size_t printed = trivsel::fuzz::Print(report, data, max_size);
  return printed > 0 ? printed : LLVMFuzzerMutate(data, size, max_size);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1,
                                            const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_out,
                                            unsigned seed) {
  trivsel::ltt::v1::DeliveryReport report, other;
  if (!trivsel::fuzz::Parse(data1, size1, &report) ||
      !trivsel::fuzz::Parse(data2, size2, &other)) {
    return 0;
  }
  trivsel::fuzz::ProtoMutator(seed).Change(&report, &other);
  return trivsel::fuzz::Print(report, out, max_out);
}
