// What a back-load reads: lines, archives, folders, in order and in pieces.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "client-sdk/cli/input_plan.h"
#include "client-sdk/cli/report_reader.h"
#include "client-sdk/cli/report_source.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Member {
  std::string name;
  std::string content;
  mode_t type = AE_IFREG;
};

std::string Slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class InputTest : public ::testing::Test {
 protected:
  InputTest() {
    std::string pattern = ::testing::TempDir() + "trivsel-input-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~InputTest() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  std::string WriteTar(const std::string& name, int filter,
                       const std::vector<Member>& members) {
    const std::string path = (folder_ / name).string();
    archive* out = archive_write_new();
    archive_write_add_filter(out, filter);
    archive_write_set_format_pax_restricted(out);
    EXPECT_EQ(archive_write_open_filename(out, path.c_str()), ARCHIVE_OK);
    for (const Member& member : members) {
      archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, member.name.c_str());
      archive_entry_set_filetype(entry, member.type);
      archive_entry_set_perm(entry, 0644);
      if (member.type == AE_IFLNK) {
        archive_entry_set_symlink(entry, "/etc/passwd");
      } else {
        archive_entry_set_size(entry,
                               static_cast<int64_t>(member.content.size()));
      }
      EXPECT_GE(archive_write_header(out, entry), ARCHIVE_WARN);
      archive_write_data(out, member.content.data(), member.content.size());
      archive_entry_free(entry);
    }
    archive_write_free(out);
    return path;
  }

  // Everything that is read, without the folder's name.
  struct Read {
    std::string where;
    std::string bytes;
    absl::Status status;
  };
  std::vector<Read> ReadAllOf(const std::vector<std::string>& paths,
                              Container container = Container::kDetect) {
    InputArguments arguments;
    arguments.paths = paths;
    arguments.container = container;
    InputPlan plan = PlanInputs(arguments);
    ReportSource source(&plan);
    std::vector<Read> all;
    RawReport raw;
    uint64_t offset = 0;
    while (source.Next(&raw)) {
      EXPECT_GE(raw.offset, offset);
      offset = raw.offset;
      std::string where = OriginText(raw.origin);
      if (where.starts_with(folder_.string())) {
        where.erase(0, folder_.string().size() + 1);
      }
      all.push_back({where, raw.bytes, raw.status});
    }
    EXPECT_LE(offset, plan.bytes);
    return all;
  }
  std::vector<std::string> Places(const std::vector<std::string>& paths) {
    std::vector<std::string> places;
    for (const Read& read : ReadAllOf(paths)) {
      EXPECT_TRUE(read.status.ok()) << read.where << " " << read.status;
      places.push_back(read.where + "=" + read.bytes);
    }
    return places;
  }

  fs::path folder_;
};

TEST_F(InputTest, NdjsonIsReadLineByLineWhateverTheEndsOfItsLines) {
  EXPECT_THAT(Places({Write("a.ndjson",
                            "\xef\xbb\xbf{\"a\":1}\r\n\n  \t\r\n{\"b\":2}\n"
                            "not json\n{\"c\":3}")}),
              ElementsAre("a.ndjson:1={\"a\":1}", "a.ndjson:4={\"b\":2}",
                          "a.ndjson:5=not json", "a.ndjson:6={\"c\":3}"));
  EXPECT_THAT(Places({Write("empty.ndjson", "")}), IsEmpty());
  EXPECT_THAT(Places({Write("blank.jsonl", "\n\r\n \n")}), IsEmpty());
}

TEST_F(InputTest, OfALineThatIsTooLongNoMoreIsKeptThanShowsIt) {
  const std::string path =
      Write("long.ndjson", "{\"a\":1}\n{\"x\":\"" + std::string(10 << 20, 'x') +
                               "\"}\n{\"b\":2}\n");
  const auto all = ReadAllOf({path});
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].bytes.size(), ReportReader::kMaxBytes + 1);
  EXPECT_EQ(all[2].where, "long.ndjson:3");
  EXPECT_EQ(all[2].bytes, "{\"b\":2}");
}

