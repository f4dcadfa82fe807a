#include "tests/gateway/console/fake_desks.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/console/settings.h"
#include "tests/gateway/console/fake_review.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;
using access::Right;

uint8_t Rights(std::initializer_list<Right> rights) {
  uint8_t bits = 0;
  for (const Right right : rights) bits |= static_cast<uint8_t>(right);
  return bits;
}

std::shared_ptr<const access::Operator> OperatorOf(const std::string& user) {
  auto who = std::make_shared<access::Operator>();
  who->actor = absl::StrCat("operator:", user);
  if (user == "anne") {
    who->name = "Anne Holm";
    who->grants.push_back({Rights({Right::kRead, Right::kOperate,
                                   Right::kDeliver, Right::kRegister}),
                           true, 0});
  } else if (user == "bo") {
    who->name = "Bo Lund";
    who->grants.push_back({Rights({Right::kRead, Right::kOperate}), false, 1});
  } else if (user == "rie") {
    who->name = "Rie Dahl";
    who->grants.push_back({Rights({Right::kRead}), true, 0});
  } else if (user == "nul") {
    who->name = "Nul Ret";
  } else {
    return nullptr;
  }
  return who;
}

v1::OnboardingTask TaskOf(const FakeMunicipality& where, int number) {
  static constexpr const char* kTitles[][2] = {
      {"Underskriv tilslutningsaftalen", "Sign the connection agreement"},
      {"Underskriv databehandleraftalen", "Sign the data processing agreement"},
      {"Arkivér de underskrevne dokumenter", "Archive the signed documents"},
      {"Vælg fagsystem", "Choose the vendor system"},
      {"Få den første testindberetning godkendt",
       "Have the first test report accepted"}};
  static constexpr v1::TaskState kStates[] = {
      v1::TASK_STATE_DONE, v1::TASK_STATE_ENDING, v1::TASK_STATE_OVERDUE,
      v1::TASK_STATE_DONE, v1::TASK_STATE_WAITING};
  v1::OnboardingTask task;
  task.set_municipality_cvr(where.cvr);
  task.set_municipality_name(where.name);
  task.set_owner(number == 2   ? v1::TASK_OWNER_REGISTRAR
                 : number == 4 ? v1::TASK_OWNER_VENDOR
                               : v1::TASK_OWNER_MUNICIPALITY);
  task.set_state(where.id == 1 ? v1::TASK_STATE_DONE : kStates[number]);
  task.set_danish_title(kTitles[number][0]);
  task.set_english_title(kTitles[number][1]);
  if (task.state() != v1::TASK_STATE_DONE) {
    task.set_due_on("2026-12-03");
    task.set_danish_advice("Gør det, før fristen udløber.");
    task.set_english_advice("Do it before the day has passed.");
  }
  return task;
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

}  // namespace

FakeDeliveries::FakeDeliveries(absl::Time now) : now_(now) {
  queue::DestinationReport national;
  national.name = "national";
  national.pending = 172;
  national.pending_bytes = 1'340'000;
  national.unsettled = 6;
  national.oldest_received_at = now - absl::Minutes(7);
  national.last_answer_at = now - absl::Seconds(3);
  national.holders = {{"gw-1", 32, false, ""}, {"gw-2", 32, false, ""}};
  queue::DestinationReport statistics;
  statistics.name = "statistik";
  statistics.pending = queue::DestinationReport::kMostCounted;
  statistics.pending_bytes = 88'000'000;
  statistics.unsettled = 64;
  statistics.stuck = 3;
  statistics.oldest_received_at = now - absl::Hours(31);
  statistics.last_answer_at = now - absl::Hours(5);
  statistics.holders = {{"gw-1", 32, true, "HTTP 503"},
                        {"gw-2", 32, true, "HTTP 503"}};
  reports_ = {national, statistics};
}

