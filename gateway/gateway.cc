#include "gateway/gateway.h"

#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/console_door.h"
#include "gateway/data_folder.h"
#include "gateway/database.h"
#include "gateway/denial_journal.h"
#include "gateway/entrance.h"
#include "gateway/https_door.h"
#include "gateway/ingest/admission.h"
#include "gateway/ingest/caller_gate.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/ingest/intake.h"
#include "gateway/ingest/method_rules.h"
#include "gateway/ingest/read_rpcs.h"
#include "gateway/ingest/receipt_hub.h"
#include "gateway/ingest/report_service.h"
#include "gateway/ingest/submit_rpcs.h"
#include "gateway/ingest/watch_rpcs.h"
#include "gateway/key_claim.h"
#include "gateway/login_door.h"
#include "gateway/onward.h"
#include "gateway/queue/group_committer.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "gateway/queue/report_reader.h"
#include "gateway/registry_adapter.h"
#include "gateway/registry_door.h"
#include "gateway/retention_watch.h"
#include "gateway/review_door.h"
#include "gateway/review_work.h"
#include "gateway/rule_watch.h"
#include "gateway/rules.h"
#include "gateway/server.h"
#include "gateway/store_watch.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"
#include "gateway/telemetry/metric_names.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
namespace metric = telemetry::metric;

constexpr size_t kMaxWaitingBatches = 256;
// Fewer than the pool has connections, so that reading never starves delivery.
constexpr int kReaders = 2;
constexpr size_t kMaxWaitingReads = 1000;

}  // namespace

// In the order of their start; each may use those above it. They stop, and go,
// in the opposite order.
struct Gateway::Rooms {
  explicit Rooms(const Config& c) : config(c) {}

  absl::Status Open(const std::function<bool()>& keep_waiting);
  absl::Status OpenRules();
  absl::Status StartDelivery();
  absl::Status StartCommitter();
  absl::Status StartDoor();
  void StartWatching();
  void StartRetention();
  void StartReviewWork();
  void AwaitQuiet() const;
  std::string HelpUrl() const;
  std::string StandardUrl() const;
  void Stop();

  const Config config;
  SystemClock clock;
  SteadyClock steady_clock;
  SystemRandom random;
  telemetry::Metrics metrics;
  RuleSources own_rules;  // this gateway's own files
  std::shared_ptr<const ingest::RuleBook> own_book;
  Database database;
  std::unique_ptr<RuleWatch> rules;
  std::unique_ptr<store::Registry> registry;
  std::unique_ptr<RegistryAdapter> registry_source;
  std::unique_ptr<Entrance> entrance;
  std::unique_ptr<LoginDoor> login;      // null: nobody logs in
  std::unique_ptr<ConsoleDoor> console;  // null: nobody logs in
  std::unique_ptr<HttpsDoor> https;      // null: there is none
  std::unique_ptr<queue::PostgresLaneQueue> lanes;
  std::unique_ptr<queue::ReportReader> reader;
  std::unique_ptr<ingest::ReceiptHub> hub;
  std::unique_ptr<Onward> onward;  // null: no address to deliver to
  std::unique_ptr<queue::GroupCommitter> committer;
  std::unique_ptr<ingest::Admission> admission;
  std::unique_ptr<DenialJournal> denials;
  std::unique_ptr<ingest::Intake> intake;
  std::unique_ptr<ReviewWork> review_work;
  ingest::MethodRules methods;
  std::unique_ptr<ingest::Guard> guard;
  std::unique_ptr<ingest::CallerGate> gate;
  std::unique_ptr<ingest::Executor> judges;
  std::unique_ptr<ingest::Executor> readers;
  std::unique_ptr<ingest::SubmitRpcs> submit;
  std::unique_ptr<ingest::ReadRpcs> read;
  std::unique_ptr<ingest::WatchRpcs> watch;
  std::unique_ptr<ingest::ReportService> service;
  std::optional<RegistryDoor> registry_door;
  std::unique_ptr<ReviewDoor> review_door;
  std::unique_ptr<Server> server;
  std::string metrics_address;
  int32_t destination_id = 0;
  std::unique_ptr<StoreWatch> store_watch;
  std::unique_ptr<RetentionWatch> retention_watch;
};

