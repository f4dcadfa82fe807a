// trivsel-sandbox-receiver: a national receiver to try things against.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/receiver/behaviour.h"
#include "deploy/sandbox/receiver/doors.h"
#include "deploy/sandbox/receiver/receiver.h"
#include "deploy/sandbox/serving/durable_file.h"

namespace trivsel::sandbox {
namespace {

struct Flags {
  std::string data;
  std::string listen = "127.0.0.1:9443";
  std::string control = "127.0.0.1:9444";
  TlsFiles tls;
  std::string ready_file;
  std::string mode = "normal";
  int delay_ms = 0;
  double probability = 1;
};

void Describe(CLI::App& app, Flags* flags) {
  app.add_option("--data", flags->data,
                 "Mappe til det modtagne / folder for what is received")
      ->required();
  app.add_option("--listen", flags->listen, "HTTPS, HOST:PORT")
      ->capture_default_str();
  app.add_option("--control", flags->control,
                 "Styring, kun loopback / control, loopback only, HOST:PORT")
      ->capture_default_str();
  app.add_option("--cert", flags->tls.certificate, "PEM")->required();
  app.add_option("--key", flags->tls.key, "PEM")->required();
  app.add_option("--client-ca", flags->tls.client_ca,
                 "PEM: hvem klienterne er udstedt af / who signs the clients")
      ->required();
  app.add_option("--ready-file", flags->ready_file,
                 "Skrives, når begge døre er åbne / written when both doors "
                 "are open: https=… and control=…");
  app.add_option("--mode", flags->mode,
                 "normal, slow, fail, reject, lose-answer, partial")
      ->capture_default_str();
  app.add_option("--delay-ms", flags->delay_ms, "Ventetid / delay")
      ->check(CLI::Range(0, 600'000));
  app.add_option("--probability", flags->probability,
                 "Hvor ofte --mode rammer / how often the mode bites")
      ->check(CLI::Range(0.0, 1.0));
  app.footer(
      "Styring / control:\n"
      "  PUT /mode {\"mode\":\"slow\",\"delay_ms\":500,\"reject_ids\":[],"
      "\"probability\":1}\n"
      "  GET /mode /reports /stats /violations /health");
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "trivsel-sandbox-receiver: %s\n",
               status.ToString().c_str());
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

  Behaviour behaviour;
  if (!ParseMode(flags.mode, &behaviour.mode)) {
    return Fail(absl::InvalidArgumentError("unknown --mode"));
  }
  behaviour.delay = std::chrono::milliseconds(flags.delay_ms);
  behaviour.probability = flags.probability;
  auto receiver = Receiver::Open(flags.data);
  if (!receiver.ok()) return Fail(receiver.status());
  (*receiver)->behaviour().Set(behaviour);
  auto deliveries =
      Door::OpenDeliveries(receiver->get(), flags.tls, flags.listen);
  if (!deliveries.ok()) return Fail(deliveries.status());
  auto control = Door::OpenControl(receiver->get(), flags.control);
  if (!control.ok()) return Fail(control.status());

  const std::string ready =
      absl::StrCat("https=", (*deliveries)->address(),
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
}  // namespace trivsel::sandbox

int main(int argc, char** argv) {
  CLI::App app(
      "En lille, rigtig modtager at prøve Trivsel af imod: tjekker, gemmer og "
      "kvitterer.\nA small, real receiver to try Trivsel against: checks, "
      "stores and acknowledges.",
      "trivsel-sandbox-receiver");
  trivsel::sandbox::Flags flags;
  trivsel::sandbox::Describe(app, &flags);
  CLI11_PARSE(app, argc, argv);
  return trivsel::sandbox::Serve(flags);
}
