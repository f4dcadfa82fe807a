#include "tests/fault/scene.h"

#include <fcntl.h>
#include <httplib.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

namespace trivsel::fault {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::ChildProcess;
using testing::TcpGate;

constexpr char kBin[] = TRIVSEL_BIN_DIR "/";
constexpr auto kStartPatience = seconds(60);
constexpr auto kStopPatience = seconds(30);

void WriteFile(const std::string& path, const std::string& content) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return;
  const ssize_t put = write(fd, content.data(), content.size());
  static_cast<void>(put);
  close(fd);
}

}  // namespace

Scene::Scene(const Plan& plan, Stage stage)
    : plan_(plan), stage_(std::move(stage)) {
  std::filesystem::create_directories(stage_.folder);
  receiver_folder_ = stage_.folder + "/receiver";
  receiver_.name = "receiver";
  receiver_.command = {std::string(kBin) + "trivsel-sandbox-receiver",
                       "--data",
                       receiver_folder_,
                       "--listen",
                       "127.0.0.1:0",
                       "--control",
                       "127.0.0.1:0",
                       "--cert",
                       stage_.certificates + "/receiver.pem",
                       "--key",
                       stage_.certificates + "/receiver-key.pem",
                       "--client-ca",
                       stage_.certificates + "/ca.pem",
                       "--ready-file",
                       stage_.folder + "/receiver.ready"};
  for (int i = 0; i < plan_.gateways; ++i) PrepareGateway(i);
}

Scene::~Scene() {
  for (auto& gateway : gateways_) gateway->process.reset();
  receiver_.process.reset();
}

void Scene::PrepareGateway(int i) {
  auto gateway = std::make_unique<GatewayActor>();
  gateway->name = "gateway-" + std::to_string(i + 1);
  gateway->door = TcpGate::Open();
  gateway->database = TcpGate::Open(stage_.database_socket);
  gateway->receiver = TcpGate::Open();
  const std::string folder = stage_.folder + "/" + gateway->name;
  std::filesystem::create_directories(folder);
  WriteFile(folder + "/citizen.key", stage_.citizen_key);
  gateway->clock_file = stage_.folder + "/" + gateway->name + ".clock";
  WriteFile(gateway->clock_file, std::string(8, '\0'));
  gateway->command = GatewayCommand(*gateway);
  gateways_.push_back(std::move(gateway));
}

std::vector<std::string> Scene::GatewayCommand(
    const GatewayActor& gateway) const {
  std::vector<std::string> command;
  if (plan_.Has(FaultKind::kClockJump)) {
    command = {"/usr/bin/env", "LD_PRELOAD=" TRIVSEL_CLOCK_SHIM,
               "TRIVSEL_FAULT_CLOCK=" + gateway.clock_file};
  }
  command.push_back(stage_.gateway);
  const auto add = [&command](const char* option, const std::string& value) {
    command.insert(command.end(), {option, value});
  };
  const std::string& port = gateway.database->address();
  const std::string& certificates = stage_.certificates;
  add("--data", stage_.folder + "/" + gateway.name);
  add("--database",
      "host=127.0.0.1 port=" + port.substr(port.rfind(':') + 1) +
          " user=trivsel sslmode=disable gssencmode=disable dbname=" +
          stage_.database);
  add("--listen", "127.0.0.1:0");
  add("--metrics-listen", "127.0.0.1:0");
  add("--tls-cert", certificates + "/gateway.pem");
  add("--tls-key", certificates + "/gateway-key.pem");
  add("--tls-client-ca", certificates + "/ca.pem");
  command.push_back("--certificate-login");
  add("--destination-url", "https://" + gateway.receiver->address());
  add("--destination-cert", certificates + "/gateway-client.pem");
  add("--destination-key", certificates + "/gateway-client-key.pem");
  add("--destination-ca", certificates + "/ca.pem");
  add("--destination-timeout", std::to_string(plan_.destination_timeout_s));
  add("--destination-senders", std::to_string(plan_.senders));
  add("--lane-lease-ms", std::to_string(plan_.lane_lease.count()));
  add("--committers", std::to_string(plan_.committers));
  add("--drain-seconds", "3");
  add("--log-level", "debug");
  add("--ready-file", stage_.folder + "/" + gateway.name + ".ready");
  return command;
}

std::string Scene::Ready(const Actor& actor, const std::string& key) const {
  std::ifstream file(stage_.folder + "/" + actor.name + ".ready");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key + "=")) return line.substr(key.size() + 1);
  }
  return {};
}

void Scene::StartActor(Actor* actor) {
  std::filesystem::remove(stage_.folder + "/" + actor->name + ".ready");
  // Ends with us, also if we are killed.
  std::vector<std::string> command = {"/usr/bin/setpriv", "--pdeathsig",
                                      "KILL"};
  command.insert(command.end(), actor->command.begin(), actor->command.end());
  actor->process =
      ChildProcess::Start(command, stage_.folder + "/" + actor->name + ".log");
  actor->state = Actor::State::kStarting;
  actor->since = steady_clock::now();
  actor->frozen = false;
}

void Scene::OnReady(Actor* actor) {
  actor->state = Actor::State::kUp;
  actor->since = steady_clock::now();
  if (actor == &receiver_) {
    control_ = Ready(receiver_, "control");
    const std::string address = Ready(receiver_, "https");
    for (auto& gateway : gateways_) gateway->receiver->SetTarget(address);
    return;
  }
  auto* gateway = static_cast<GatewayActor*>(actor);
  gateway->door->SetTarget(Ready(*gateway, "grpc"));
}