TEST_F(InputTest, TarGivesItsReportsInItsOwnOrderAndPassesOverTheRest) {
  const std::vector<Member> members = {
      {"2025", "", AE_IFDIR},
      {"2025/b.json", "B"},
      {"2025/README.md", "junk"},
      {"2025/._b.json", "what a Mac leaves"},
      {"2025/link.json", "", AE_IFLNK},
      {"2025/m\xc3\xa5ned/a.binpb", "A"},
      {"2025/dag.ndjson", "{\"l\":1}\n\n{\"l\":3}\n"},
      {"inner.tar", "not looked into"},
      {"empty.json", ""}};
  for (const auto& [name, filter] :
       {std::pair("a.tar", ARCHIVE_FILTER_NONE),
        std::pair("a.tar.gz", ARCHIVE_FILTER_GZIP),
        std::pair("a.tar.zst", ARCHIVE_FILTER_ZSTD),
        std::pair("a.tgz", ARCHIVE_FILTER_GZIP)}) {
    const std::string n = name;
    EXPECT_THAT(
        Places({WriteTar(name, filter, members)}),
        ElementsAre(n + "/2025/b.json=B", n + "/2025/m\xc3\xa5ned/a.binpb=A",
                    n + "/2025/dag.ndjson:1={\"l\":1}",
                    n + "/2025/dag.ndjson:3={\"l\":3}", n + "/empty.json="));
  }
}

TEST_F(InputTest, ATarThatEndsTooSoonGivesWhatIsWholeAndSaysSo) {
  const std::vector<Member> members = {{"a.json", std::string(600, 'a')},
                                       {"b.json", std::string(600, 'b')}};
  const std::string whole =
      Slurp(WriteTar("whole.tar", ARCHIVE_FILTER_NONE, members));
  // Within the second one's content; within its header; between the two.
  const size_t first_ends = 512 + 1024;
  for (const size_t cut :
       {first_ends + 512 + 100, first_ends + 100, first_ends}) {
    const auto all = ReadAllOf({Write("cut.tar", whole.substr(0, cut))});
    ASSERT_EQ(all.size(), 2u) << cut;
    EXPECT_EQ(all[0].bytes, std::string(600, 'a'));
    EXPECT_TRUE(all[0].status.ok());
    EXPECT_FALSE(all[1].status.ok()) << cut;
  }
  const std::string packed =
      Slurp(WriteTar("whole.tar.gz", ARCHIVE_FILTER_GZIP, members));
  const auto all =
      ReadAllOf({Write("cut.tar.gz", packed.substr(0, packed.size() - 12))});
  ASSERT_FALSE(all.empty());
  EXPECT_FALSE(all.back().status.ok());
}

TEST_F(InputTest, WhatIsNoArchiveIsSaidOnce) {
  const auto all =
      ReadAllOf({Write("a.tar", "this is no archive at all"),
                 Write("b.json", "B"), (folder_ / "missing.ndjson").string()});
  ASSERT_EQ(all.size(), 3u);
  EXPECT_FALSE(all[0].status.ok());
  EXPECT_EQ(all[1].bytes, "B");
  EXPECT_FALSE(all[2].status.ok());
}

TEST_F(InputTest, AFolderIsReadByPathAndItsContainersInTheirPlace) {
  Write("r/2025-02.json", "feb");
  Write("r/2025-01.ndjson", "{\"l\":1}\n{\"l\":2}\n");
  Write("r/2025-03/x.json", "mar");
  Write("r/notes.txt", "no report");
  WriteTar("r/2025-04.tar", ARCHIVE_FILTER_NONE, {{"apr.json", "apr"}});
  EXPECT_THAT(
      Places({(folder_ / "r").string()}),
      ElementsAre("r/2025-01.ndjson:1={\"l\":1}",
                  "r/2025-01.ndjson:2={\"l\":2}", "r/2025-02.json=feb",
                  "r/2025-03/x.json=mar", "r/2025-04.tar/apr.json=apr"));
}

TEST_F(InputTest, PackedNdjsonIsUnpackedOnTheWay) {
  const std::string path = Write("x", "{\"l\":1}\n{\"l\":2}\n");
  const std::string command = "gzip -c " + path + " > " + path + ".ndjson.gz";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_THAT(
      Places({path + ".ndjson.gz"}),
      ElementsAre("x.ndjson.gz:1={\"l\":1}", "x.ndjson.gz:2={\"l\":2}"));
}