absl::Status Gateway::Rooms::Open(const std::function<bool()>& keep_waiting) {
  if (absl::Status status = MakeDataFolder(config.data); !status.ok()) {
    return status;
  }
  absl::Status compiled = OpenRules();
  if (!compiled.ok()) return compiled;
  auto opened = OpenDatabase(config, keep_waiting);
  if (!opened.ok()) return opened.status();
  database = *std::move(opened);
  absl::Status status = ClaimCitizenKey(*database.pool, own_book->citizen_key,
                                        CitizenKeyFile(config.data));
  if (!status.ok()) return status;
  auto watching = RuleWatch::Start(database.pool.get(), own_rules, own_book);
  if (!watching.ok()) return watching.status();
  rules = *std::move(watching);
  metrics.GaugeFrom(metric::kRulesUsable,
                    "0: the edition of the rules in use does not compile here.",
                    [this] { return rules->usable() ? 1.0 : 0.0; });
  registry = std::make_unique<store::Registry>(database.pool.get());
  registry_source = std::make_unique<RegistryAdapter>(*registry);
  auto entered = Entrance::Open(
      config, {*registry_source, clock, metrics,
               own_book->citizen_key.Derive("trivsel-gateway own tokens")});
  if (!entered.ok()) return entered.status();
  entrance = *std::move(entered);
  auto logins = LoginDoor::Open(
      config, {entrance->directory(), *database.pool, clock, metrics});
  if (!logins.ok()) return logins.status();
  login = *std::move(logins);
  if (login != nullptr) {
    auto pages = ConsoleDoor::Open({*database.pool, clock, login->gate()});
    if (!pages.ok()) return pages.status();
    console = *std::move(pages);
  }
  auto opening = HttpsDoor::Open(config, {*entrance, *database.pool, clock,
                                          metrics, login.get(), console.get()});
  if (!opening.ok()) return opening.status();
  https = *std::move(opening);
  return absl::OkStatus();
}

// Before the database: a file that is wrong is told at once.
absl::Status Gateway::Rooms::OpenRules() {
  auto key = ingest::CitizenKey::LoadOrCreate(CitizenKeyFile(config.data));
  if (!key.ok()) return key.status();
  auto read = ReadRules(config);
  if (!read.ok()) return read.status();
  own_rules = *std::move(read);
  auto compiled = CompileBook(own_rules, *key);
  if (!compiled.ok()) return compiled.status();
  own_book = *std::move(compiled);
  return absl::OkStatus();
}

std::string Gateway::Rooms::HelpUrl() const {
  if (!config.help_url.empty() || https == nullptr) return config.help_url;
  return https->help_url();
}

// The page that explains finding codes; empty: there is no HTTPS door.
std::string Gateway::Rooms::StandardUrl() const {
  return https == nullptr ? "" : https->standard_url();
}

absl::Status Gateway::Rooms::StartDelivery() {
  lanes = std::make_unique<queue::PostgresLaneQueue>(database.lane_pool.get());
  reader = std::make_unique<queue::ReportReader>(database.pool.get());
  hub = std::make_unique<ingest::ReceiptHub>(*reader);
  auto destination = lanes->OpenDestination(config.destination.name);
  if (!destination.ok()) return destination.status();
  destination_id = *destination;
  if (config.destination.url.empty()) {
    Log(LogLevel::kWarning, "delivery_not_configured",
        {{"destination", config.destination.name}});
    return absl::OkStatus();
  }
  auto started = Onward::Start(config.destination, *destination,
                               {*lanes, *own_book->mapping, clock, random,
                                metrics, [this] { hub->Poke(); }});
  if (!started.ok()) return started.status();
  onward = *std::move(started);
  return absl::OkStatus();
}

absl::Status Gateway::Rooms::StartCommitter() {
  queue::GroupCommitter::Options options;
  options.connect = {database.address, "trivsel-committer"};
  options.connections = config.committers;
  options.max_waiting = config.max_in_flight_reports;
  options.max_waiting_bytes = config.max_in_flight_bytes * 2;
  options.on_committed = [this](uint64_t written) {
    if (onward != nullptr) onward->Poke(written);
  };
  auto started = queue::GroupCommitter::Start(std::move(options));
  if (!started.ok()) return started.status();
  committer = *std::move(started);
  metrics.GaugeFrom(metric::kCommitQueue, "Reports that wait for the commit.",
                    [this] { return double(committer->waiting()); });
  metrics.GaugeFrom(metric::kStoreFull, "1: no room for more reports.",
                    [this] { return committer->full() ? 1.0 : 0.0; });
  return absl::OkStatus();
}

