// Who may include whom, and how large a file may grow: the architecture as a
// test. The rules are the README's; change both together.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/structure/source_tree.h"

namespace trivsel::structure {
namespace {

constexpr size_t kMaxLines = 500;
constexpr size_t kMaxMedian = 150;

const std::vector<SourceFile>& Sources() {
  static const auto* sources = new std::vector<SourceFile>(ReadSources(
      {"proto", "validator", "gateway", "client-sdk", "deploy", "tests"}));
  return *sources;
}

// What each room may include besides itself. "gateway", the composition root,
// and the tests may include everything.
const std::map<std::string, std::set<std::string>>& Allowed() {
  static const auto* allowed = new std::map<std::string, std::set<std::string>>{
      {"proto", {}},
      {"validator", {"proto"}},
      {"client-sdk", {"proto", "validator"}},
      {"deploy", {"proto", "validator"}},
      {"gateway/system", {}},
      {"gateway/telemetry", {"gateway/system"}},
      {"gateway/store", {"gateway/system", "proto"}},
      {"gateway/kle", {"gateway/system", "proto"}},
      {"gateway/access", {"gateway/system", "validator", "proto"}},
      {"gateway/http", {"gateway/system", "gateway/telemetry"}},
      {"gateway/journal", {"gateway/store", "gateway/system", "proto"}},
      {"gateway/queue",
       {"gateway/journal", "gateway/store", "gateway/system",
        "gateway/telemetry", "proto"}},
      {"gateway/ingest",
       {"gateway/queue", "gateway/journal", "gateway/store", "gateway/kle",
        "gateway/access", "gateway/system", "gateway/telemetry", "validator",
        "proto"}},
      {"gateway/delivery",
       {"gateway/queue", "gateway/journal", "gateway/store", "gateway/system",
        "gateway/telemetry", "validator", "proto"}},
      {"gateway/rpc", {"gateway/access", "gateway/system", "proto"}},
      {"gateway/registry",
       {"gateway/store", "gateway/access", "gateway/rpc", "gateway/system",
        "validator", "proto"}},
      {"gateway/review",
       {"gateway/queue", "gateway/journal", "gateway/store", "gateway/access",
        "gateway/rpc", "gateway/system", "gateway/telemetry", "validator",
        "proto"}},
      {"gateway/login",
       {"gateway/access", "gateway/http", "gateway/store", "gateway/journal",
        "gateway/system", "gateway/telemetry", "validator", "proto"}},
      {"gateway/console",
       {"gateway/login", "gateway/review", "gateway/registry", "gateway/queue",
        "gateway/access", "gateway/http", "gateway/store", "gateway/system",
        "gateway/telemetry", "validator", "proto"}},
      // The operators' command: a composition root of its own.
      {"gateway/ctl",
       {"gateway", "gateway/store", "gateway/journal", "gateway/queue",
        "gateway/access", "gateway/registry", "gateway/review",
        "gateway/ingest", "gateway/kle", "gateway/system", "gateway/telemetry",
        "validator", "proto"}},
  };
  return *allowed;
}

bool MayIncludeAll(const std::string& room) {
  return room == "gateway" || room == "tests";
}

TEST(Structure, IncludesOnlyGoTheOneWay) {
  for (const SourceFile& file : Sources()) {
    const std::string room = RoomOf(file.path);
    if (room.empty() || MayIncludeAll(room)) continue;
    const auto rules = Allowed().find(room);
    ASSERT_NE(rules, Allowed().end()) << "a room without rules: " << room;
    for (const std::string& include : file.includes) {
      const std::string target = RoomOf(include);
      if (target.empty() || target == room) continue;
      // A room's tests and mains may see what they ship with.
      EXPECT_TRUE(rules->second.contains(target))
          << file.path << " must not include " << include;
    }
  }
}

// A header of a library, and the only places that may know it.
struct Fence {
  std::string header;               // how the include begins
  std::vector<std::string> places;  // how the file's path begins
};

TEST(Structure, LibrariesStayBehindTheirFences) {
  const std::vector<Fence> fences = {
      {"libpq-fe.h", {"gateway/store/"}},
      {"libpq/", {"gateway/store/"}},
      {"simdjson", {"validator/", "tests/bench/", "tests/fhir/"}},
      {"curl/",
       {"gateway/delivery/", "gateway/url_fetch.cc", "client-sdk/sts/",
        "tests/"}},
      {"archive", {"client-sdk/cli/archive_reader.cc", "tests/"}},
      {"rapidjson/",
       {"validator/fhir/", "client-sdk/", "gateway/access/",
        "gateway/delivery/", "gateway/console/", "gateway/review/",
        "deploy/sandbox/", "tests/"}},
      {"httplib.h", {"client-sdk/cli/", "deploy/sandbox/", "tests/"}},
      {"libxml/", {"validator/token/", "deploy/sandbox/", "tests/"}},
      {"xmlsec/", {"validator/token/", "deploy/sandbox/", "tests/"}},
      {"spdlog/", {"gateway/telemetry/"}},
      {"prometheus/", {"gateway/telemetry/"}},
      {"CLI/", {"gateway/", "client-sdk/", "deploy/sandbox/", "tests/"}},
  };
  for (const SourceFile& file : Sources()) {
    for (const std::string& include : file.includes) {
      for (const Fence& fence : fences) {
        if (!include.starts_with(fence.header)) continue;
        bool inside = false;
        for (const std::string& place : fence.places) {
          inside = inside || file.path.starts_with(place);
        }
        EXPECT_TRUE(inside) << file.path << " must not include " << include;
      }
    }
  }
}

bool IsGrpc(const std::string& include) {
  return include.starts_with("grpcpp/") || include.starts_with("grpc/") ||
         include.ends_with(".grpc.pb.h");
}

// gRPC's types stay in service files, what puts the server together, and the
// SDK.
bool MayKnowGrpc(const std::string& path) {
  if (path.starts_with("client-sdk/") || path.starts_with("tests/")) {
    return true;
  }
  if (RoomOf(path) == "gateway") return true;
  if (!path.starts_with("gateway/ingest/") &&
      !path.starts_with("gateway/rpc/operator_") &&
      !path.starts_with("gateway/registry/registry_") &&
      !path.starts_with("gateway/review/review_")) {
    return false;
  }
  for (const char* part :
       {"service", "rpcs", "reactor", "watch", "grpc", "guard"}) {
    if (path.find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(Structure, GrpcStaysInServiceFilesAndTheSdk) {
  for (const SourceFile& file : Sources()) {
    if (MayKnowGrpc(file.path)) continue;
    for (const std::string& include : file.includes) {
      EXPECT_FALSE(IsGrpc(include))
          << file.path << " must not include " << include;
    }
  }
}

TEST(Structure, NobodyUsesTheRegexEngine) {
  for (const SourceFile& file : Sources()) {
    for (const std::string& include : file.includes) {
      EXPECT_NE(include, "regex") << file.path;
      EXPECT_FALSE(include.starts_with("re2/")) << file.path;
    }
  }
}

TEST(Structure, FilesStaySmall) {
  std::vector<size_t> sizes;
  for (const SourceFile& file : Sources()) {
    EXPECT_LE(file.lines.size(), kMaxLines) << file.path;
    sizes.push_back(file.lines.size());
  }
  ASSERT_FALSE(sizes.empty());
  std::nth_element(sizes.begin(), sizes.begin() + sizes.size() / 2,
                   sizes.end());
  EXPECT_LE(sizes[sizes.size() / 2], kMaxMedian) << "the median of all files";
}

TEST(Structure, NoCatchAllNames) {
  const std::set<std::string> banned = {
      "utils", "util", "common", "manager", "helper", "helpers", "misc"};
  for (const SourceFile& file : Sources()) {
    std::string part;
    for (const char c : file.path + "/") {
      if (c != '/' && c != '.') {
        part.push_back(c);
        continue;
      }
      EXPECT_FALSE(banned.contains(part)) << file.path;
      part.clear();
    }
  }
}

std::string GuardOf(const std::string& path) {
  // Public headers of the SDK are included as "trivsel/client/…".
  std::string guard = path.starts_with("client-sdk/include/trivsel/")
                          ? "TRIVSEL_" + path.substr(27)
                          : "TRIVSEL_" + path;
  for (char& c : guard) {
    c = std::isalnum(static_cast<unsigned char>(c))
            ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
            : '_';
  }
  return guard + "_";
}

TEST(Structure, HeadersHaveTheirGuard) {
  for (const SourceFile& file : Sources()) {
    if (!file.path.ends_with(".h")) continue;
    std::string guard;
    for (const std::string& line : file.lines) {
      if (!line.starts_with("#ifndef ")) continue;
      guard = line.substr(8);
      break;
    }
    EXPECT_EQ(guard, GuardOf(file.path)) << file.path;
  }
}

// The test can fail: its own reading finds what it should.
TEST(Structure, ReadsIncludes) {
  EXPECT_EQ(IncludeOf("#include \"gateway/queue/x.h\""), "gateway/queue/x.h");
  EXPECT_EQ(IncludeOf("  #  include <libpq-fe.h>  // no"), "libpq-fe.h");
  EXPECT_EQ(IncludeOf("// #include <regex>"), "");
  EXPECT_EQ(RoomOf("gateway/queue/x.h"), "gateway/queue");
  EXPECT_EQ(RoomOf("gateway/gateway.h"), "gateway");
  EXPECT_EQ(RoomOf("validator/fhir/y.h"), "validator");
  EXPECT_EQ(RoomOf("trivsel/ltt/v1/citizen.pb.h"), "proto");
  EXPECT_EQ(RoomOf("trivsel/client/client.h"), "client-sdk");
  EXPECT_EQ(RoomOf("absl/time/time.h"), "");
  EXPECT_GT(Sources().size(), 100u);
}

}  // namespace
}  // namespace trivsel::structure
