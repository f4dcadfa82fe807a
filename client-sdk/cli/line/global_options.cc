// Options of every command: how results are shown, and how the gateway is
// reached.
#include "client-sdk/cli/line/choices.h"
#include "client-sdk/cli/line/command_line.h"

namespace trivsel::cli::line {
namespace {

const std::map<std::string, Output> kOutputs = {{"text", Output::kText},
                                                {"json", Output::kJson},
                                                {"table", Output::kTable}};
const std::map<std::string, Language> kLanguages = {{"both", Language::kBoth},
                                                    {"da", Language::kDanish},
                                                    {"en", Language::kEnglish}};

void AddGatewayOptions(CLI::App* app, GatewayArguments* gateway) {
  const auto group = app->add_option_group("Gateway");
  group->add_option("--gateway", gateway->endpoint, "Adresse / address")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  group
      ->add_option("--cert", gateway->certificate_file,
                   "Klientcertifikat / client certificate")
      ->type_name("PEM");
  group->add_option("--key", gateway->key_file, "Certifikatets nøgle / its key")
      ->type_name("PEM");
  group
      ->add_option("--ca", gateway->ca_file,
                   "Udsteder af gatewayens certifikat / authority of the "
                   "gateway's certificate")
      ->type_name("PEM");
  group->add_flag("--insecure", gateway->insecure,
                  "Uden TLS, kun loopback / no TLS, loopback only");
  group
      ->add_option("--timeout", gateway->timeout_seconds,
                   "Tid til et kald med gentagelser / time for a call with "
                   "its retries")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
}

// Where the token comes from, if the gateway asks for one.
void AddTokenOptions(CLI::App* app, GatewayArguments* gateway) {
  const auto group = app->add_option_group("Token");
  group
      ->add_option("--token-file", gateway->token_file,
                   "Fil med tokenet, læses igen når den ændres / file with the "
                   "token, read again when it changes")
      ->type_name("FILE");
  group
      ->add_option("--sts", gateway->sts_url,
                   "STS'ens adresse for JWT; tokenet hentes dér med --cert og "
                   "--key / address of the STS for JWTs; the token is fetched "
                   "there with --cert and --key")
      ->type_name("URL");
  group
      ->add_option("--sts-service", gateway->sts_service,
                   "Gatewayens entityID hos STS'en / the gateway's entityID at "
                   "the STS")
      ->type_name("ENTITYID");
  group
      ->add_option("--municipality", gateway->municipality,
                   "Kommunen, der indberettes for / the municipality reported "
                   "for")
      ->type_name("CVR");
  group
      ->add_option("--sts-ca", gateway->sts_ca_file,
                   "Udsteder af STS'ens certifikat; ellers maskinens / "
                   "authority of the STS's certificate; otherwise the "
                   "machine's")
      ->type_name("PEM");
}

}  // namespace

void AddGlobals(CLI::App* app, CommandLine* line) {
  AddChoice(app, "--output", &line->view.output, kOutputs,
            "Uddata / output (text); table: for status");
  AddChoice(app, "--lang", &line->view.language, kLanguages,
            "Sprog / language (both)");
  app->add_option("--help-url", line->view.help_url,
                  "Siden, der forklarer fundenes koder; ellers gatewayens egen "
                  "/ the page that explains finding codes; otherwise the "
                  "gateway's own")
      ->type_name("URL");
  AddGatewayOptions(app, &line->gateway);
  AddTokenOptions(app, &line->gateway);
}

CLI::App* AddCommand(CLI::App* app, const std::string& name,
                     const std::string& help, const std::string& examples) {
  CLI::App* command = app->add_subcommand(name, help);
  command->footer("Eksempler / examples:\n" + examples);
  // Global options may also stand after the command.
  command->fallthrough();
  return command;
}

}  // namespace trivsel::cli::line
