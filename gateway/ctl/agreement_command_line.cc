// "trivselctl agreement …" on the command line.
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/ctl/agreement_commands.h"
#include "gateway/ctl/command_line.h"
#include "gateway/ctl/onboarding_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  AgreementArguments agreement;
  int64_t id = 0;
  std::string last_day;
  int days = 60;
};
using WordsPtr = std::shared_ptr<Words>;

constexpr char kFooter[] =
    R"(Dokumentet selv gemmes ikke, kun reference, dato og SHA-256. Det sted, hvor
kommunerne underskriver, sletter et dokument ti dage efter underskriften: læg
det i arkivet inden, og skriv det her.

The document itself is not kept, only its reference, date and SHA-256. Where the
municipalities sign, a document is deleted ten days after it was signed: archive
it before, and say so here.

Eksempler / examples:
  trivselctl agreement add --municipality 11111111 --kind connection \
      --reference 2026-117 --signed 2026-11-20 --document aftale.pdf
  trivselctl agreement archive 7 --document aftale.pdf
  trivselctl agreement end 7 --on 2027-12-31
  trivselctl agreement warnings)";

void AddDocument(CLI::App* sub, const WordsPtr& words) {
  auto* document =
      sub->add_option("--document", words->agreement.document,
                      "Det underskrevne dokument; kun dets SHA-256 gemmes / "
                      "the signed document; only its SHA-256 is kept");
  sub->add_option("--sha256", words->agreement.sha256,
                  "Eller dets SHA-256, 64 hex / or its SHA-256")
      ->excludes(document);
}

void AddAdd(CLI::App* family, const WordsPtr& words, Command* command) {
  AgreementArguments& a = words->agreement;
  CLI::App* add = Sub(
      family, "add",
      "Registrér en underskrevet aftale, eller ret den med samme reference / "
      "register a signed agreement, or correct the one of that reference",
      command, [words](Session& s) {
        return Rows(AgreementCommands(s).Add(words->agreement));
      });
  add->add_option("--municipality", a.cvr, "CVR")->required();
  add->add_option("--kind", a.kind,
                  "connection (tilslutning) | data-processing (databehandler)")
      ->required()
      ->check(CLI::IsMember({"connection", "tilslutning", "data-processing",
                             "data_processing", "databehandler"}));
  add->add_option("--reference", a.reference,
                  "Underskriftsystemets reference / the signature system's "
                  "reference")
      ->required();
  add->add_option("--signed", a.signed_on,
                  "Dagen for underskriften / day of the signature")
      ->required();
  AddDocument(add, words);
  add->add_option("--from", a.from, "Gælder fra / valid from: 2027-01-01");
  add->add_option("--until", a.until,
                  "Sidste dag / last day: 2027-12-31; uden: åben / without: "
                  "open");
  add->add_flag("--archived", a.archived,
                "Ligger allerede i arkivet / is in the archive already");
}

void AddId(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("agreement,--agreement", words->id,
                  "Aftalens nummer / the agreement's number")
      ->required()
      ->check(CLI::PositiveNumber);
}

}  // namespace

void AddAgreement(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "agreement",
      "Kommunernes tilslutnings- og databehandleraftaler / the "
      "municipalities' connection and data processing agreements");
  family->require_subcommand(1);
  family->footer(kFooter);
  AddAdd(family, words, command);
  CLI::App* end =
      Sub(family, "end", "Sig, hvornår den slutter / say when it ends", command,
          [words](Session& s) {
            return Plain(AgreementCommands(s).End(words->id, words->last_day));
          });
  AddId(end, words);
  end->add_option("--on", words->last_day, "Sidste dag / last day")->required();
  CLI::App* archive =
      Sub(family, "archive", "Den ligger i arkivet / it is in the archive",
          command, [words](Session& s) {
            return Plain(AgreementCommands(s).Archive(
                words->id, words->agreement.document, words->agreement.sha256));
          });
  AddId(archive, words);
  AddDocument(archive, words);
  CLI::App* list =
      Sub(family, "list", "Vis / show", command, [words](Session& s) {
        return Rows(AgreementCommands(s).List(words->agreement.cvr));
      });
  list->add_option("--municipality", words->agreement.cvr,
                   "Kun denne / only this one's");
  CLI::App* warnings =
      Sub(family, "warnings",
          "Hvad der udløber eller mangler i arkivet; slutkode 1, hvis der er "
          "noget / what ends or is not archived; exit code 1 if there is any",
          command, [words](Session& s) {
            return OnboardingCommands(s).Warnings(words->days, true);
          });
  warnings->add_option("--days", words->days, "Så mange dage frem / ahead")
      ->capture_default_str()
      ->check(CLI::Range(1, 3650));
  AddJson(family, json);
}

}  // namespace trivsel::gateway::ctl
