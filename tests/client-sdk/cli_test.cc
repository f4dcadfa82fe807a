// The command itself, run as people run it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/client-sdk/fake_gateway.h"

namespace trivsel::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Ran {
  int exit_code;
  std::string out;
};

// `before`: what stands in front of the command.
Ran RunAfter(const std::string& before, const std::string& arguments) {
  const std::string command = "export TRIVSEL_CONFIG= HOME=/nonexistent; " +
                              before + "'" TRIVSEL_BINARY "' " + arguments;
  Ran ran{-1, ""};
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ran;
  char buffer[4096];
  size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    ran.out.append(buffer, got);
  }
  const int status = pclose(pipe);
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

Ran Trivsel(const std::string& arguments, const std::string& input = "") {
  return RunAfter(input.empty() ? "" : input + " | ", arguments);
}

std::vector<nlohmann::json> Lines(const std::string& out) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(nlohmann::json::parse(line));
  }
  return lines;
}

std::string Fixture(const std::string& name) {
  return std::string(TRIVSEL_FIXTURES) + "/" + name;
}

// A folder that goes away again.
class CliTest : public ::testing::Test {
 protected:
  CliTest() {
    std::string pattern = ::testing::TempDir() + "trivsel-cli-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~CliTest() override { fs::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  fs::path folder_;
};

TEST_F(CliTest, ValidReportsExitZero) {
  const Ran ran = Trivsel("validate " + Fixture("josefine-1.json"));
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("gyldig (valid)"));
  EXPECT_THAT(ran.out, HasSubstr("1 fil: 1 gyldig, "));
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);  // no terminal
}

TEST_F(CliTest, JsonHasOneLineAFileInTheOrderGiven) {
  const Ran ran =
      Trivsel("validate --output=json " + Fixture("josefine-faulty.json") +
              " " + Fixture("josefine-2.json"));
  EXPECT_EQ(ran.exit_code, 1);
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["file"], Fixture("josefine-faulty.json"));
  EXPECT_EQ(lines[0]["verdict"], "invalid");
  EXPECT_EQ(lines[1]["verdict"], "valid");
  EXPECT_TRUE(lines[1]["findings"].is_array());
  const auto& finding = lines[0]["findings"][0];
  for (const char* key :
       {"severity", "code", "path", "fhir_path", "message", "message_en"}) {
    EXPECT_TRUE(finding[key].is_string()) << key;
  }
  EXPECT_EQ(finding["severity"], "error");
}

TEST_F(CliTest, AFolderIsReadSortedAndRecursively) {
  Write("b/two.json", "[");
  Write("a/one.txtpb", "id: 7");
  Write("notes.md", "not a report");
  const Ran ran = Trivsel("validate --output=json " + folder_.string());
  EXPECT_EQ(ran.exit_code, 2);
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["file"], (folder_ / "a/one.txtpb").string());
  EXPECT_EQ(lines[0]["findings"][0]["code"], "GW-PROTO-UNREADABLE");
  EXPECT_EQ(lines[1]["verdict"], "unreadable");
}

TEST_F(CliTest, ValidatesNdjsonAndArchives) {
  std::string lines;
  for (const char* name : {"josefine-1.json", "josefine-faulty.json"}) {
    std::ifstream file(Fixture(name));
    lines += nlohmann::json::parse(file).dump() + "\r\n\n";
  }
  const std::string path = Write("two.ndjson", lines + "{\"resourceType\":");
  const Ran ran = Trivsel("validate --output=json " + path);
  EXPECT_EQ(ran.exit_code, 2);
  const auto verdicts = Lines(ran.out);
  ASSERT_EQ(verdicts.size(), 3u);
  EXPECT_EQ(verdicts[0]["verdict"], "valid");
  EXPECT_EQ(verdicts[0]["file"], path + ":1");
  EXPECT_EQ(verdicts[1]["verdict"], "invalid");
  EXPECT_EQ(verdicts[1]["file"], path + ":3");
  EXPECT_EQ(verdicts[2]["verdict"], "unreadable");
  EXPECT_EQ(Trivsel("validate --output=json -", "cat " + path).exit_code, 2);
  const Ran tar = Trivsel("validate -", "tar cz -C " TRIVSEL_FIXTURES
                                        " josefine-1.json "
                                        "josefine-2.json");
  EXPECT_EQ(tar.exit_code, 0);
  EXPECT_THAT(tar.out, HasSubstr("2 rapporter: 2 gyldige"));
}

