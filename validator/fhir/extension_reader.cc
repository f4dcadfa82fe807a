// The part of ObjectReader that deals with fields written as extensions.
#include "validator/fhir/json_form.h"
#include "validator/fhir/object_reader.h"

namespace trivsel::validator::fhir {
namespace {

namespace dom = simdjson::dom;

// The extension's url; empty if there is none.
std::string_view UrlOf(dom::object extension) {
  for (const auto [key, value] : extension) {
    if (key == "url" && value.is_string()) {
      return TextOf(value);
    }
  }
  return {};
}

bool IsExtensionValue(std::string_view key) {
  return key.size() > 5 && key.substr(0, 5) == "value" && key[5] >= 'A' &&
         key[5] <= 'Z';
}

}  // namespace

void ObjectReader::ReadExtensions(const ObjectPlan& plan, Json value,
                                  Message* message, const Frame& frame,
                                  uint64_t* filled) {
  const std::string_view kExtension = "extension";
  if (!value.is_array()) {
    reporter_.Add(WrongForm(JsonForm::kArray, value),
                  {&frame, kExtension, -1, kExtension});
    return;
  }
  uint64_t seen = 0;
  int index = 0;
  for (Json item : ArrayOf(value)) {
    const Frame open{&frame, kExtension, index, kExtension, index};
    const Frame at{&frame, kExtension, index};
    ++index;
    const ExtensionPlan* known = nullptr;
    if (item.is_object()) {
      const std::string_view url = UrlOf(ObjectOf(item));
      for (const ExtensionPlan& extension : plan.extensions) {
        if (url == extension.url) known = &extension;
      }
    }
    if (known == nullptr) {
      checker_.CheckOpenExtension(item, open, resource_);
      continue;
    }
    Frame here = at;
    here.proto = known->value.proto();
    if ((seen & known->value.bit()) != 0) {
      reporter_.Add(known->value.detail->finding, here);
      continue;
    }
    seen |= known->value.bit();
    ReadExtension(*known, ObjectOf(item), message, here, filled);
  }
  if (index == 0) {
    reporter_.Add(Fault::kEmptyArray, {&frame, kExtension, -1, kExtension});
  }
}

void ObjectReader::ReadExtension(const ExtensionPlan& extension,
                                 dom::object object, Message* message,
                                 const Frame& here, uint64_t* filled) {
  bool has_url = false, has_value = false;
  for (const auto [key, value] : object) {
    if (key == extension.value.fhir()) {
      const Frame inner{&here, extension.value.fhir()};
      if (has_value) {
        reporter_.Add(Fault::kDuplicateElement, inner);
      } else if (ReadItem(extension.value, value, message, inner)) {
        *filled |= extension.value.bit();
      }
      has_value = true;
    } else if (key == "url") {
      if (has_url) reporter_.Add(Fault::kDuplicateElement, {&here, "url"});
      has_url = true;
    } else if (key == "extension") {
      // The profiles allow no extensions inside these extensions (and ext-1
      // none beside a value).
      reporter_.Add(Fault::kExtensionBoth, {&here, "extension", -1, key});
    } else if (key == "id") {
      const R4Type* type = mapping_.types->Find("string");
      checker_.CheckOpen({"id", type}, value, here, resource_);
    } else if (IsExtensionValue(key)) {
      const std::string_view name = PresentableName(key);
      reporter_.Add(Fault::kExtensionType, {&here, name, -1, name});
      has_value = true;
    } else {
      const std::string_view name = PresentableName(key);
      reporter_.Add(Fault::kUnknownElement, {&here, name, -1, name});
    }
  }
  if (!has_value) reporter_.Add(Fault::kExtensionEmpty, here);
}

}  // namespace trivsel::validator::fhir