void Scene::TickActor(Actor* actor) {
  const auto now = steady_clock::now();
  if (actor->state == Actor::State::kDown) {
    if (!ending_ && now >= actor->start_at) StartActor(actor);
    return;
  }
  const bool running = actor->process != nullptr && actor->process->running();
  if (running) {
    if (actor->state == Actor::State::kStarting &&
        !Ready(*actor, actor == &receiver_ ? "control" : "grpc").empty()) {
      OnReady(actor);
    }
    if (actor->state == Actor::State::kStopping && !actor->frozen &&
        now - actor->since > kStopPatience) {
      misconduct_.push_back(actor->name + " did not stop within 30 s");
      Kill(actor, milliseconds(0));
    }
    return;
  }
  const int code = actor->process == nullptr ? -1 : actor->process->exit_code();
  if (actor->state == Actor::State::kUp) {
    misconduct_.push_back(actor->name + " ended by itself, exit code " +
                          std::to_string(code));
  } else if (actor->state == Actor::State::kStopping && code != 0) {
    misconduct_.push_back(actor->name + " stopped with exit code " +
                          std::to_string(code));
  }
  // A start that fails because its database went away meanwhile is tried
  // again, as a service manager would.
  if (actor->state == Actor::State::kStarting) {
    actor->start_at = now + milliseconds(100);
  }
  actor->state = Actor::State::kDown;
}

void Scene::Tick() {
  TickActor(&receiver_);
  for (auto& gateway : gateways_) TickActor(gateway.get());
}

bool Scene::Begin() {
  const auto give_up = steady_clock::now() + kStartPatience;
  while (!AllUp()) {
    if (steady_clock::now() > give_up) return false;
    Tick();
    std::this_thread::sleep_for(milliseconds(3));
  }
  return misconduct_.empty();
}

bool Scene::AllUp() const {
  return receiver_.state == Actor::State::kUp &&
         std::all_of(gateways_.begin(), gateways_.end(),
                     [](const auto& gateway) {
                       return gateway->state == Actor::State::kUp;
                     });
}

bool Scene::Kill(Actor* actor, milliseconds down) {
  if (actor->state == Actor::State::kDown || actor->process == nullptr) {
    return false;
  }
  actor->process->Kill();
  actor->state = Actor::State::kDown;
  actor->start_at = steady_clock::now() + down;
  return true;
}

bool Scene::Freeze(Actor* actor, bool frozen) {
  if (actor->state == Actor::State::kDown || actor->frozen == frozen ||
      actor->process == nullptr || actor->process->pid() == 0) {
    return false;
  }
  kill(actor->process->pid(), frozen ? SIGSTOP : SIGCONT);
  actor->frozen = frozen;
  return true;
}

bool Scene::KillGateway(int i, milliseconds down) {
  return Kill(gateways_[i].get(), down);
}

bool Scene::TermGateway(int i, milliseconds down) {
  GatewayActor& gateway = *gateways_[i];
  if (gateway.state != Actor::State::kUp || !gateway.process->running()) {
    return false;
  }
  kill(gateway.process->pid(), SIGTERM);
  gateway.state = Actor::State::kStopping;
  gateway.since = steady_clock::now();
  gateway.start_at = gateway.since + down;
  return true;
}

bool Scene::FreezeGateway(int i, bool frozen) {
  return Freeze(gateways_[i].get(), frozen);
}

bool Scene::KillReceiver(milliseconds down) { return Kill(&receiver_, down); }

bool Scene::FreezeReceiver(bool frozen) { return Freeze(&receiver_, frozen); }

bool Scene::SetReceiverMode(const std::string& json) const {
  if (receiver_.state != Actor::State::kUp || receiver_.frozen) return false;
  httplib::Client client("http://" + control_);
  client.set_connection_timeout(1);
  client.set_read_timeout(1);
  const httplib::Result result = client.Put("/mode", json, "application/json");
  return result && result->status == 200;
}

void Scene::SetClock(int i, milliseconds ahead) const {
  const int64_t nanos = std::chrono::nanoseconds(ahead).count();
  const int fd = open(gateways_[i]->clock_file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  const ssize_t put = pwrite(fd, &nanos, sizeof nanos, 0);
  static_cast<void>(put);
  close(fd);
}

TcpGate& Scene::Gate(int i, Wire wire) {
  GatewayActor& gateway = *gateways_[i];
  switch (wire) {
    case Wire::kDoor:
      return *gateway.door;
    case Wire::kReceiver:
      return *gateway.receiver;
    case Wire::kDatabase:
      break;
  }
  return *gateway.database;
}

void Scene::Heal() {
  Freeze(&receiver_, false);
  receiver_.start_at = SteadyTime::min();
  for (int i = 0; i < plan_.gateways; ++i) {
    Freeze(gateways_[i].get(), false);
    gateways_[i]->start_at = SteadyTime::min();
    SetClock(i, milliseconds(0));
    for (Wire wire : {Wire::kDoor, Wire::kDatabase, Wire::kReceiver}) {
      Gate(i, wire).Set({});
    }
  }
}

void Scene::End(bool gently) {
  ending_ = true;
  const auto down = [](const auto& gateway) {
    return gateway->state == Actor::State::kDown;
  };
  for (int i = 0; i < plan_.gateways; ++i) {
    if (!gently || !TermGateway(i, milliseconds(0))) {
      Kill(gateways_[i].get(), milliseconds(0));
    }
  }
  while (!std::all_of(gateways_.begin(), gateways_.end(), down)) {
    for (auto& gateway : gateways_) TickActor(gateway.get());
    std::this_thread::sleep_for(milliseconds(3));
  }
  Kill(&receiver_, milliseconds(0));
}

std::vector<std::string> Scene::doors() const {
  std::vector<std::string> doors;
  for (const auto& gateway : gateways_) {
    doors.push_back(gateway->door->address());
  }
  return doors;
}

}  // namespace trivsel::fault
