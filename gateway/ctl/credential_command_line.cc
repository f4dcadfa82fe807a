// "trivselctl credential …" and "trivselctl operator …" on the command line.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/credential_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  std::string name, file, label, fingerprint, active;
  std::vector<std::string> roles, municipalities;
};
using WordsPtr = std::shared_ptr<Words>;

constexpr char kFileHelp[] =
    "Certifikat eller offentlig nøgle: PEM, DER, også med BOM eller i UTF-16 / "
    "certificate or public key: PEM, DER, also with a BOM or in UTF-16";

void AddFile(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("--cert,--key,--file", words->file, kFileHelp)->required();
  sub->add_option("--label", words->label, "Til mennesker / for people");
}

CLI::App* Named(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("name,--name", words->name, "Navn / name")->required();
  return sub;
}

void AddOperatorChanges(CLI::App* family, const WordsPtr& words,
                        Command* command) {
  CLI::App* add = Named(
      Sub(family, "add",
          "Tilføj, eller giv den med samme navn disse roller / add, or give "
          "the one of that name these roles",
          command,
          [words](Session& s) {
            return Plain(CredentialCommands(s).PutOperator(
                words->name, words->roles, words->municipalities));
          }),
      words);
  add->add_option("--role", words->roles,
                  "Rolle, kan gentages / role, repeatable: reader, "
                  "operator, delivery_manager, registrar")
      ->allow_extra_args(false)
      ->required()
      ->check(CLI::IsMember(store::OperatorRoles()));
  add->add_option("--municipality", words->municipalities,
                  "CVR: kun denne kommunes indberetninger, kan gentages; uden: "
                  "alles / this municipality's reports only, repeatable; "
                  "without: everybody's")
      ->allow_extra_args(false);
  CLI::App* set =
      Named(Sub(family, "set",
                "Tag i brug eller ud af brug / put into or out of use", command,
                [words](Session& s) {
                  return Plain(CredentialCommands(s).SetOperatorActive(
                      words->name, words->active == "yes"));
                }),
            words);
  set->add_option("--active", words->active, "yes|no")
      ->required()
      ->check(CLI::IsMember({"yes", "no"}));
  Named(Sub(family, "remove",
            "Fjern, med certifikater / remove, with certificates", command,
            [words](Session& s) {
              return Plain(CredentialCommands(s).RemoveOperator(words->name));
            }),
        words);
}

}  // namespace

void AddCredential(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "credential",
      "Fagsystemernes certifikater og nøgler / certificates and keys of the "
      "submitters");
  family->require_subcommand(1);
  CLI::App* add = Sub(family, "add",
                      "Registrér filens certifikater og nøgler / register the "
                      "file's certificates and keys",
                      command, [words](Session& s) {
                        return Rows(CredentialCommands(s).Add(
                            store::CredentialOwner::kSubmitter, words->name,
                            words->file, words->label));
                      });
  add->add_option("--submitter", words->name, "Fagsystem / vendor system")
      ->required();
  AddFile(add, words);
  CLI::App* remove =
      Sub(family, "remove", "Tilbagekald for altid / revoke for good", command,
          [words](Session& s) {
            return Plain(CredentialCommands(s).Remove(words->fingerprint));
          });
  remove
      ->add_option("fingerprint,--fingerprint", words->fingerprint,
                   "SHA-256, 64 hex")
      ->required();
  CLI::App* list =
      Sub(family, "list", "Vis / show", command, [words](Session& s) {
        return Rows(CredentialCommands(s).List(words->name));
      });
  list->add_option("--submitter,--operator", words->name,
                   "Kun dette / only this one's");
  AddJson(family, json);
}

void AddOperator(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "operator",
      "Operatører, registratorer og andre, der bruger gatewayen med et "
      "certifikat / operators, registrars and others who use the gateway with "
      "a certificate");
  family->require_subcommand(1);
  AddOperatorChanges(family, words, command);
  Sub(family, "list", "Vis alle / show all", command,
      [](Session& s) { return Rows(CredentialCommands(s).ListOperators()); });
  CLI::App* credential =
      Named(Sub(family, "credential",
                "Registrér et certifikat / register a certificate", command,
                [words](Session& s) {
                  return Rows(CredentialCommands(s).Add(
                      store::CredentialOwner::kOperator, words->name,
                      words->file, words->label));
                }),
            words);
  AddFile(credential, words);
  AddJson(family, json);
}

}  // namespace trivsel::gateway::ctl
