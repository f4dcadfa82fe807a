// Writes trivsel/client/codes.h: the codes of the standard by name. Names and
// codes come from the terminology that the validator judges by, and which set
// belongs to which element from the annotations; nothing is written twice.
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "trivsel/standard/v1/annotations.pb.h"
#include "validator/terminology.h"

namespace trivsel::client {
namespace {

using google::protobuf::Descriptor;
using validator::Terminology;

struct Set {
  const char* name;
  const char* what;
  const Descriptor* message;
  const char* field;
};

std::string ValueSetOf(const Set& set) {
  const auto* field = set.message->FindFieldByName(set.field);
  if (field == nullptr) return "";
  return field->options()
      .GetExtension(standard::v1::field)
      .binding()
      .value_set();
}

// "Børne- og ungdomspsykiatri" -> "BoerneOgUngdomspsykiatri".
std::string Identifier(std::string_view display) {
  static const std::map<std::string_view, std::string_view> kLetters = {
      {"æ", "ae"}, {"ø", "oe"}, {"å", "aa"},
      {"Æ", "Ae"}, {"Ø", "Oe"}, {"Å", "Aa"}};
  std::string out;
  bool start = true;
  for (size_t i = 0; i < display.size();) {
    const auto letter = kLetters.find(display.substr(i, 2));
    std::string part;
    if (letter != kLetters.end()) {
      part = letter->second;
      i += 2;
    } else {
      if (std::isalnum(static_cast<unsigned char>(display[i]))) {
        part = display.substr(i, 1);
      }
      ++i;
    }
    if (part.empty()) {
      start = true;
      continue;
    }
    if (start) part[0] = static_cast<char>(std::toupper(part[0]));
    start = false;
    out += part;
  }
  return out;
}

bool AppendSet(const Terminology& terminology, const Set& set,
               std::ostringstream* out) {
  const std::string url = ValueSetOf(set);
  const int index = terminology.FindValueSet(url);
  if (index < 0) return false;
  const auto concepts = terminology.Expand(index);
  if (concepts.empty()) return false;
  *out << "// " << set.what << "\n// " << url << "\nenum class " << set.name
       << " {\n";
  for (const auto& entry : concepts) {
    *out << "  k" << Identifier(entry.display) << ",  // " << entry.display
         << "\n";
  }
  *out << "};\ninline constexpr Code k" << set.name << "Codes[] = {\n";
  for (const auto& entry : concepts) {
    *out << "    {\"" << entry.system << "\",\n     \"" << entry.code
         << "\",\n     \"" << entry.display << "\"},\n";
  }
  *out << "};\nconstexpr const Code& CodeOf(" << set.name
       << " name) {\n  return k" << set.name
       << "Codes[static_cast<int>(name)];\n}\n\n";
  return true;
}

constexpr char kHead[] =
    R"(// The codes of the standard by name. Generated; do not edit.
#ifndef TRIVSEL_CLIENT_CODES_H_
#define TRIVSEL_CLIENT_CODES_H_

namespace trivsel::client {

// One code with its Danish text.
struct Code {
  const char* system;
  const char* code;
  const char* display;
};

)";
constexpr char kTail[] = R"(}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_CODES_H_
)";

int Generate(const char* path) {
  const Set sets[] = {
      {"ContactType", "What kind of contact (kontakttype).",
       ltt::v1::Encounter::descriptor(), "type"},
      {"DeliveryType", "Alone or in a group (leveringstype).",
       ltt::v1::Encounter::descriptor(), "delivery_type"},
      {"Participants", "Who took part (kontaktdeltagere).",
       ltt::v1::EncounterParticipant::descriptor(), "type"},
      {"CarePlanKind", "The kind of course (forløbskode).",
       ltt::v1::CarePlanActivityDetail::descriptor(), "code"},
      {"Theme", "What troubles the child (forløbstema).",
       ltt::v1::CarePlanActivityDetail::descriptor(), "reason_code"},
      {"ReferralTarget", "Where to (henvisningskode).",
       ltt::v1::ReferralActivityDetail::descriptor(), "code"},
  };
  const auto terminology = Terminology::BuiltIn();
  if (!terminology.ok()) return 1;
  std::ostringstream out;
  out << kHead;
  for (const Set& set : sets) {
    if (AppendSet(**terminology, set, &out)) continue;
    std::fprintf(stderr, "no value set for %s\n", set.name);
    return 1;
  }
  out << kTail;
  std::ofstream file(path);
  file << out.str();
  file.close();
  return file.fail() ? 1 : 0;
}

}  // namespace
}  // namespace trivsel::client

int main(int argc, char** argv) {
  return argc == 2 ? trivsel::client::Generate(argv[1]) : 2;
}
