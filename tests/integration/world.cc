#include "tests/integration/world.h"

#include <httplib.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "deploy/sandbox/receiver/json.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

constexpr char kBin[] = TRIVSEL_BIN_DIR "/";
// KOMBIT's test authority.
constexpr char kCvr[] = "11111111";

std::string MakeFolder() {
  std::string folder = "/tmp/trivsel-e2e-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) std::abort();
  // PostgreSQL's user must get through it.
  chmod(folder.c_str(), 0711);
  return folder;
}

void PrintTail(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  for (size_t i = lines.size() > 20 ? lines.size() - 20 : 0; i < lines.size();
       ++i) {
    std::cerr << path << ": " << lines[i] << "\n";
  }
}

}  // namespace

bool WaitFor(const std::function<bool()>& condition,
             std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return condition();
}

World::World() : folder_(MakeFolder()) {
  if (RunProgram({TRIVSEL_SOURCE_DIR "/deploy/sandbox/make-dev-ca",
                  folder_ + "/certs"},
                 folder_ + "/certs.log") != 0) {
    PrintTail(folder_ + "/certs.log");
    std::abort();
  }
}

World::~World() {
  for (GatewaySlot& slot : gateways_) {
    if (slot.process != nullptr) slot.process->Stop();
  }
  if (receiver_ != nullptr) receiver_->Stop();
  if (std::getenv("TRIVSEL_KEEP") != nullptr) {
    std::cerr << "kept: " << folder_ << "\n";
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string World::Certificate(const std::string& name) const {
  return folder_ + "/certs/" + name;
}

std::string World::ReadyValue(const std::string& name,
                              const std::string& key) const {
  std::ifstream file(folder_ + "/" + name + ".ready");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key + "=")) return line.substr(key.size() + 1);
  }
  return {};
}

bool World::AwaitReady(ChildProcess* process, const std::string& name) {
  const std::string file = folder_ + "/" + name + ".ready";
  const bool ready =
      process != nullptr &&
      WaitFor(
          [&] { return std::filesystem::exists(file) || !process->running(); },
          std::chrono::seconds(90));
  if (ready && process->running()) return true;
  PrintTail(folder_ + "/" + name + ".log");
  return false;
}

bool World::StartReceiver() {
  const std::string ready_file = folder_ + "/receiver.ready";
  std::filesystem::remove(ready_file);
  receiver_ = ChildProcess::Start(
      {std::string(kBin) + "trivsel-sandbox-receiver", "--data",
       folder_ + "/receiver", "--listen", receiver_address_, "--control",
       control_address_, "--cert", Certificate("receiver.pem"), "--key",
       Certificate("receiver-key.pem"), "--client-ca", Certificate("ca.pem"),
       "--ready-file", ready_file},
      folder_ + "/receiver.log");
  if (!AwaitReady(receiver_.get(), "receiver")) return false;
  receiver_address_ = ReadyValue("receiver", "https");
  control_address_ = ReadyValue("receiver", "control");
  return true;
}

std::string World::NameOf(int gateway) {
  return gateway == 0 ? "gateway" : "gateway-" + std::to_string(gateway + 1);
}

std::vector<std::string> World::GatewayCommand(int i) const {
  std::vector<std::string> command = {std::string(kBin) + "trivsel-gateway"};
  const auto add = [&command](const char* option, const std::string& value) {
    command.insert(command.end(), {option, value});
  };
  add("--data", folder_ + "/" + NameOf(i));
  add("--listen", gateways_[i].address);
  add("--metrics-listen", "127.0.0.1:0");
  add("--tls-cert", Certificate("gateway.pem"));
  add("--tls-key", Certificate("gateway-key.pem"));
  add("--tls-client-ca", Certificate("ca.pem"));
  command.push_back("--certificate-login");
  add("--destination-name", "national");
  add("--destination-url", "https://" + receiver_address_);
  add("--destination-cert", Certificate("gateway-client.pem"));
  add("--destination-key", Certificate("gateway-client-key.pem"));
  add("--destination-ca", Certificate("ca.pem"));
  add("--ready-file", folder_ + "/" + NameOf(i) + ".ready");
  if (!database_.empty()) add("--database", database_);
  return command;
}

