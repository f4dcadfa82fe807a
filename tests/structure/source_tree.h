// The project's own sources with their #include lines.
#ifndef TRIVSEL_TESTS_STRUCTURE_SOURCE_TREE_H_
#define TRIVSEL_TESTS_STRUCTURE_SOURCE_TREE_H_

#include <string>
#include <vector>

namespace trivsel::structure {

struct SourceFile {
  std::string path;  // from the project's root: "gateway/queue/x.cc"
  std::vector<std::string> lines;
  std::vector<std::string> includes;  // what stands between "" or <>
};

// All .h, .cc, .cc.in, .proto and .sql files beneath these folders of the
// project, without build folders; sorted by path.
std::vector<SourceFile> ReadSources(const std::vector<std::string>& folders);

// The include on this line; empty if there is none.
std::string IncludeOf(const std::string& line);

// "gateway/queue" of "gateway/queue/x.h", "validator" of "validator/fhir/y.h",
// "proto" of generated headers ("trivsel/…pb.h"), empty for what is not ours.
std::string RoomOf(const std::string& path);

}  // namespace trivsel::structure

#endif  // TRIVSEL_TESTS_STRUCTURE_SOURCE_TREE_H_
