// Terminology from files of operators, alone and on top of the built-in one.
#include <google/protobuf/stubs/logging.h>

#include "tests/fuzz/check.h"
#include "validator/terminology.h"

namespace trivsel::fuzz {
namespace {

using validator::Terminology;
using validator::Validator;

// Every value set is said to hold what it holds.
void CheckAnswers(const Terminology& terminology) {
  for (int set = 0; set < 64; ++set) {
    for (const auto& member : terminology.Expand(set)) {
      const auto* entry = terminology.Find(member.system, member.code);
      Check(entry != nullptr && (entry->value_sets >> set & 1) != 0,
            "a member of a value set that cannot be found");
      Check(terminology.KnowsSystem(member.system),
            "a member of a system that is not known");
      Check(member.system.empty() ||
                terminology.Contains(set, member.system, member.code),
            "a member of a value set that it does not contain");
      CheckEqual(member.display,
                 terminology.Display(member.system, member.code),
                 "two texts for one code");
    }
    Check(!terminology.Contains(set, "", ""), "nothing is a concept");
  }
}

// Gives the terminology's edition; "" if it was refused.
std::string Load(std::string_view below, std::string_view text,
                 bool with_rules) {
  Terminology::Builder builder;
  if (!below.empty()) {
    Check(builder.AddAny(below).ok(), "the built-in terminology");
  }
  if (!builder.AddAny(text).ok()) return "";
  const auto built = builder.Build();
  if (!built.ok()) return "";
  CheckAnswers(**built);
  // The rules either compile with it or say why not.
  if (with_rules) {
    const auto rules = Validator::Create(*built);
    if (rules.ok()) {
      CheckEqual((*rules)->terminology().edition(), (*built)->edition(),
                 "rules by another edition");
    } else {
      Check(!rules.status().message().empty(), "refused without a reason");
    }
  }
  return (*built)->edition() + " ";
}

void Run(std::string_view text) {
  // Compiling the rules costs a thousand loads: for some of the inputs, and
  // the same ones when an input is run again.
  size_t sum = text.size();
  for (const char c : text) sum = sum * 31 + static_cast<unsigned char>(c);
  Load({}, text, false);
  const std::string_view below = Terminology::BuiltInText();
  const std::string first = Load(below, text, sum % 64 == 0);
  CheckEqual(first, Load(below, text, false), "the same file, another edition");
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  [[maybe_unused]] static const auto* const silent =
      (google::protobuf::SetLogHandler(nullptr), "");
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
