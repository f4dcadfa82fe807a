#include "gateway/ctl/rule_commands.h"

#include <unistd.h>

#include <array>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/ctl/delivery_commands.h"
#include "gateway/ctl/delivery_view.h"
#include "gateway/ctl/input_file.h"
#include "gateway/ctl/rule_trial.h"
#include "gateway/registry_adapter.h"
#include "gateway/rules.h"
#include "gateway/store/rule_editions.h"

namespace trivsel::gateway::ctl {
namespace {

using store::RuleEdition;
using store::RuleEditions;

constexpr absl::Duration kBarEvery = absl::Milliseconds(100);

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The files as an edition without number; its name only for what is tried.
absl::StatusOr<RuleEdition> ReadEdition(const RuleArguments& arguments) {
  RuleEdition edition;
  size_t left = RuleEditions::kMaxBytes;
  const auto read =
      [&left](const std::string& path) -> absl::StatusOr<store::RuleFile> {
    auto text = ReadInputFile(path, left);
    if (!text.ok()) return text.status();
    left -= text->size();
    return store::RuleFile{BaseName(path), *std::move(text)};
  };
  for (const std::string& path : arguments.terminology) {
    auto file = read(path);
    if (!file.ok()) return file.status();
    edition.terminology.push_back(*std::move(file));
  }
  if (!arguments.kle_rules.empty()) {
    auto file = read(arguments.kle_rules);
    if (!file.ok()) return file.status();
    edition.kle = *std::move(file);
  }
  return edition;
}

absl::StatusOr<RuleSources> OwnSources(const RuleArguments& arguments) {
  Config config;
  config.terminology = arguments.own_terminology;
  config.kle_rules = arguments.own_kle_rules;
  config.kle_facet = arguments.own_kle_facet;
  config.strict = arguments.strict;
  return ReadRules(config);
}

// Nobody's children are looked up by it here.
ingest::CitizenKey NoKey() {
  return ingest::CitizenKey(std::array<uint8_t, ingest::CitizenKey::kBytes>{});
}

absl::Status DoesNotCompile(const absl::Status& why) {
  return absl::InvalidArgumentError(
      absl::StrCat("reglerne kan ikke bruges, intet er ændret / the rules "
                   "cannot be used, nothing was changed: ",
                   std::string(why.message())));
}

Answer Says(std::string text) {
  Printout printout;
  printout.text = std::move(text);
  return printout;
}

// A bar on a terminal, nothing elsewhere.
class Bar {
 public:
  ~Bar() {
    if (shown_) std::cerr << "\r\x1b[K";
  }
  void Show(int64_t done, int64_t about) {
    const absl::Time now = absl::Now();
    if (!people_ || now - last_ < kBarEvery) return;
    last_ = now;
    shown_ = true;
    std::cerr << ProgressLine("dømt igen / judged again", done,
                              std::max(done, about))
              << std::flush;
  }