absl::Status Gateway::Rooms::StartDoor() {
  admission = std::make_unique<ingest::Admission>(
      ingest::AdmissionLimits{config.max_in_flight_bytes,
                              config.max_in_flight_reports},
      random, steady_clock);
  metrics.GaugeFrom(metric::kInFlightBytes, "Octets of reports in flight.",
                    [this] { return double(admission->bytes()); });
  metrics.GaugeFrom(metric::kInFlightReports, "Reports in flight.",
                    [this] { return double(admission->reports()); });
  denials = std::make_unique<DenialJournal>(*database.pool);
  StartReviewWork();
  intake = std::make_unique<ingest::Intake>(
      rules->shelf(), *committer, clock, metrics,
      [this](auto& caller, auto& id) { denials->Trace(caller, id); });
  auto rules_of_methods = ingest::MethodRules::Compile(
      {trivsel::gateway::v1::ReportService::service_full_name(),
       trivsel::gateway::v1::RegistryService::service_full_name(),
       trivsel::gateway::v1::ReviewService::service_full_name()});
  if (!rules_of_methods.ok()) return rules_of_methods.status();
  methods = *std::move(rules_of_methods);
  guard = std::make_unique<ingest::Guard>(entrance->authenticator(), methods,
                                          clock, metrics, HelpUrl());
  gate = std::make_unique<ingest::CallerGate>(
      access::CallerLimits{config.submitter_reports_per_second,
                           config.submitter_concurrent_calls,
                           config.submitter_message_bytes},
      random, steady_clock, metrics);
  judges = std::make_unique<ingest::Executor>(
      static_cast<int>(std::max(1u, std::thread::hardware_concurrency())),
      kMaxWaitingBatches);
  submit = std::make_unique<ingest::SubmitRpcs>(*guard, *gate, *intake,
                                                *admission, *judges, metrics);
  readers = std::make_unique<ingest::Executor>(kReaders, kMaxWaitingReads);
  read = std::make_unique<ingest::ReadRpcs>(*guard, *gate, *reader, *readers,
                                            StandardUrl());
  watch =
      std::make_unique<ingest::WatchRpcs>(*guard, *gate, *hub, StandardUrl());
  service = std::make_unique<ingest::ReportService>(*submit, *read, *watch);
  registry_door.emplace(
      RegistryDoor::Parts{*database.pool, *guard, *readers, clock, metrics});
  auto reviewing = ReviewDoor::Open(
      {*database.pool, *own_book->mapping, *guard, *readers, clock,
       &review_work->revalidation(), &review_work->jobs()});
  if (!reviewing.ok()) return reviewing.status();
  review_door = *std::move(reviewing);
  if (console != nullptr) console->Begin(review_door->operations());
  auto listening = Server::Start(
      config,
      {service.get(), &registry_door->service(), &review_door->service()});
  if (!listening.ok()) return listening.status();
  server = *std::move(listening);
  if (config.metrics_listen.empty()) return absl::OkStatus();
  auto serving = metrics.Serve(config.metrics_listen);
  if (!serving.ok()) return serving.status();
  metrics_address = *serving;
  return absl::OkStatus();
}

void Gateway::Rooms::StartWatching() {
  server->SetServing(true);
  StoreWatch::Options options;
  options.connect = {database.address, "trivsel-watch"};
  options.destination_id = destination_id;
  options.destination = config.destination.name;
  options.on_serving = [this](bool serving) { server->SetServing(serving); };
  options.on_measure = [this](bool up) {
    if (up) registry_door->MeasureIfDue();
    if (up) review_door->FoldIfDue();
    if (onward == nullptr) return;
    const delivery::DestinationStatus status = onward->Status();
    metrics.SetDispatch(status.name, status.breaker_open, status.lanes_held);
    if (!up) return;
    // For people who ask: what cannot be told now is told in a while.
    lanes
        ->TellState(destination_id, onward->owner(), status.breaker_open,
                    status.last_failure)
        .IgnoreError();
  };
  store_watch = std::make_unique<StoreWatch>(std::move(options), metrics);
  metrics.GaugeFrom(metric::kStoreUp, "1: the database answers.",
                    [this] { return store_watch->up() ? 1.0 : 0.0; });
  metrics.GaugeFrom(metric::kServing, "1: health says SERVING.",
                    [this] { return store_watch->serving() ? 1.0 : 0.0; });
}

