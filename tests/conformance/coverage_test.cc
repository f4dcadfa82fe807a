// Whether the corpus tries every finding that the validator can make.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "tests/conformance/corpus.h"
#include "validator/catalogue.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/standard.h"

namespace trivsel::conformance {
namespace {

// Codes of the catalogue and of the FHIR reader.
std::set<std::string> KnownCodes() {
  std::set<std::string> codes;
  const auto standard = validator::ResolveStandard();
  EXPECT_TRUE(standard.ok()) << standard.status();
  const auto catalogue = validator::Catalogue::Create(**standard);
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  for (const auto& entry : (*catalogue)->entries()) codes.insert(entry->code);
  for (const auto& fault : validator::fhir::AllFaults()) {
    const std::string code(fault.code);
    // Codes made from the element's name are in the catalogue.
    if (code.find('<') == std::string::npos) codes.insert(code);
  }
  return codes;
}

std::set<std::string> TriedCodes() {
  std::set<std::string> codes;
  const auto cases = ReadCases();
  EXPECT_TRUE(cases.ok()) << cases.status();
  for (const v1::Case& c : *cases) {
    for (const auto* list : {&c.error(), &c.warning(), &c.information()}) {
      for (const v1::Expected& e : *list) codes.insert(e.code());
    }
  }
  return codes;
}

// Whether an exclusion, "CODE" or "*-SUFFIX", speaks of the code.
bool Speaks(const std::string& exclusion, const std::string& code) {
  return exclusion[0] == '*' ? code.ends_with(exclusion.substr(1))
                             : exclusion == code;
}

// coverage_exclusions.txt: a code and the reason, a line each.
std::map<std::string, std::string> Exclusions() {
  std::map<std::string, std::string> exclusions;
  const auto text = ReadFile(CorpusFolder() + "/coverage_exclusions.txt");
  EXPECT_TRUE(text.ok()) << text.status();
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t blank = line.find(' ');
    EXPECT_NE(blank, std::string::npos) << "no reason: " << line;
    exclusions[line.substr(0, blank)] = line.substr(blank);
  }
  return exclusions;
}

TEST(CoverageTest, EveryFindingIsTriedOrExcludedWithAReason) {
  const auto tried = TriedCodes();
  const auto exclusions = Exclusions();
  std::vector<std::string> untried;
  for (const std::string& code : KnownCodes()) {
    const bool excluded =
        std::any_of(exclusions.begin(), exclusions.end(),
                    [&](const auto& e) { return Speaks(e.first, code); });
    if (!tried.contains(code) && !excluded) untried.push_back(code);
  }
  for (const std::string& code : untried) ADD_FAILURE() << code;
}

TEST(CoverageTest, NoExclusionIsStale) {
  const auto tried = TriedCodes();
  const auto known = KnownCodes();
  for (const auto& [code, reason] : Exclusions()) {
    const auto speaks = [&, &exclusion = code](const std::string& other) {
      return Speaks(exclusion, other);
    };
    EXPECT_TRUE(std::none_of(tried.begin(), tried.end(), speaks))
        << code << " is tried after all";
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), speaks))
        << code << " does not exist";
  }
}

TEST(CoverageTest, CasesExpectOnlyCodesThatExist) {
  const auto known = KnownCodes();
  for (const std::string& code : TriedCodes()) {
    EXPECT_TRUE(known.contains(code)) << code;
  }
}

}  // namespace
}  // namespace trivsel::conformance