TEST_F(CliTest, UnreadableInputIsSaidAndNeverACrash) {
  const std::string large =
      Write("large.json", "{\"a\":\"" + std::string(4 << 20, 'x'));
  const std::string deep = Write("deep.json", std::string(10 << 20, '['));
  const Ran ran = Trivsel("validate --output=json " + large + " " + deep + " " +
                          folder_.string() + "/nosuch.json " +
                          Fixture("josefine-faulty.json"));
  EXPECT_EQ(ran.exit_code, 2);  // wins over invalid
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0]["findings"][0]["code"], "FHIR-JSON-TOO-LARGE");
  EXPECT_EQ(lines[1]["findings"][0]["code"], "FHIR-JSON-TOO-LARGE");
  EXPECT_EQ(lines[2]["findings"][0]["code"], "GW-FILE-UNREADABLE");
  EXPECT_EQ(lines[3]["verdict"], "invalid");
}

TEST_F(CliTest, AFolderThatCannotBeListedIsNotPassedOver) {
  Write("good/one.json", "");
  fs::copy_file(Fixture("josefine-1.json"), folder_ / "good/one.json",
                fs::copy_options::overwrite_existing);
  const std::string shut = fs::path(Write("shut/two.json", "{}")).parent_path();
  fs::permissions(shut, fs::perms::none);
  fs::create_directory_symlink(folder_, folder_ / "good/circle");
  // To root every folder is open, until its capabilities are gone.
  const Ran ran = RunAfter(geteuid() == 0 ? "setpriv --bounding-set -all "
                                            "--inh-caps -all "
                                          : "",
                           "validate --output=json " + folder_.string());
  fs::permissions(shut, fs::perms::owner_all);
  EXPECT_EQ(ran.exit_code, 2);
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["verdict"], "valid");
  EXPECT_EQ(lines[1]["file"], shut);
  EXPECT_EQ(lines[1]["findings"][0]["code"], "GW-FILE-UNREADABLE");
  EXPECT_THAT(std::string(lines[1]["findings"][0]["message"]),
              HasSubstr("Permission denied"));
}

TEST_F(CliTest, ClosedStandardStreamsAreNoSuccess) {
  const std::string good = "validate " + Fixture("josefine-1.json");
  EXPECT_EQ(Trivsel(good + " >&-").exit_code, 2);
  EXPECT_EQ(Trivsel("validate - <&-").exit_code, 2);
  EXPECT_EQ(Trivsel(good + " 2>&-").exit_code, 0);
}

TEST_F(CliTest, StandardInputAndLanguage) {
  const std::string cat = "cat " + Fixture("josefine-faulty.json");
  const Ran danish = Trivsel("validate --lang da -", cat);
  EXPECT_EQ(danish.exit_code, 1);
  EXPECT_THAT(danish.out, HasSubstr("-: ugyldig\n"));
  EXPECT_EQ(danish.out.find("must"), std::string::npos);
  const Ran english = Trivsel("--lang en validate -", cat);
  EXPECT_THAT(english.out, HasSubstr("-: invalid\n"));
}

TEST_F(CliTest, EveryFormConvertsIntoEveryOtherAndBack) {
  const std::string original =
      Trivsel("convert --to=fhir-json " + Fixture("josefine-4.json")).out;
  for (const std::string form : {"proto-json", "text", "binary", "fhir-json"}) {
    const std::string file = (folder_ / form).string();
    ASSERT_EQ(Trivsel("convert --to=" + form + " --out " + file + " " +
                      Fixture("josefine-4.json"))
                  .exit_code,
              0);
    EXPECT_EQ(Trivsel("validate " + file).exit_code, 0) << form;
    EXPECT_EQ(
        Trivsel("convert --to=fhir-json --input=" + form + " " + file).out,
        original);
  }
  EXPECT_EQ(nlohmann::json::parse(original)["resourceType"], "Bundle");
}

TEST_F(CliTest, ConvertsManyIntoAFolder) {
  const Ran ran =
      Trivsel("convert --to=binary --out-dir " + folder_.string() + " " +
              Fixture("josefine-1.json") + " " + Fixture("josefine-2.json"));
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "josefine-2.binpb"));
  EXPECT_EQ(Trivsel("convert --to=binary " + Fixture("josefine-1.json") + " " +
                    Fixture("josefine-2.json") + " 2>&1")
                .exit_code,
            2);
}