TEST_F(InputTest, WhatHasNoTellingNameIsToldByItsContent) {
  const std::string two_lines = "{\"l\":{\"{\":1}}\n{\"l\":2}\n";
  EXPECT_EQ(ReadAllOf({Write("plain", two_lines)}).size(), 2u);
  // One report over several lines, and one on a single line.
  EXPECT_EQ(ReadAllOf({Write("pretty", "{\n\"l\":1\n}\n")}).size(), 1u);
  EXPECT_EQ(ReadAllOf({Write("flat", "{\"l\":1}\n\n")}).size(), 1u);
  EXPECT_EQ(ReadAllOf({Write("half", "{\"l\":[{}\n{}]}\n")}).size(), 1u);
  // A name that tells is believed, a word of the caller more.
  EXPECT_EQ(ReadAllOf({Write("two.json", two_lines)}).size(), 1u);
  EXPECT_EQ(
      ReadAllOf({(folder_ / "two.json").string()}, Container::kNdjson).size(),
      2u);
  const std::string tar =
      Slurp(WriteTar("t.tar", ARCHIVE_FILTER_NONE, {{"a.json", "A"}}));
  EXPECT_THAT(Places({Write("t", tar)}), ElementsAre("t/a.json=A"));
}

TEST_F(InputTest, PositionsToPassOverAreNotGiven) {
  Write("r/a.json", "A");
  Write("r/b.json", "B");
  Write("r/c.ndjson", "{\"l\":1}\n{\"l\":2}\n");
  InputArguments arguments;
  arguments.paths = {(folder_ / "r").string()};
  InputPlan plan = PlanInputs(arguments);
  ASSERT_EQ(plan.inputs.size(), 2u);
  ReportSource source(&plan, [](size_t input, uint64_t position) {
    return (input == 0 && position == 0) || (input == 1 && position == 0);
  });
  RawReport raw;
  ASSERT_TRUE(source.Next(&raw));
  EXPECT_EQ(raw.bytes, "B");
  EXPECT_EQ(raw.position, 1u);
  ASSERT_TRUE(source.Next(&raw));
  EXPECT_EQ(raw.bytes, "{\"l\":2}");
  EXPECT_EQ(raw.position, 1u);
  EXPECT_FALSE(source.Next(&raw));
  EXPECT_EQ(source.passed_over(), 2u);
  EXPECT_TRUE(source.complete());
}

TEST_F(InputTest, AChangedInputHasAnotherFingerprint) {
  const auto fingerprint = [this] {
    InputArguments arguments;
    arguments.paths = {(folder_ / "r").string()};
    return PlanInputs(arguments).inputs.at(0).fingerprint;
  };
  const std::string path = Write("r/a.json", "A");
  const uint64_t first = fingerprint();
  EXPECT_EQ(fingerprint(), first);
  fs::last_write_time(path, fs::last_write_time(path) + std::chrono::hours(1));
  const uint64_t touched = fingerprint();
  EXPECT_NE(touched, first);
  Write("r/b.json", "B");
  EXPECT_NE(fingerprint(), touched);
}

TEST_F(InputTest, WaitingForAPipeEndsWhenToldToStop) {
  int pipe_ends[2], stop_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_EQ(pipe(stop_ends), 0);
  auto stream =
      FileStream::Open("/proc/self/fd/" + std::to_string(pipe_ends[0]));
  ASSERT_TRUE(stream.ok());
  (*stream)->StopOn(stop_ends[0]);
  ASSERT_EQ(write(pipe_ends[1], "ab", 2), 2);
  char buffer[8];
  EXPECT_EQ(*(*stream)->Read(buffer, sizeof buffer), 2u);
  ASSERT_EQ(write(stop_ends[1], "x", 1), 1);
  EXPECT_TRUE(
      absl::IsCancelled((*stream)->Read(buffer, sizeof buffer).status()));
  for (const int fd :
       {pipe_ends[0], pipe_ends[1], stop_ends[0], stop_ends[1]}) {
    close(fd);
  }
}

}  // namespace
}  // namespace trivsel::cli