queue::DestinationReport* FakeDeliveries::Find(const std::string& name) {
  for (queue::DestinationReport& one : reports_) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

absl::StatusOr<std::vector<queue::DestinationReport>> FakeDeliveries::Status() {
  std::lock_guard lock(mutex_);
  return reports_;
}

absl::StatusOr<queue::Hold> FakeDeliveries::Pause(
    const access::Operator& who, const std::string& destination,
    const std::string& reason) {
  std::lock_guard lock(mutex_);
  queue::DestinationReport* one = Find(destination);
  if (one == nullptr) return absl::NotFoundError("");
  if (reason.empty()) {
    return absl::InvalidArgumentError("Skriv en begrundelse. / Give a reason.");
  }
  if (one->paused_at) {
    return queue::Hold{*one->paused_at, one->paused_by, one->pause_reason,
                       false};
  }
  one->paused_at = now_;
  one->paused_by = who.name;
  one->pause_reason = reason;
  return queue::Hold{now_, who.name, reason, true};
}

absl::StatusOr<bool> FakeDeliveries::Resume(const std::string& /*actor*/,
                                            const std::string& destination) {
  std::lock_guard lock(mutex_);
  queue::DestinationReport* one = Find(destination);
  if (one == nullptr) return absl::NotFoundError("");
  const bool was = one->paused_at.has_value();
  one->paused_at.reset();
  return was;
}

absl::StatusOr<ReplayEstimate> FakeDeliveries::Estimate(
    const queue::ReplayOrder& order) {
  std::lock_guard lock(mutex_);
  if (Find(order.destination) == nullptr) return absl::NotFoundError("");
  return ReplayEstimate{{812, 40533, 2, 31}, false};
}

absl::StatusOr<queue::Replay> FakeDeliveries::Begin(
    const std::string& /*actor*/, const queue::ReplayOrder& order) {
  std::lock_guard lock(mutex_);
  queue::Replay replay;
  replay.id = static_cast<int64_t>(replays_.size()) + 1;
  replay.order = order;
  replays_[replay.id] = replay;
  return replay;
}

absl::StatusOr<queue::Replay> FakeDeliveries::Load(int64_t replay_id) {
  std::unique_lock lock(mutex_);
  const auto found = replays_.find(replay_id);
  if (found == replays_.end()) return absl::NotFoundError("");
  const queue::Replay replay = found->second;
  lock.unlock();
  if (after_loading) after_loading(replay_id);
  return replay;
}

absl::StatusOr<int64_t> FakeDeliveries::Left(const queue::Replay& /*replay*/) {
  return 0;
}

absl::Status FakeDeliveries::GoOn(const std::string& /*actor*/,
                                  queue::Replay* replay) {
  if (before_going_on) before_going_on(replay->id);
  std::lock_guard lock(mutex_);
  replay->done.batches += 203;
  replay->done.reports += 10133;
  replay->ended = replay->done.batches >= 812;
  replays_[replay->id] = *replay;
  return absl::OkStatus();
}

absl::StatusOr<RegistryView> FakeRegistry::View(const access::Scope& scope) {
  RegistryView view;
  for (const FakeMunicipality& one : kFakeMunicipalities) {
    if (!scope.Covers(one.id)) continue;
    v1::Municipality municipality;
    municipality.set_cvr(one.cvr);
    municipality.set_name(one.name);
    municipality.add_sor_codes("451000016003");
    view.municipalities.push_back(municipality);
    for (int i = 0; i < 5; ++i) view.tasks.push_back(TaskOf(one, i));
  }
  view.submitters.assign(std::begin(kFakeSubmitters),
                         std::end(kFakeSubmitters));
  return view;
}

absl::StatusOr<v1::GetMunicipalityResponse> FakeRegistry::Municipality(
    const access::Scope& scope, const std::string& cvr) {
  for (const FakeMunicipality& one : kFakeMunicipalities) {
    if (one.cvr != cvr || !scope.Covers(one.id)) continue;
    v1::GetMunicipalityResponse response;
    response.mutable_municipality()->set_cvr(one.cvr);
    response.mutable_municipality()->set_name(one.name);
    for (int i = 0; i < 5; ++i) *response.add_tasks() = TaskOf(one, i);
    v1::Agreement* agreement = response.add_agreements();
    agreement->set_kind(v1::AGREEMENT_KIND_CONNECTION);
    agreement->set_reference("TA-2026-017");
    agreement->set_signed_on("2026-02-11");
    agreement->set_delete_on("2026-12-03");
    agreement->set_sha256(std::string(31, '\x5a') + '\x01');
    SetTime(now_ + absl::Hours(24 * 300), agreement->mutable_valid_until());
    v1::Permission* permission = response.add_permissions();
    permission->set_submitter(kFakeSubmitters[0]);
    v1::MunicipalityContact* contact = response.add_contacts();
    contact->set_role(v1::CONTACT_ROLE_IT);
    contact->set_name("It-afdelingen");
    contact->set_email("it@example.dk");
    return response;
  }
  return absl::NotFoundError("");
}

absl::StatusOr<std::vector<v1::Warning>> FakeRegistry::Warnings(
    const access::Scope& scope, int /*days*/, const std::string& cvr) {
  std::vector<v1::Warning> warnings;
  const auto add = [&](int days, const char* danish, const char* english) {
    v1::Warning warning;
    warning.set_days_left(days);
    warning.set_danish(danish);
    warning.set_english(english);
    SetTime(now_ + absl::Hours(24) * days, warning.mutable_end_time());
    warnings.push_back(warning);
  };
  if (scope.all && cvr.empty()) {
    add(-2, "Certifikatet for Omsorg Online er udløbet.",
        "The certificate of Omsorg Online has ended.");
    add(5, "Certifikatet for Fagsystem A/S udløber.",
        "The certificate of Fagsystem A/S ends.");
  }
  if (cvr == kFakeMunicipalities[1].cvr) return warnings;
  add(24, "Databehandleraftalen med Korsbæk Kommune udløber.",
      "The data processing agreement with Korsbæk Kommune ends.");
  return warnings;
}

std::variant<login::Session, http::Response> FakeGate::Enter(
    const http::Request& request) {
  const std::string user = CookieOf(request, "bruger").value_or("");
  login::Session session{OperatorOf(user), absl::StrCat("csrf-", user),
                         absl::InfiniteFuture()};
  if (session.who != nullptr) return session;
  http::Response response;
  response.status = request.method == "GET" ? 303 : 401;
  if (request.method == "GET") {
    response.headers.Set("Location", "/log-ind/anne");
  }
  return response;
}

bool FakeGate::CheckForm(const http::Request& request,
                         const login::Session& session,
                         std::string_view csrf_field) const {
  const std::string* site = request.headers.Find("Sec-Fetch-Site");
  const std::string* origin = request.headers.Find("Origin");
  const std::string* host = request.headers.Find("Host");
  if (site != nullptr && *site != "same-origin") return false;
  if (origin != nullptr &&
      (host == nullptr || *origin != absl::StrCat("https://", *host))) {
    return false;
  }
  return csrf_field == session.csrf;
}

void FakeGate::AddRoutes(http::Routes* routes) {
  http::Route in{"GET", "/log-ind/{bruger}", [](const http::Request& request) {
                   http::Response response;
                   response.status = 303;
                   response.headers.Set("Location", "/");
                   response.headers.Set(
                       "Set-Cookie",
                       absl::StrCat("bruger=", request.path_values[0].second,
                                    "; Path=/; Secure; HttpOnly"));
                   return response;
                 }};
  routes->Add(std::move(in));
  http::Route out{"POST", "/log-ud", [](const http::Request& /*request*/) {
                    http::Response response;
                    response.status = 200;
                    response.content_type = "text/plain; charset=utf-8";
                    response.body = "Logget ud / logged out\n";
                    response.headers.Set(
                        "Set-Cookie",
                        "bruger=; Path=/; Secure; HttpOnly; Max-Age=0");
                    return response;
                  }};
  out.max_body_bytes = 4096;
  routes->Add(std::move(out));
}

}  // namespace trivsel::gateway::console
