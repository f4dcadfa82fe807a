// trivsel-sandbox-idp: an identity provider to log into the console with.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/idp/doors.h"
#include "deploy/sandbox/idp/users.h"
#include "deploy/sandbox/serving/durable_file.h"

namespace trivsel::sandbox::idp {
namespace {

struct Flags {
  std::string data, users, ready_file, url;
  std::string listen = "127.0.0.1:9447";
  std::string control = "127.0.0.1:9448";
  TlsFiles tls;
  int key_bits = 2048;
};

void Describe(CLI::App& app, Flags* flags) {
  app.add_option("--data", flags->data,
                 "Mappe til nøgler; bevares / folder for keys; they stay")
      ->required();
  app.add_option("--users", flags->users,
                 "JSON: de opdigtede brugere / the fictive users")
      ->required();
  app.add_option("--listen", flags->listen, "HTTPS, HOST:PORT")
      ->capture_default_str();
  app.add_option("--control", flags->control,
                 "Styring, kun loopback / control, loopback only, HOST:PORT")
      ->capture_default_str();
  app.add_option("--url", flags->url,
                 "Som browsere ser den; tom: https://localhost:PORT / as "
                 "browsers see it");
  app.add_option("--cert", flags->tls.certificate, "PEM")->required();
  app.add_option("--key", flags->tls.key, "PEM")->required();
  app.add_option("--key-bits", flags->key_bits, "RSA")
      ->check(CLI::IsMember({2048, 3072, 4096}))
      ->capture_default_str();
  app.add_option("--ready-file", flags->ready_file,
                 "Skrives, når begge døre er åbne / written when both doors "
                 "are open: https=… and control=…");
  app.footer(
      "Styring / control:\n"
      "  POST /sp (metadata)   POST /client (JSON)   POST /roll\n"
      "  GET /metadata /certificates /users /health");
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "trivsel-sandbox-idp: %s\n", status.ToString().c_str());
  return 1;
}

int Serve(const Flags& flags) {
  // Before any thread: all inherit the mask, and sigwait gets the signal.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGINT);
  sigaddset(&stops, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  signal(SIGPIPE, SIG_IGN);

  TlsFiles tls = flags.tls;
  tls.anybody = true;
  const auto users = ReadUsers(flags.users);
  if (!users.ok()) return Fail(users.status());
  const auto ring = sts::KeyRing::Open(flags.data, flags.key_bits, absl::Now());
  if (!ring.ok()) return Fail(ring.status());
  SamlDesk saml(*users, ring->get());
  OidcDesk oidc(ring->get());
  auto browsers = OpenBrowsers(&saml, &oidc, tls, flags.listen, flags.url);
  if (!browsers.ok()) return Fail(browsers.status());
  auto control = OpenControl(&saml, &oidc, ring->get(), flags.control);
  if (!control.ok()) return Fail(control.status());
  const std::string ready =
      absl::StrCat("https=", (*browsers)->address(),
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

}  // namespace
}  // namespace trivsel::sandbox::idp

int main(int argc, char** argv) {
  using trivsel::sandbox::idp::Flags;
  CLI::App app(
      "En lille, rigtig identitetsudbyder i Context Handler 2's dialekt at "
      "logge ind i Trivsels konsol med.\nA small, real identity provider in "
      "Context Handler 2's dialect to log into Trivsel's console with.",
      "trivsel-sandbox-idp");
  Flags flags;
  trivsel::sandbox::idp::Describe(app, &flags);
  CLI11_PARSE(app, argc, argv);
  return trivsel::sandbox::idp::Serve(flags);
}
