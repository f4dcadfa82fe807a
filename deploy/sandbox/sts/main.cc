// trivsel-sandbox-sts: a Security Token Service to try things against.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/serving/durable_file.h"
#include "deploy/sandbox/sts/commands.h"
#include "deploy/sandbox/sts/doors.h"
#include "deploy/sandbox/sts/issue_desk.h"
#include "deploy/sandbox/sts/key_ring.h"

namespace trivsel::sandbox::sts {
namespace {

struct Flags {
  std::string data;
  std::string listen = "127.0.0.1:9445";
  std::string control = "127.0.0.1:9446";
  TlsFiles tls;
  std::string ready_file;
  StsConfig sts;
  int key_bits = 2048;
  int64_t token_seconds = 28800;
  int64_t keep_previous = 28800;
  MintFlags mint;
  CertificateFlags certificate;
};

void DescribeServer(CLI::App& app, Flags* flags) {
  app.add_option("--listen", flags->listen, "HTTPS, HOST:PORT")
      ->capture_default_str();
  app.add_option("--control", flags->control,
                 "Styring, kun loopback / control, loopback only, HOST:PORT")
      ->capture_default_str();
  app.add_option("--cert", flags->tls.certificate, "PEM");
  app.add_option("--key", flags->tls.key, "PEM");
  app.add_option("--client-ca", flags->tls.client_ca,
                 "PEM: hvem klienterne er udstedt af / who signs the clients");
  app.add_option("--ready-file", flags->ready_file,
                 "Skrives, når begge døre er åbne / written when both doors "
                 "are open: https=… and control=…");
}

void DescribeSts(CLI::App& app, Flags* flags) {
  app.add_option("--data", flags->data,
                 "Mappe til nøgler; bevares / folder for keys; they stay")
      ->required();
  app.add_option("--issuer", flags->sts.issuer, "iss, Issuer, entityID")
      ->capture_default_str();
  app.add_option("--service", flags->sts.service,
                 "Servicens entityID / the service's entityID")
      ->capture_default_str();
  app.add_option("--role", flags->sts.roles,
                 "Rolle i tokenet, kan gentages / role in the token, "
                 "repeatable")
      ->capture_default_str();
  app.add_option("--agreement", flags->sts.agreements,
                 "Serviceaftale CVR eller CVR@SHA256, kan gentages; ingen: "
                 "alle for alle / service agreement CVR or CVR@SHA256 of the "
                 "client certificate, repeatable; none: everybody for "
                 "everybody");
  app.add_option("--key-bits", flags->key_bits, "RSA")
      ->check(CLI::IsMember({2048, 3072, 4096}))
      ->capture_default_str();
  app.add_option("--token-seconds", flags->token_seconds,
                 "Tokenets levetid / lifetime of a token")
      ->check(CLI::Range(1, 28800))
      ->capture_default_str();
  app.add_option("--keep-previous", flags->keep_previous,
                 "Sekunder, metadata nævner et afløst certifikat / seconds "
                 "that the metadata names a certificate after its successor")
      ->check(CLI::Range(0, 366 * 24 * 3600))
      ->capture_default_str();
  app.footer(
      "Styring / control:\n"
      "  POST /roll?activate=now|SECONDS   POST /bad?kind=NAME&cvr=CVR (body: "
      "client certificate, PEM)\n"
      "  GET /kinds /certificates /ca /metadata /health");
}

CLI::App* DescribeMint(CLI::App& app, Flags* flags) {
  CLI::App* mint = app.add_subcommand(
      "mint", "Skriver et token / writes a token, without a server");
  mint->fallthrough();
  mint->add_option("--form", flags->mint.form, "jwt, saml, metadata")
      ->check(CLI::IsMember({"jwt", "saml", "metadata"}))
      ->capture_default_str();
  mint->add_option("--cvr", flags->mint.cvr,
                   "Kommunens CVR / the municipality's CVR");
  mint->add_option("--cert", flags->mint.certificate,
                   "PEM: klientcertifikatet / the client certificate");
  mint->add_option("--bad", flags->mint.bad,
                   "Slags dårligt token / kind of bad token (GET /kinds)");
  mint->add_option("--out", flags->mint.out, "Fil / file (default: stdout)");
  return mint;
}

CLI::App* DescribeCertificate(CLI::App& app, Flags* flags) {
  CLI::App* certificate = app.add_subcommand(
      "certificate",
      "Skriver et OCES3-lignende klientcertifikat / writes an OCES3-like "
      "client certificate");
  certificate->fallthrough();
  certificate->add_option("--name", flags->certificate.name, "CN")
      ->capture_default_str();
  certificate
      ->add_option("--organisation", flags->certificate.organisation, "O")
      ->capture_default_str();
  certificate
      ->add_option("--holder-cvr", flags->certificate.holder_cvr,
                   "Indehaverens CVR / the holder's CVR")
      ->capture_default_str();
  certificate->add_option("--bits", flags->certificate.bits, "RSA")
      ->check(CLI::IsMember({2048, 3072, 4096}))
      ->capture_default_str();
  certificate
      ->add_option("--out", flags->certificate.out,
                   "Skriver OUT.pem og OUT-key.pem / writes OUT.pem and "
                   "OUT-key.pem")
      ->required();
  return certificate;
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "trivsel-sandbox-sts: %s\n", status.ToString().c_str());
  return 1;
}

int Serve(const Flags& flags, const IssueDesk& desk, KeyRing& ring) {
  // Before any thread: all inherit the mask, and sigwait gets the signal.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGINT);
  sigaddset(&stops, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  signal(SIGPIPE, SIG_IGN);

  auto tokens = OpenTokens(&desk, flags.tls, flags.listen);
  if (!tokens.ok()) return Fail(tokens.status());
  auto control = OpenControl(&desk, &ring, flags.control);
  if (!control.ok()) return Fail(control.status());
  const std::string ready =
      absl::StrCat("https=", (*tokens)->address(),
                   "\ncontrol=", (*control)->address(), "\n");
  std::fputs(ready.c_str(), stdout);
  std::fflush(stdout);
  if (!flags.ready_file.empty()) {
    const absl::Status written = WriteDurably(flags.ready_file, {ready});
    if (!written.ok()) return Fail(written);
  }
  int signal_number = 0;
  sigwait(&stops, &signal_number);
  return 0;
}

int Run(int argc, char** argv) {
  CLI::App app(
      "En lille, rigtig STS i STS2's dialekt at prøve Trivsel af imod.\nA "
      "small, real STS in STS2's dialect to try Trivsel against.",
      "trivsel-sandbox-sts");
  Flags flags;
  DescribeServer(app, &flags);
  DescribeSts(app, &flags);
  const CLI::App* const mint = DescribeMint(app, &flags);
  const CLI::App* const certificate = DescribeCertificate(app, &flags);
  CLI11_PARSE(app, argc, argv);
  flags.sts.token_lifetime = absl::Seconds(flags.token_seconds);
  flags.sts.keep_previous = absl::Seconds(flags.keep_previous);

  const auto ring = KeyRing::Open(flags.data, flags.key_bits, absl::Now());
  if (!ring.ok()) return Fail(ring.status());
  const IssueDesk desk(flags.sts, ring->get());
  absl::Status done;
  if (mint->parsed()) {
    done = Mint(desk, flags.mint);
  } else if (certificate->parsed()) {
    done = IssueCertificate(**ring, flags.certificate);
  } else {
    return Serve(flags, desk, **ring);
  }
  return done.ok() ? 0 : Fail(done);
}

}  // namespace
}  // namespace trivsel::sandbox::sts

int main(int argc, char** argv) {
  return trivsel::sandbox::sts::Run(argc, argv);
}
