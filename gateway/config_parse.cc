// The command line of trivsel-gateway. A file of its own: the header of the
// parser is slow to compile.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include "gateway/config.h"
#include "gateway/data_folder.h"

namespace trivsel::gateway {
namespace {

using telemetry::LogLevel;

constexpr char kDescription[] =
    "trivsel-gateway: tager imod indberetninger, validerer dem, gemmer dem og "
    "leverer dem videre.\n"
    "Takes reports in, validates them, stores them and delivers them onward.\n"
    "\n"
    "Med kun TLS-filerne kører den med sin egen database i datamappen.\n"
    "With nothing but the TLS files it runs its own database in its data "
    "folder.";

constexpr char kFooter[] = R"(
Alle indstillinger kan også stå i en fil (--config, TOML: tls-cert = "…") eller
i miljøet (TRIVSEL_TLS_CERT). Kommandolinjen vinder, så miljøet, så filen.
All options can also stand in a file (--config, TOML) or in the environment
(TRIVSEL_TLS_CERT). The command line wins, then the environment, then the file.

Eksempler / examples:
  trivsel-gateway --tls-cert server.pem --tls-key server.key \
      --tls-client-ca klienter-ca.pem --access-policy adgang.textproto \
      --destination-url https://modtager.dk/ltt
  trivsel-gateway --insecure --insecure-submitter "Fagsystem A/S" \
      --listen 127.0.0.1:7443 --data /tmp/trivsel

Signaler / signals: SIGTERM, SIGINT: svarer alle, der venter, og slutter med 0 /
answers all who wait and exits 0; en gang til / once more: stopper straks med
1 / stops at once with 1.)";

CLI::Option* Named(CLI::App& app, const std::string& name, std::string& target,
                   const std::string& help) {
  std::string variable = "TRIVSEL_";
  for (char c : name) {
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(c));
  }
  return app.add_option("--" + name, target, help)
      ->envname(variable)
      ->capture_default_str();
}

template <typename Number>
void Count(CLI::App& app, const std::string& name, Number& target, Number low,
           Number high, const std::string& help) {
  std::string variable = "TRIVSEL_";
  for (char c : name) {
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(c));
  }
  app.add_option("--" + name, target, help)
      ->envname(variable)
      ->check(CLI::Range(low, high))
      ->capture_default_str();
}

void AddStore(CLI::App& app, Config* c) {
  Named(app, "data", c->data, "Datamappe / data folder")
      ->group("Lager / store");
  Named(app, "database", c->database,
        "postgresql://… i stedet for egen database / instead of its own")
      ->group("Lager / store");
  Named(app, "database-user", c->database_user,
        "Bruger for egen database, når vi er root / its user when we are root")
      ->group("Lager / store");
  Named(app, "keep-content", c->keep_content,
        "Så længe gemmes rapporters indhold efter månedens udgang: 13m, 400d; "
        "uden: for altid / how long the content of reports is kept after the "
        "end of its month; without: for ever")
      ->group("Lager / store");
}

void AddDoor(CLI::App& app, Config* c) {
  const char* group = "Dør / door";
  Named(app, "listen", c->listen, "gRPC-adresse / address; port 0: en ledig")
      ->group(group);
  Named(app, "tls-cert", c->tls_cert, "Servercertifikat, PEM")->group(group);
  Named(app, "tls-key", c->tls_key, "Dets nøgle / its key, PEM")->group(group);
  Named(app, "tls-client-ca", c->tls_client_ca,
        "CA for klientcertifikater / of client certificates, PEM")
      ->group(group);
  app.add_flag("--insecure", c->insecure,
               "Uden TLS, kun på loopback / without TLS, on loopback only")
      ->group(group);
  Named(app, "insecure-submitter", c->insecure_submitter,
        "Hvem alle så er / who everybody is then")
      ->group(group);
  Named(app, "metrics-listen", c->metrics_listen,
        "Prometheus; tom: ingen / empty: none")
      ->group(group);
  Named(app, "ready-file", c->ready_file,
        "Skrives, når den er klar: adresser / written when it serves")
      ->group(group);
}

