// "trivselctl municipality …" on the command line.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/onboarding_commands.h"
#include "gateway/ctl/registry_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  std::string cvr, name;
  std::vector<std::string> sor;
  store::ContactRow contact;
  bool remove = false;
};
using WordsPtr = std::shared_ptr<Words>;

constexpr char kContactFooter[] = R"(Roller / roles: it, data_protection
(databeskyttelse), professional (fagligt ansvarlig).

Eksempler / examples:
  trivselctl municipality contact 11111111 --role it --name "It-afdelingen" \
      --email it@korsbaek.example
  trivselctl municipality contact 11111111 --role it --remove)";

void AddCvr(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("cvr,--cvr", words->cvr, "CVR, 8 cifre / digits")->required();
}

void AddSor(CLI::App* sub, const WordsPtr& words, const char* help,
            bool required) {
  sub->add_option("--sor", words->sor, help)
      ->allow_extra_args(false)
      ->required(required);
}

void AddChanges(CLI::App* family, const WordsPtr& words, Command* command) {
  CLI::App* add = Sub(family, "add",
                      "Tilføj, eller ret den med samme CVR / add, or change "
                      "the one of that CVR",
                      command, [words](Session& s) {
                        return Plain(RegistryCommands(s).AddMunicipality(
                            {0, words->cvr, words->name, words->sor}));
                      });
  AddCvr(add, words);
  add->add_option("name,--name", words->name, "Navn / name")->required();
  AddSor(add, words, "SOR-kode, kan gentages / SOR code, repeatable", true);
  CLI::App* set = Sub(family, "set", "Ret, eller tilføj / change, or add",
                      command, [words](Session& s) {
                        std::optional<std::string> name;
                        if (!words->name.empty()) name = words->name;
                        return Plain(RegistryCommands(s).SetMunicipality(
                            words->cvr, name, words->sor));
                      });
  AddCvr(set, words);
  set->add_option("--name", words->name, "Nyt navn / new name");
  AddSor(set, words,
         "SOR-kode i stedet for dem, der er, kan gentages / SOR code instead "
         "of those there are, repeatable",
         false);
  AddCvr(Sub(family, "remove", "Fjern / remove", command,
             [words](Session& s) {
               return Plain(RegistryCommands(s).RemoveMunicipality(words->cvr));
             }),
         words);
}

void AddContact(CLI::App* family, const WordsPtr& words, Command* command) {
  CLI::App* contact = Sub(
      family, "contact", "Hvem der udfylder en rolle / who fills a role",
      command, [words](Session& s) {
        RegistryCommands commands(s);
        store::ContactRow row = words->contact;
        row.cvr = words->cvr;
        return Plain(words->remove ? commands.RemoveContact(row.cvr, row.role)
                                   : commands.PutContact(row));
      });
  AddCvr(contact, words);
  contact->add_option("--role", words->contact.role, "Rolle / role")
      ->required()
      ->check(CLI::IsMember(store::ContactRoles()));
  contact->add_option("--name", words->contact.name, "Navn / name");
  contact->add_option("--organisation", words->contact.organisation,
                      "Organisation");
  contact->add_option("--email", words->contact.email, "E-mail");
  contact->add_flag("--remove", words->remove,
                    "Ingen udfylder den længere / nobody fills it any more");
  contact->footer(kContactFooter);
}

}  // namespace

void AddMunicipality(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "municipality",
      "Kommuner, som rapporter handler om / municipalities that reports are "
      "about");
  family->require_subcommand(1);
  AddChanges(family, words, command);
  Sub(family, "list", "Vis alle / show all", command, [](Session& s) {
    return Rows(RegistryCommands(s).ListMunicipalities());
  });
  AddCvr(Sub(family, "show", "Alt om én / all about one", command,
             [words](Session& s) {
               return Rows(RegistryCommands(s).ShowMunicipality(words->cvr));
             }),
         words);
  AddContact(family, words, command);
  AddCvr(Sub(family, "checklist",
             "Hvad der mangler, og hvis opgave det er / what is missing, and "
             "whose task it is",
             command,
             [words](Session& s) {
               return OnboardingCommands(s).Show(words->cvr);
             }),
         words);
  AddJson(family, json);
}

}  // namespace trivsel::gateway::ctl