 private:
  const bool people_ = isatty(STDERR_FILENO) != 0;
  absl::Time last_ = absl::Now();
  bool shown_ = false;
};

// "LTT.json, skoler.json; KLE: kle.textproto"
std::vector<std::string> FileNames(const RuleEdition& edition) {
  std::vector<std::string> names;
  for (const store::RuleFile& file : edition.terminology) {
    names.push_back(file.name);
  }
  if (edition.kle) names.push_back("KLE: " + edition.kle->name);
  return names;
}

}  // namespace

Answer RuleCommands::Try(const RuleArguments& arguments) {
  auto since = ParseOperatorTime(arguments.since);
  if (!since.ok()) return since.status();
  auto own = OwnSources(arguments);
  if (!own.ok()) return own.status();
  auto edition = ReadEdition(arguments);
  if (!edition.ok()) return edition.status();
  edition->name = "new";
  auto next = CompileBook(Over(*own, *std::move(edition)), NoKey());
  if (!next.ok()) return DoesNotCompile(next.status());
  auto in_use = RuleEditions(&session_.pool).LoadInUse();
  if (!in_use.ok()) return in_use.status();
  auto now =
      CompileBook(Over(*std::move(own), std::move(in_use->edition)), NoKey());
  if (!now.ok()) return DoesNotCompile(now.status());
  store::Registry registry(&session_.pool);
  auto snapshot = RegistryAdapter(registry).Load();
  if (!snapshot.ok()) return snapshot.status();
  RuleTrial trial(
      session_.pool,
      std::make_shared<const access::AccessBook>(*std::move(snapshot)),
      *std::move(now), *std::move(next));
  absl::StatusOr<TrialResult> result = TrialResult();
  {
    Bar bar;
    result = trial.Run(
        {*since, arguments.municipality, arguments.examples},
        [&bar](int64_t done, int64_t about) { bar.Show(done, about); });
  }
  if (!result.ok()) return result.status();
  return Says(ShowTrial(*result, session_.output));
}

Answer RuleCommands::Use(const RuleArguments& arguments) {
  RuleEditions editions(&session_.pool);
  auto own = OwnSources(arguments);
  if (!own.ok()) return own.status();
  RuleEdition edition;
  if (arguments.edition > 0) {
    auto kept = editions.Load(arguments.edition);
    if (!kept.ok()) return kept.status();
    edition = *std::move(kept);
  } else if (arguments.edition < 0) {
    auto read = ReadEdition(arguments);
    if (!read.ok()) return read.status();
    edition = *std::move(read);
    if (edition.terminology.empty() && !edition.kle) {
      return absl::InvalidArgumentError(
          "angiv --terminology, --kle-rules eller --edition / give "
          "--terminology, --kle-rules or --edition");
    }
  }
  auto compiled = CompileBook(Over(*std::move(own), edition), NoKey());
  if (!compiled.ok()) return DoesNotCompile(compiled.status());
  int32_t number = arguments.edition;
  if (number < 0) {
    auto taken = editions.Take(session_.actor, arguments.reason,
                               edition.terminology, edition.kle);
    if (!taken.ok()) return taken.status();
    number = *taken;
  } else {
    absl::Status used = editions.Use(session_.actor, arguments.reason, number);
    if (!used.ok()) return used;
  }
  Table table({"edition", "name"});
  table.Add({{absl::StrCat(number)},
             {number == 0 ? "-" : absl::StrCat("r", number)}});
  return Rows(std::move(table));
}

Answer RuleCommands::List() {
  auto list = RuleEditions(&session_.pool).List();
  if (!list.ok()) return list.status();
  Table table({"edition", "name", "in_use", "made", "made_by", "used",
               "used_by", "reason", "files[]"});
  for (const store::RuleEditionRow& row : *list) {
    const RuleEdition& edition = row.edition;
    const bool none = edition.number == 0;
    table.Add({{absl::StrCat(edition.number)},
               {none ? "-" : edition.name},
               {row.in_use ? "ja" : "nej"},
               {none ? "" : DanishTime(edition.made_at)},
               {edition.made_by},
               {row.used_at ? DanishTime(*row.used_at) : ""},
               {row.used_by},
               {none ? row.use_reason : edition.reason},
               FileNames(edition)});
  }
  return Rows(std::move(table));
}

Answer RuleCommands::Show(const RuleArguments& arguments) {
  auto edition = RuleEditions(&session_.pool).Load(arguments.edition);
  if (!edition.ok()) return edition.status();
  std::vector<store::RuleFile> files = edition->terminology;
  if (edition->kle) files.push_back(*edition->kle);
  if (!arguments.file.empty()) {
    for (store::RuleFile& file : files) {
      if (file.name == arguments.file) {
        return Says(std::move(file.text));
      }
    }
    return absl::NotFoundError(
        "udgaven har ingen sådan fil / the edition has no such file");
  }
  Table table(
      {"edition", "name", "made", "made_by", "reason", "file", "octets"});
  for (const store::RuleFile& file : files) {
    table.Add({{absl::StrCat(edition->number)},
               {edition->name},
               {DanishTime(edition->made_at)},
               {edition->made_by},
               {edition->reason},
               {file.name},
               {absl::StrCat(file.text.size())}});
  }
  return Rows(std::move(table));
}

}  // namespace trivsel::gateway::ctl