void AddAccess(CLI::App& app, Config* c) {
  const char* group = "Adgang / access";
  Named(app, "access-policy", c->access_policy,
        "Hvis tokens der stoles på: fil, textproto (access_policy.proto) / "
        "whose tokens are trusted: file")
      ->group(group);
  app.add_flag(
         "--certificate-login", c->certificate_login,
         "Et registreret klientcertifikat er nok, uden token: til "
         "sandkasser og små installationer / a registered client "
         "certificate is enough, without a token: for sandboxes and small "
         "installations")
      ->envname("TRIVSEL_CERTIFICATE_LOGIN")
      ->group(group);
  Named(app, "help-url", c->help_url,
        "Siden, som afvisninger henviser til; tom: HTTPS-dørens egen / the "
        "page that refusals link to; empty: the HTTPS door's own")
      ->group(group);
}

void AddHttps(CLI::App& app, Config* c) {
  const char* group = "HTTPS: token-endpoint, hjælp, login / and help, login";
  HttpsConfig* h = &c->https;
  Named(app, "login-policy", c->login_policy,
        "Hvordan folk logger ind i konsollen: fil (login_policy.proto); tom: "
        "ingen / how people log into the console; empty: nobody")
      ->group(group);
  Named(app, "https-listen", h->listen,
        "Adresse, fx 0.0.0.0:8443; tom: ingen / address; empty: none")
      ->group(group);
  Named(app, "https-cert", h->cert,
        "Servercertifikat, PEM; tom: --tls-cert / empty: --tls-cert")
      ->group(group);
  Named(app, "https-key", h->key, "Dets nøgle / its key, PEM")->group(group);
  Named(app, "https-url", h->url,
        "Som klienter ser den: https://gateway.eksempel.dk:8443; tom: efter "
        "certifikatets navn / as clients see it; empty: by the certificate's "
        "name")
      ->group(group);
}

void AddRules(CLI::App& app, Config* c) {
  const char* group = "Regler / rules";
  app.add_option_function<std::string>(
         "--strictness",
         [c](const std::string& value) { c->strict = value == "guide"; },
         "profile: vejledningens prosa giver advarsler; guide: fejl / the "
         "guide's prose gives warnings or errors")
      ->check(CLI::IsMember({"profile", "guide"}))
      ->envname("TRIVSEL_STRICTNESS")
      ->default_str("profile")
      ->group(group);
  app.add_option("--terminology", c->terminology,
                 "FHIR CodeSystem/ValueSet (JSON) eller textproto i stedet for "
                 "de indbyggede af samme URL, kan gentages / instead of the "
                 "built-in ones of that URL, repeatable")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->envname("TRIVSEL_TERMINOLOGY")
      ->group(group);
  Named(app, "kle-rules", c->kle_rules,
        "KLE-regeltabel, textproto / KLE rule table")
      ->group(group);
  Named(app, "kle-facet", c->kle_facet,
        "KLE-facet i stedet for tabellens / instead of the table's")
      ->group(group);
}

void AddDestination(CLI::App& app, DestinationConfig* d) {
  const char* group = "Modtager / destination";
  Named(app, "destination-name", d->name, "Navn / name")->group(group);
  Named(app, "destination-url", d->url,
        "https://…; uden: rapporter venter / without: reports wait")
      ->group(group);
  Named(app, "destination-cert", d->cert, "Klientcertifikat, PEM")
      ->group(group);
  Named(app, "destination-key", d->key, "Dets nøgle / its key, PEM")
      ->group(group);
  Named(app, "destination-ca", d->ca, "Modtagerens CA / the receiver's CA")
      ->group(group);
  Count(app, "destination-timeout", d->timeout_seconds, 1, 600,
        "Sekunder pr. forsendelse / seconds a send");
  Count(app, "destination-senders", d->senders, 1, 64,
        "Forsendelser ad gangen / sends at a time");
  Count(app, "lane-lease-ms", d->lane_lease_ms, 500, 600'000,
        "Så længe beholder en død gateway sine baner / how long a dead gateway "
        "keeps its lanes");
  Count(app, "destination-batch-reports", d->batch_reports, 1, 1000,
        "Rapporter i en leverance / reports in a batch");
  Count<int64_t>(app, "destination-batch-bytes", d->batch_bytes, 64 << 10,
                 32 << 20, "Oktetter i en leverance / octets in a batch");
  Count(app, "destination-linger-ms", d->linger_ms, 0, 60'000,
        "Millisekunder mellem små leverancer i en bane / between small batches "
        "of a lane");
  Count(app, "destination-give-up-unanswered", d->give_up_unanswered, 1, 1000,
        "Ufuldstændige svar, før en ubesvaret rapport går til operatørerne / "
        "incomplete answers before an unanswered report is the operators'");
  Count(
      app, "destination-give-up-refused", d->give_up_refused, 1, 1000,
      "Afvisninger af en hel leverance, før den deles op / refusals of a whole "
      "batch before it is broken up");
}

