// token, doctor: getting in, and finding out why one does not.
#include "client-sdk/cli/line/choices.h"
#include "client-sdk/cli/line/command_line.h"

namespace trivsel::cli::line {
namespace {

void AddInspect(CLI::App* token, InspectArguments* arguments) {
  CLI::App* inspect = AddCommand(
      token, "inspect",
      "Forklar et token; intet sendes nogen steder hen / explain a token; "
      "nothing is sent anywhere",
      "  trivsel token inspect token.jwt\n"
      "  trivsel token inspect --cert me.pem --issuer-cert ADG_2.pem "
      "--audience http://example.dk/service/x/1 token.jwt\n"
      "  trivsel token inspect --at 2026-03-01T08:00:00Z assertion.xml\n"
      "\n"
      "Et JWT, en SAML-assertion eller STS'ens JSON-svar. Hverken tokenet "
      "eller dets signatur vises. Slutkode: 0 i orden, 1 fejl i tokenet, 2 "
      "ulæselig fil. / A JWT, a SAML assertion or the STS's JSON answer. "
      "Neither the token nor its signature is shown. Exit code: 0 good, 1 "
      "faults, 2 unreadable file.");
  inspect->add_option("file", arguments->file, "Token / token")
      ->required()
      ->type_name("FILE|-");
  const auto add = [&](const char* flag, std::vector<std::string>* values,
                       const char* help, const char* type) {
    inspect->add_option(flag, *values, help)
        ->type_name(type)
        ->allow_extra_args(false);
  };
  add("--issuer-cert", &arguments->issuer_certs,
      "Udstederens signeringscertifikat: signaturen kontrolleres; kan gentages "
      "/ signing certificate of the issuer: the signature is checked; "
      "repeatable",
      "FILE");
  add("--issuer", &arguments->issuers,
      "Forventet udsteder; kan gentages / expected issuer; repeatable",
      "ENTITYID");
  add("--audience", &arguments->audiences,
      "Gatewayens entityID hos STS'en; kan gentages / the gateway's entityID "
      "at the STS; repeatable",
      "ENTITYID");
  add("--role", &arguments->roles,
      "Rollen, der giver ret til at indberette; kan gentages / the role that "
      "allows reporting; repeatable",
      "URI");
  inspect
      ->add_option("--at", arguments->at,
                   "Bedøm på dette tidspunkt / judge at this time")
      ->type_name("TIME");
}

void AddGet(CLI::App* token, GetTokenArguments* arguments) {
  CLI::App* get = AddCommand(
      token, "get", "Hent et token hos STS'en / fetch a token from the STS",
      "  trivsel token get --sts https://sts.example.dk/runtime/api/rest/oauth"
      "/v1/issue --sts-service http://example.dk/service/x/1 --municipality "
      "11111111 --cert me.pem --key me.key --out token.jwt");
  get->add_option("--out", arguments->out,
                  "Fil, kun læsbar for dig / file, readable by you alone")
      ->type_name("FILE");
}

void AddExchange(CLI::App* token, ExchangeArguments* arguments) {
  CLI::App* exchange = AddCommand(
      token, "exchange",
      "Ombyt en SAML-assertion ved gatewayens token-endpoint / exchange a SAML "
      "assertion at the gateway's token endpoint",
      "  trivsel token exchange --token-endpoint https://gw.example.dk:8443/"
      "token --cert me.pem --key me.key --saml assertion.xml --out token.jwt\n"
      "  trivsel token exchange … --client-id eoj --client-key me.key\n"
      "\n"
      "Med --client-id: OAuth 2.0 token exchange (RFC 8693) med client "
      "assertion. Uden: OIO IDWS REST (saml-token). / With --client-id: OAuth "
      "2.0 token exchange (RFC 8693) with a client assertion. Without: OIO "
      "IDWS REST (saml-token).");
  exchange
      ->add_option("--token-endpoint", arguments->endpoint,
                   "Endpointets adresse / its address")
      ->required()
      ->type_name("URL");
  exchange
      ->add_option("--saml", arguments->saml_file,
                   "STS'ens assertion / the STS's assertion")
      ->required()
      ->type_name("FILE|-");
  CLI::Option* id = exchange->add_option(
      "--client-id", arguments->client_id,
      "client_id, som registratoren har oprettet / as the registrar made it");
  exchange
      ->add_option("--client-key", arguments->client_key_file,
                   "Nøgle til client assertion; ellers --key / key of the "
                   "client assertion; otherwise --key")
      ->type_name("PEM")
      ->needs(id);
  exchange
      ->add_option("--assertion-audience", arguments->assertion_audience,
                   "aud i client assertion; ellers endpointets adresse / aud "
                   "of the client assertion; otherwise the endpoint's address")
      ->type_name("URL")
      ->needs(id);
  exchange
      ->add_option("--subject-issuer", arguments->subject_issuer,
                   "Hvem udstedte assertionen / who issued the assertion")
      ->needs(id)
      ->capture_default_str();
  exchange
      ->add_option("--out", arguments->out,
                   "Fil, kun læsbar for dig / file, readable by you alone")
      ->type_name("FILE");
}

}  // namespace

void AddAccessCommands(CLI::App* app, CommandLine* line) {
  CLI::App* token = AddCommand(
      app, "token",
      "Hent, ombyt eller forklar et token / fetch, exchange or explain a token",
      "  trivsel token inspect token.jwt\n"
      "  trivsel token get --out token.jwt\n"
      "  trivsel token exchange --help");
  token->require_subcommand(1);
  AddInspect(token, &line->inspect);
  AddGet(token, &line->get_token);
  AddExchange(token, &line->exchange);
  CLI::App* doctor = AddCommand(
      app, "doctor",
      "Gå opsætningen efter trin for trin / check the set-up step by step",
      "  trivsel doctor --gateway gw.example.dk:7443 --cert me.pem --key "
      "me.key --ca ca.pem --token-file token.jwt --sor 451000016003\n"
      "  trivsel doctor --report report.json --output=json\n"
      "\n"
      "Stopper ved det første trin, der fejler. Den sidste prøve sender en "
      "rapport til bedømmelse; intet gemmes. Slutkode: 0 alt vel, 1 noget "
      "fejler, 2 forkert brug, 3 gatewayen kan ikke nås. / Stops at the first "
      "step that fails. The last one has a report judged; nothing is stored. "
      "Exit code: 0 all well, 1 something fails, 2 wrong usage, 3 gateway "
      "unreachable.");
  CLI::Option* report =
      doctor
          ->add_option("--report", line->doctor.report_file,
                       "Rapporten, der prøves / the report that is tried")
          ->type_name("FILE");
  doctor
      ->add_option("--sor", line->doctor.sor,
                   "Kommunens SOR-kode: en rapport laves og prøves / SOR code "
                   "of the municipality: a report is made up and tried")
      ->type_name("SOR")
      ->excludes(report);
  doctor
      ->add_option("--time-limit", line->doctor.limit_seconds,
                   "Tid til det hele / time for all of it")
      ->type_name("SECONDS")
      ->check(CLI::Range(1.0, 3600.0))
      ->capture_default_str();
}

}  // namespace trivsel::cli::line
