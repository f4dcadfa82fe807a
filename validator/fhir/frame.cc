#include "validator/fhir/frame.h"

#include <algorithm>

namespace trivsel::validator::fhir {
namespace {

void AppendStep(std::string_view name, int index, std::string* path) {
  if (name.empty()) return;
  if (!path->empty()) path->push_back('.');
  path->append(name);
  if (index < 0) return;
  path->push_back('[');
  path->append(std::to_string(index));
  path->push_back(']');
}

void AppendFhir(const Frame& frame, std::string* path) {
  if (frame.parent != nullptr) AppendFhir(*frame.parent, path);
  AppendStep(frame.fhir, frame.fhir_index, path);
}

void AppendProto(const Frame& frame, std::string* path) {
  if (frame.parent != nullptr) AppendProto(*frame.parent, path);
  AppendStep(frame.proto, frame.proto_index, path);
}

}  // namespace

std::string FhirPath(const Frame& frame) {
  std::string path;
  AppendFhir(frame, &path);
  return path;
}

std::string ProtoPath(const Frame& frame) {
  std::string path;
  AppendProto(frame, &path);
  return path;
}

std::string_view PresentableName(std::string_view name) {
  constexpr size_t kLongest = 32;
  const bool presentable =
      !name.empty() && name.size() <= kLongest &&
      std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      });
  return presentable ? name : std::string_view("?");
}

}  // namespace trivsel::validator::fhir