bool World::StartGateway(int i, const std::string& database) {
  const std::string name = NameOf(i);
  GatewaySlot& slot = gateways_[i];
  std::filesystem::remove(folder_ + "/" + name + ".ready");
  database_ = database;
  slot.process =
      ChildProcess::Start(GatewayCommand(i), folder_ + "/" + name + ".log");
  if (!AwaitReady(slot.process.get(), name)) return false;
  slot.address = ReadyValue(name, "grpc");
  slot.metrics = ReadyValue(name, "metrics");
  return true;
}

bool World::StartSecondGateway() {
  std::filesystem::create_directory(folder_ + "/" + NameOf(1));
  std::filesystem::copy_file(folder_ + "/gateway/citizen.key",
                             folder_ + "/gateway-2/citizen.key",
                             std::filesystem::copy_options::overwrite_existing);
  return StartGateway(1, database_);
}

std::vector<std::string> World::gateway_addresses() const {
  std::vector<std::string> addresses;
  for (const GatewaySlot& slot : gateways_) {
    if (slot.process != nullptr) addresses.push_back(slot.address);
  }
  return addresses;
}

std::string World::Metrics(int i) const {
  httplib::Client client("http://" + gateways_[i].metrics);
  const httplib::Result result = client.Get("/metrics");
  return result && result->status == 200 ? result->body : std::string();
}

double World::Metric(const std::string& name, int i) const {
  std::istringstream lines(Metrics(i));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    return std::strtod(line.substr(line.rfind(' ')).c_str(), nullptr);
  }
  return -1;
}

int World::Ctl(const std::vector<std::string>& words, std::string* output) {
  std::vector<std::string> command = {std::string(kBin) + "trivselctl",
                                      "--data", folder_ + "/gateway"};
  if (!database_.empty()) {
    command.insert(command.end(), {"--database", database_});
  }
  command.insert(command.end(), words.begin(), words.end());
  const std::string log = folder_ + "/ctl.log";
  std::filesystem::remove(log);
  const int code = RunProgram(command, log);
  std::ostringstream said;
  said << std::ifstream(log).rdbuf();
  if (output != nullptr) *output = said.str();
  return code;
}

bool World::Register() {
  const std::vector<std::vector<std::string>> commands = {
      {"municipality", "set", "--cvr", kCvr, "--name", "Korsbæk Kommune",
       "--sor", kFactorySor},
      {"submitter", "set", "--name", "demo-fagsystem"},
      {"submitter", "allow", "--name", "demo-fagsystem", "--municipality",
       kCvr},
      {"credential", "add", "--submitter", "demo-fagsystem", "--cert",
       Certificate("fagsystem.pem")}};
  for (const std::vector<std::string>& words : commands) {
    if (Ctl(words) == 0) continue;
    PrintTail(folder_ + "/ctl.log");
    return false;
  }
  return true;
}

std::string World::Control(const std::string& path) const {
  httplib::Client client("http://" + control_address_);
  client.set_read_timeout(20);
  const httplib::Result result = client.Get(path.c_str());
  return result && result->status == 200 ? result->body : std::string();
}

bool World::SetMode(const std::string& json) const {
  httplib::Client client("http://" + control_address_);
  const httplib::Result result = client.Put("/mode", json, "application/json");
  return result && result->status == 200;
}

int64_t World::Stat(const std::string& name) const {
  rapidjson::Document stats;
  if (!sandbox::ParseJson(Control("/stats"), &stats) || !stats.IsObject()) {
    return -1;
  }
  const auto member = stats.FindMember(name.c_str());
  return member != stats.MemberEnd() && member->value.IsInt64()
             ? member->value.GetInt64()
             : -1;
}

std::vector<Arrival> World::Arrivals() const {
  rapidjson::Document document;
  std::vector<Arrival> arrivals;
  if (!sandbox::ParseJson(Control("/reports"), &document) ||
      !document.IsObject()) {
    return arrivals;
  }
  const sandbox::JsonValue* reports = sandbox::ArrayMember(document, "reports");
  if (reports == nullptr) return arrivals;
  for (const sandbox::JsonValue& report : reports->GetArray()) {
    arrivals.push_back({std::string(sandbox::StringMember(report, "id")),
                        std::string(sandbox::StringMember(report, "status")),
                        std::string(sandbox::StringMember(report, "citizen")),
                        report["arrivals"].GetInt64()});
  }
  return arrivals;
}

}  // namespace trivsel::testing
