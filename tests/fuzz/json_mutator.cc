// Changes JSON node by node instead of byte by byte: what comes out is JSON
// nearly always, and nearly a report.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstring>
#include <vector>

#include "tests/fuzz/choice.h"

namespace trivsel::fuzz {
namespace {

using rapidjson::Document;
using rapidjson::Value;

// Names that FHIR gives a meaning anywhere, beside those of the input.
constexpr std::string_view kNames[] = {"extension",
                                       "modifierExtension",
                                       "contained",
                                       "text",
                                       "id",
                                       "meta",
                                       "profile",
                                       "resourceType",
                                       "url",
                                       "div",
                                       "status",
                                       "valueReference",
                                       "valueCodeableConcept",
                                       "valueString",
                                       "identifier",
                                       "reference",
                                       "period",
                                       "system",
                                       "code",
                                       "coding",
                                       "display",
                                       "_x"};

class JsonMutator {
 public:
  JsonMutator(unsigned seed, Document* document)
      : choice_(seed), document_(*document) {}

  void Change(const Document* other) {
    const size_t changes = 1 + choice_.Below(3);
    for (size_t i = 0; i < changes; ++i) {
      nodes_.clear();
      names_.clear();
      Gather(&document_);
      Value* node = nodes_[choice_.Below(nodes_.size())];
      if (other != nullptr && choice_.OneIn(3)) {
        Borrow(node, *other);
      } else if (node->IsObject() && !choice_.OneIn(4)) {
        ChangeObject(node);
      } else if (node->IsArray() && !choice_.OneIn(4)) {
        ChangeArray(node);
      } else {
        Replace(node);
      }
    }
  }

 private:
  void Gather(Value* node) {
    nodes_.push_back(node);
    if (node->IsArray()) {
      for (Value& item : node->GetArray()) Gather(&item);
    } else if (node->IsObject()) {
      for (auto& member : node->GetObject()) {
        names_.emplace_back(member.name.GetString(),
                            member.name.GetStringLength());
        Gather(&member.value);
      }
    }
  }

  Value Text(std::string_view text) {
    return Value(text.data(), static_cast<rapidjson::SizeType>(text.size()),
                 document_.GetAllocator());
  }
  Value CopyOf(const Value& value) {
    return Value(value, document_.GetAllocator());
  }
  Value AnyNode() { return CopyOf(*nodes_[choice_.Below(nodes_.size())]); }

  Value Name() {
    std::string name;
    if (names_.empty() || choice_.OneIn(3)) {
      name = kNames[choice_.Below(std::size(kNames))];
    } else {
      name = names_[choice_.Below(names_.size())];
    }
    if (choice_.OneIn(6)) name.insert(0, "_");
    return Text(name);
  }

  // One level of `other`, at random, in the place of `node`.
  void Borrow(Value* node, const Document& other) {
    const Value* at = &other;
    for (size_t depth = choice_.Below(8); depth > 0; --depth) {
      if (at->IsArray() && !at->Empty()) {
        at =
            &(*at)[static_cast<rapidjson::SizeType>(choice_.Below(at->Size()))];
      } else if (at->IsObject() && !at->ObjectEmpty()) {
        at = &(at->MemberBegin() +
               static_cast<std::ptrdiff_t>(choice_.Below(at->MemberCount())))
                  ->value;
      }
    }
    *node = CopyOf(*at);
  }

  void ChangeObject(Value* node) {
    const size_t count = node->MemberCount();
    const auto any = [&] {
      return node->MemberBegin() +
             static_cast<std::ptrdiff_t>(choice_.Below(count));
    };
    switch (count == 0 ? 0 : choice_.Below(5)) {
      case 0:
        node->AddMember(Name(), AnyNode(), document_.GetAllocator());
        return;
      case 1:
        node->EraseMember(any());
        return;
      case 2: {  // twice the same name
        const auto member = any();
        Value name = CopyOf(member->name), value = CopyOf(member->value);
        node->AddMember(name, value, document_.GetAllocator());
        return;
      }
      case 3:
        any()->name = Name();
        return;
      default: {
        const auto one = any(), other = any();
        if (one != other) one->value.Swap(other->value);
        return;
      }
    }
  }

  void ChangeArray(Value* node) {
    const size_t size = node->Size();
    const auto any = [&] {
      return static_cast<rapidjson::SizeType>(choice_.Below(size));
    };
    switch (size == 0 ? 0 : choice_.Below(4)) {
      case 0:
        node->PushBack(AnyNode(), document_.GetAllocator());
        return;
      case 1: {
        Value copy = CopyOf((*node)[any()]);
        node->PushBack(copy, document_.GetAllocator());
        return;
      }
      case 2:
        node->Erase(node->Begin() + any());
        return;
      default: {
        const auto one = any(), other = any();
        if (one != other) (*node)[one].Swap((*node)[other]);
        return;
      }
    }
  }

  void Replace(Value* node) {
    switch (choice_.Below(8)) {
      case 0:
        node->SetNull();
        return;
      case 1:
        node->SetBool(choice_.OneIn(2));
        return;
      case 2:
        node->SetInt64(choice_.OneIn(2) ? -1 : 1010101010);
        return;
      case 3:
        node->SetObject();
        return;
      case 4: {  // a list of it
        Value copy = CopyOf(*node);
        node->SetArray();
        node->PushBack(copy, document_.GetAllocator());
        return;
      }
      case 5:
        *node = AnyNode();
        return;
      case 6:
        *node = Text(choice_.Text());
        return;
      default:
        if (!node->IsString()) return;
        *node =
            Text(choice_.Mutate({node->GetString(), node->GetStringLength()}));
        return;
    }
  }

  Choice choice_;
  Document& document_;
  std::vector<Value*> nodes_;
  std::vector<std::string> names_;
};

// The changes walk a document by recursion.
bool IsDeep(const uint8_t* data, size_t size) {
  constexpr int kDeep = 200;
  int depth = 0;
  for (size_t i = 0; i < size; ++i) {
    if (data[i] == '{' || data[i] == '[') ++depth;
    if (data[i] == '}' || data[i] == ']') --depth;
    if (depth > kDeep) return true;
  }
  return false;
}

bool Parse(const uint8_t* data, size_t size, Document* document) {
  if (IsDeep(data, size)) return false;
  document->Parse<rapidjson::kParseIterativeFlag>(
      reinterpret_cast<const char*>(data), size);
  return !document->HasParseError();
}

// 0 if it does not fit.
size_t Print(const Document& document, uint8_t* data, size_t max_size) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  document.Accept(writer);
  if (buffer.GetSize() > max_size) return 0;
  std::memcpy(data, buffer.GetString(), buffer.GetSize());
  return buffer.GetSize();
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned seed) {
  rapidjson::Document document;
  // Now and then bytes, for the parser.
  if (seed % 8 == 0 || !trivsel::fuzz::Parse(data, size, &document)) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  trivsel::fuzz::JsonMutator(seed, &document).Change(nullptr);
  const size_t printed = trivsel::fuzz::Print(document, data, max_size);
  return printed > 0 ? printed : LLVMFuzzerMutate(data, size, max_size);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1,
                                            const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_out,
                                            unsigned seed) {
  rapidjson::Document document, other;
  if (!trivsel::fuzz::Parse(data1, size1, &document) ||
      !trivsel::fuzz::Parse(data2, size2, &other)) {
    return 0;
  }
  trivsel::fuzz::JsonMutator(seed, &document).Change(&other);
  return trivsel::fuzz::Print(document, out, max_out);
}