void AddLimits(CLI::App& app, Config* c) {
  Count<int64_t>(app, "max-in-flight-bytes", c->max_in_flight_bytes, 1 << 20,
                 int64_t{16} << 30, "Oktetter undervejs / octets in flight");
  Count<int64_t>(app, "max-in-flight-reports", c->max_in_flight_reports, 1,
                 10'000'000, "Rapporter undervejs / reports in flight");
  Count(app, "submitter-reports-per-second", c->submitter_reports_per_second, 0,
        1'000'000,
        "Rapporter i sekundet pr. fagsystem; 0: ingen grænse / reports a "
        "second of a submitter; 0: no limit");
  Count(app, "submitter-concurrent-calls", c->submitter_concurrent_calls, 0,
        1'000'000,
        "Kald i gang pr. fagsystem; 0: ingen grænse / calls under way of a "
        "submitter; 0: no limit");
  Count(app, "submitter-message-bytes", c->submitter_message_bytes, 0,
        4 * 1024 * 1024,
        "Oktetter i et kald fra et fagsystem; 0: gatewayens 4 MiB / octets in "
        "a call of a submitter; 0: the gateway's 4 MiB");
  Count(app, "committers", c->committers, 1, 16,
        "Forbindelser, der gemmer / connections that store");
  Count(app, "drain-seconds", c->drain_seconds, 0, 300,
        "Frist for kald, når den stopper / for calls when it stops");
  Count(app, "linger-seconds", c->linger_seconds, 0, 300,
        "NOT_SERVING, før den stopper / before it stops");
  const std::map<std::string, LogLevel> levels = {
      {"debug", LogLevel::kDebug},
      {"info", LogLevel::kInfo},
      {"warning", LogLevel::kWarning},
      {"error", LogLevel::kError}};
  app.add_option("--log-level", c->log_level, "debug | info | warning | error")
      ->transform(CLI::Transformer(levels, CLI::ignore_case))
      ->envname("TRIVSEL_LOG_LEVEL");
}

// The arguments with the environment's in front, where a flag overrides them
// and they override the file; CLI11 by itself lets the file win. Last first,
// as CLI11 wants them.
std::vector<std::string> ArgumentsOf(CLI::App& app, int argc, char** argv) {
  std::vector<std::string> all;
  for (CLI::Option* option : app.get_options()) {
    if (option->get_envname().empty()) continue;
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    const char* value = std::getenv(option->get_envname().c_str());
    if (value == nullptr || *value == '\0') continue;
    all.push_back("--" + option->get_lnames().front() + "=" + value);
  }
  all.insert(all.end(), argv + 1, argv + argc);
  std::reverse(all.begin(), all.end());
  return all;
}

}  // namespace

std::variant<Config, int> ParseConfig(int argc, char** argv) {
  Config config;
  config.data = DefaultDataFolder();
  CLI::App app(kDescription, "trivsel-gateway");
  app.footer(kFooter);
  app.set_config("--config", "", "Fil med indstillinger / file of options");
  // A misspelt option in the file must not be passed over in silence.
  app.allow_config_extras(CLI::config_extras_mode::error);
  AddDoor(app, &config);
  AddAccess(app, &config);
  AddHttps(app, &config);
  AddStore(app, &config);
  AddDestination(app, &config.destination);
  AddRules(app, &config);
  AddLimits(app, &config);
  app.add_flag("--check-config", config.check_only,
               "Kontrollér indstillingerne og slut / check the options and "
               "exit");
  try {
    app.parse(ArgumentsOf(app, argc, argv));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return config;
}

}  // namespace trivsel::gateway