void Gateway::Rooms::StartRetention() {
  RetentionWatch::Options options;
  options.connect = {database.address, "trivsel-retention"};
  // CheckConfig has looked at it; what is wrong would keep it for ever.
  options.keep = store::KeepContent::Parse(config.keep_content)
                     .value_or(store::KeepContent());
  retention_watch = std::make_unique<RetentionWatch>(std::move(options));
  metrics.GaugeFrom(metric::kContentHeldBack,
                    "Reports that keep their content, as they are not done.",
                    [this] { return double(retention_watch->held_back()); });
}

void Gateway::Rooms::StartReviewWork() {
  static constexpr absl::Duration kPause = absl::Milliseconds(100);
  review_work = std::make_unique<ReviewWork>(ReviewWork::Parts{
      database.address, *database.pool, rules->shelf(), entrance->directory(),
      absl::StrCat("gateway-",
                   absl::Hex(absl::ToUnixNanos(clock.Now()) ^
                             static_cast<int64_t>(random.Uniform() * 0x1p62))),
      // Between two calls of one who sends without a pause nothing is here.
      [this] {
        return !admission->QuietFor(kPause) || committer->waiting() > 0;
      },
      [this](uint64_t written) {
        if (onward != nullptr) onward->Poke(written);
      }});
}

// gRPC cuts off calls that come while it shuts down, with a status that tells
// nobody anything. So it shuts down only when those who call have been told
// SHUTTING_DOWN, and when to come back.
void Gateway::Rooms::AwaitQuiet() const {
  constexpr absl::Duration kQuiet = absl::Milliseconds(100);
  constexpr absl::Duration kPatience = absl::Seconds(2);
  const absl::Time give_up = SteadyNow() + kPatience;
  while (!admission->QuietFor(kQuiet) && SteadyNow() < give_up) {
    absl::SleepFor(absl::Milliseconds(10));
  }
}

void Gateway::Rooms::Stop() {
  if (server != nullptr) {
    if (store_watch != nullptr) store_watch->Stop();
    if (retention_watch != nullptr) retention_watch->Stop();
    server->SetServing(false);
    absl::SleepFor(absl::Seconds(config.linger_seconds));
    admission->Close();
    AwaitQuiet();
    hub->Stop();
    server->Shutdown(absl::Seconds(config.drain_seconds));
  }
  if (https != nullptr) https->Stop(absl::Seconds(config.drain_seconds));
  metrics.StopServing();
  if (judges != nullptr) judges->Stop();
  if (readers != nullptr) readers->Stop();
  if (review_work != nullptr) review_work->Stop();
  committer.reset();  // commits and answers what waits
  if (onward != nullptr) onward->Stop();
  hub.reset();
  denials.reset();  // writes down what it was told
  if (login != nullptr) login->Stop();
  if (rules != nullptr) rules->Stop();
  if (entrance != nullptr) entrance->Stop();
}

Gateway::Gateway(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

Gateway::~Gateway() { rooms_->Stop(); }

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    const Config& config, const std::function<bool()>& keep_waiting) {
  std::unique_ptr<Gateway> gateway(
      new Gateway(std::make_unique<Rooms>(config)));
  Rooms& rooms = *gateway->rooms_;
  absl::Status status = rooms.Open(keep_waiting);
  if (status.ok()) status = rooms.StartDelivery();
  if (status.ok()) status = rooms.StartCommitter();
  if (status.ok()) status = rooms.StartDoor();
  if (!status.ok()) return status;
  rooms.StartWatching();
  rooms.StartRetention();
  Log(LogLevel::kInfo, "gateway_serving",
      {{"grpc", rooms.server->address()},
       {"https", gateway->https_address()},
       {"metrics", rooms.metrics_address},
       {"rule_set", rooms.rules->shelf().Current()->RuleSet()}});
  return gateway;
}

const std::string& Gateway::address() const {
  return rooms_->server->address();
}

const std::string& Gateway::metrics_address() const {
  return rooms_->metrics_address;
}

std::string Gateway::https_address() const {
  return rooms_->https == nullptr ? "" : rooms_->https->address();
}

std::vector<std::string> Gateway::https_routes() const {
  return rooms_->https == nullptr ? std::vector<std::string>()
                                  : rooms_->https->routes();
}

}  // namespace trivsel::gateway