TEST_F(CliTest, ALoadedCodeSystemDecidesWhichCodesThereAre) {
  // The themes of a later edition, as KL publishes code systems: one is new,
  // and the one that josefine-4 also uses is still there.
  const std::string theme = "5e2f1c7a-0000-4000-8000-000000000001";
  const std::string system = Write("LTT.json", R"({"resourceType":"CodeSystem",
    "url":"http://fhir.kl.dk/term/CodeSystem/LTT","version":"20990101",
    "status":"active","content":"complete","hierarchyMeaning":"is-a",
    "concept":[
    {"code":"afd9445a-7ca5-42f8-8011-c3802db3f30b","display":"Afsluttende samtale"},
    {"code":"3b1d8884-5a1d-43cf-aabb-8c1035148c46","display":"Afslutning"},
    {"code":"ac1057da-a510-4bab-a2b1-d96efa464bdc","display":"Henvendelse"},
    {"code":"e2eee938-a58c-42d0-a514-dc91779b1243","display":"Forsamtale"},
    {"code":"404665f4-3488-4225-953e-3f1c5a061829","display":"Screening"},
    {"code":"b7f9217c-2315-4d6f-bba5-5117e202302c","display":"Behandling"},
    {"code":"92aa0b05-ed46-4fd6-8009-adf97d0fc187","display":"Henvisning","concept":[
      {"code":"f3d5cb7b-e059-4fbc-9514-a53299c2e3cf","display":"Civilsamfund"}]},
    {"code":"d09ad8c9-7ade-455f-b34a-54c8c6cce266","display":"Tema","concept":[
      {"code":"95c5e9fc-33b7-4d85-9417-64fc3164eb4c","display":"Bekymring"},
      {"code":")" + theme + R"(","display":"Krop og mad"}]}]})");
  std::ifstream file(Fixture("josefine-4.json"));
  std::string report((std::istreambuf_iterator<char>(file)), {});
  const std::string old = "bf4df811-805a-4309-8394-7d9ea31b8af7";
  ASSERT_NE(report.find(old), std::string::npos);
  report.replace(report.find(old), old.size(), theme);
  const std::string changed = Write("new-theme.json", report);
  const std::string original = Fixture("josefine-4.json");
  EXPECT_EQ(Trivsel("validate " + changed).exit_code, 1);
  EXPECT_EQ(
      Trivsel("validate --terminology " + system + " " + changed).exit_code, 0);
  EXPECT_EQ(
      Trivsel("validate --terminology " + system + " " + original).exit_code,
      1);
  EXPECT_EQ(
      Trivsel("validate --terminology /nonexistent " + original).exit_code, 2);
}

TEST_F(CliTest, WrongUsageExitsTwoAndHelpExitsZero) {
  EXPECT_EQ(Trivsel("2>/dev/null").exit_code, 2);
  EXPECT_EQ(Trivsel("validate 2>/dev/null").exit_code, 2);
  EXPECT_THAT(Trivsel("valider x 2>&1").out,
              HasSubstr("unknown command: valider"));
  EXPECT_EQ(Trivsel("validate --input=xml - 2>/dev/null </dev/null").exit_code,
            2);
  EXPECT_EQ(Trivsel("status --since never --insecure 2>/dev/null").exit_code,
            2);
  EXPECT_EQ(Trivsel("validate " + folder_.string() + " 2>/dev/null").exit_code,
            2);
  for (const std::string command : {"", "validate ", "convert ", "submit ",
                                    "status ", "watch ", "dictionary "}) {
    const Ran ran = Trivsel(command + "--help");
    EXPECT_EQ(ran.exit_code, 0) << command;
    if (!command.empty()) {
      EXPECT_THAT(ran.out, HasSubstr("Eksempler / examples"));
    }
  }
}

TEST_F(CliTest, OptionsComeFromFlagEnvironmentAndFileInThisOrder) {
  const std::string file =
      Write("trivsel.toml",
            "gateway = \"localhost:2\"\ninsecure = true\ntimeout = 0.2\n");
  const std::string config = "--config " + file;
  EXPECT_THAT(Trivsel(config + " status x 2>&1").out, HasSubstr("localhost:2"));
  setenv("TRIVSEL_GATEWAY", "localhost:3", 1);
  EXPECT_THAT(Trivsel(config + " status x 2>&1").out, HasSubstr("localhost:3"));
  EXPECT_THAT(Trivsel(config + " status --gateway localhost:4 x 2>&1").out,
              HasSubstr("localhost:4"));
  unsetenv("TRIVSEL_GATEWAY");
  const std::string misspelt = Write("misspelt.toml", "gatway = \"x\"\n");
  EXPECT_EQ(Trivsel("--config " + misspelt + " status x 2>/dev/null").exit_code,
            2);
}

