// Writes the seeds of every fuzz target: FOLDER/<target>/….
//
//   trivsel_fuzz_seeds FOLDER
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/conformance/corpus.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/terminology.h"

namespace trivsel::fuzz {
namespace {

namespace fs = std::filesystem;
namespace fhir = validator::fhir;

struct Seed {
  std::string name;
  std::string bytes;
};

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "trivsel_fuzz_seeds: %s\n", what.c_str());
  std::exit(1);
}

std::string ReadOrFail(const std::string& path) {
  auto bytes = conformance::ReadFile(path);
  if (!bytes.ok()) Fail(std::string(bytes.status().message()));
  return *std::move(bytes);
}

std::vector<Seed> FilesOf(const std::string& folder) {
  std::vector<Seed> seeds;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string path = entry.path().string();
    seeds.push_back({entry.path().filename().string(), ReadOrFail(path)});
  }
  if (seeds.empty()) Fail("nothing in " + folder);
  return seeds;
}

// The story, and every report of the conformance corpus.
std::vector<Seed> Reports() {
  std::vector<Seed> seeds = FilesOf(TRIVSEL_STORY_FOLDER);
  for (Seed& seed : FilesOf(TRIVSEL_CONFORMANCE_FOLDER "/base")) {
    seeds.push_back(std::move(seed));
  }
  const auto cases = conformance::ReadCases();
  if (!cases.ok()) Fail(std::string(cases.status().message()));
  for (const auto& c : *cases) {
    auto report = conformance::MakeReport(c);
    if (!report.ok()) Fail(c.name());
    seeds.push_back({c.name() + ".json", *std::move(report)});
  }
  return seeds;
}

std::vector<Seed> Binaries(const std::vector<Seed>& reports) {
  const auto mapping = fhir::FhirMapping::Create();
  if (!mapping.ok()) Fail("the mapping does not compile");
  fhir::FhirReader reader(**mapping);
  std::vector<Seed> seeds;
  ltt::v1::DeliveryReport report;
  for (const Seed& json : reports) {
    validator::Findings findings;
    if (reader.Read(json.bytes, &report, &findings) !=
        fhir::Readability::kReadable) {
      continue;
    }
    seeds.push_back({json.name + ".binpb", report.SerializeAsString()});
  }
  return seeds;
}

void Write(const fs::path& folder, const std::vector<Seed>& seeds) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const Seed& seed : seeds) {
    std::ofstream file(folder / seed.name, std::ios::binary);
    file << seed.bytes;
    if (!file.flush()) Fail("cannot write " + seed.name);
  }
  std::printf("%zu seeds in %s\n", seeds.size(), folder.c_str());
}

void WriteAll(const fs::path& folder) {
  const std::string written = TRIVSEL_SEED_FOLDER;
  const std::vector<Seed> reports = Reports();
  Write(folder / "fhir_reading", reports);
  Write(folder / "round_trip", reports);
  Write(folder / "proto_validation", Binaries(reports));
  std::vector<Seed> terminology = FilesOf(written + "/terminology");
  terminology.push_back(
      {"built_in", std::string(validator::Terminology::BuiltInText())});
  Write(folder / "terminology", terminology);
  for (const char* target :
       {"receiver_answer", "wire_codec", "token_jwt", "token_xml"}) {
    Write(folder / target, FilesOf(written + "/" + target));
  }
}

}  // namespace
}  // namespace trivsel::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: trivsel_fuzz_seeds FOLDER\n");
    return 2;
  }
  trivsel::fuzz::WriteAll(argv[1]);
  return 0;
}