TEST_F(CliTest, ResultsThatCannotBeWrittenAreNoSuccess) {
  EXPECT_EQ(Trivsel("validate " + Fixture("josefine-1.json") + " >/dev/full")
                .exit_code,
            2);
}

TEST_F(CliTest, AnUnreachableGatewayExitsThree) {
  const Ran ran =
      Trivsel("submit --insecure --timeout 0.5 --gateway localhost:1 " +
              Fixture("josefine-1.json") + " 2>&1");
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.out, HasSubstr("cannot be reached"));
  EXPECT_THAT(ran.out, HasSubstr("intet lytter"));
  EXPECT_THAT(ran.out, HasSubstr("nothing listens"));
}

TEST_F(CliTest, AnAddressThatCannotBeOneIsWrongUsage) {
  for (const std::string address :
       {"'a b:1'", "localhost:65536", "https://localhost:7443", "localhost:"}) {
    const Ran ran = Trivsel("status x --gateway " + address + " 2>&1");
    EXPECT_EQ(ran.exit_code, 2) << address;
    EXPECT_THAT(ran.out, HasSubstr("HOST:PORT")) << address;
  }
}

TEST_F(CliTest, DictionaryPrintsTheStandard) {
  const Ran ran = Trivsel("dictionary");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("LTT-CAREPLAN-PERIOD-END-MISSING"));
  EXPECT_THAT(ran.out, HasSubstr("FHIR-JSON-TRUNCATED"));
}

class CliGatewayTest : public CliTest {
 protected:
  std::string Gateway() const {
    return " --insecure --gateway " + gateway_.endpoint() + " ";
  }
  client::FakeGateway gateway_;
};

TEST_F(CliGatewayTest, SubmitsFhirByteForByteAndTheRestAsMessages) {
  const std::string binary = (folder_ / "two.binpb").string();
  Trivsel("convert --to=binary --out " + binary + " " +
          Fixture("josefine-2.json"));
  const Ran ran = Trivsel("submit --output=json" + Gateway() +
                          Fixture("josefine-1.json") + " " + binary);
  EXPECT_EQ(ran.exit_code, 0);
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["verdict"], "accepted");
  EXPECT_EQ(lines[0]["kle"], "29.24.16 G01");
  const auto submissions = gateway_.submissions();
  ASSERT_EQ(submissions.size(), 2u);
  std::ifstream file(Fixture("josefine-1.json"));
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_EQ(submissions[0].fhir_json(), bytes.str());
  EXPECT_TRUE(submissions[1].has_report());
}

TEST_F(CliGatewayTest, SendsFaultyReportsUnlessToldToCheck) {
  const std::string faulty = Fixture("josefine-faulty.json");
  EXPECT_EQ(Trivsel("submit --check" + Gateway() + faulty).exit_code, 1);
  EXPECT_TRUE(gateway_.submissions().empty());
  EXPECT_EQ(Trivsel("submit" + Gateway() + faulty).exit_code, 0);
  EXPECT_EQ(gateway_.submissions().size(), 1u);
}

TEST_F(CliGatewayTest, StatusShowsNamedAndListedReports) {
  const auto lines = Lines(
      Trivsel("submit --output=json" + Gateway() + Fixture("josefine-1.json"))
          .out);
  const std::string id = lines[0]["report_id"];
  const Ran named = Trivsel("status --output=json" + Gateway() + id);
  EXPECT_EQ(named.exit_code, 0);
  EXPECT_EQ(Lines(named.out)[0]["deliveries"][0]["state"], "pending");
  EXPECT_EQ(Trivsel("status" + Gateway() + "unknown 2>/dev/null").exit_code, 2);
  EXPECT_EQ(
      Lines(Trivsel("status --output=json --accepted --since 24h" + Gateway())
                .out)
          .size(),
      1u);
  EXPECT_EQ(Trivsel("status --rejected" + Gateway()).out, "");
}

TEST_F(CliGatewayTest, WatchEndsWhenAllAreAnswered) {
  const auto lines = Lines(Trivsel("submit --output=json" + Gateway() +
                                   Fixture("josefine-1.json") + " " +
                                   Fixture("josefine-2.json"))
                               .out);
  const std::string a = lines[0]["report_id"], b = lines[1]["report_id"];
  gateway_.ConfirmAndHangUp(a);  // before the watch begins
  std::thread receiver([&] {
    gateway_.AwaitWatches(1);
    gateway_.Confirm(b);
  });
  const Ran ran = Trivsel("watch --output=json" + Gateway() + a + " " + b);
  receiver.join();
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(Lines(ran.out).size(), 2u);
}

}  // namespace
}  // namespace trivsel::cli
