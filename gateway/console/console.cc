#include "gateway/console/console.h"

#include <string>
#include <utility>
#include <variant>

#include "gateway/console/asset_routes.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/pages.h"

namespace trivsel::gateway::console {
namespace {

http::Response ToOverview(const http::Request& /*request*/) {
  http::Response response;
  response.status = 303;
  response.headers.Set("Location", "/overblik");
  return response;
}

http::Response Refused(const http::Refusal& refusal) {
  return RefusedPage(refusal.status);
}

http::Route RouteOf(
    const char* method, const char* path,
    std::function<http::Response(const http::Request&)> handle) {
  http::Route route;
  route.method = method;
  route.path = path;
  route.handle = std::move(handle);
  route.refuse = Refused;
  return route;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Console>> Console::Create(Parts parts) {
  auto standard = StandardBook::Create();
  if (!standard.ok()) return standard.status();
  return std::unique_ptr<Console>(
      new Console(std::move(parts), *std::move(standard)));
}

Console::Console(Parts parts, std::unique_ptr<const StandardBook> standard)
    : parts_(std::move(parts)),
      standard_(std::move(standard)),
      replays_(std::make_unique<ReplayRunner>(&parts_.deliveries)) {}

http::Response Console::Answer(const http::Request& request,
                               Handler handler) const {
  std::variant<login::Session, http::Response> entered =
      parts_.gate.Enter(request);
  if (auto* instead = std::get_if<http::Response>(&entered)) {
    return std::move(*instead);
  }
  const auto& session = std::get<login::Session>(entered);
  Visit visit{request, session};
  visit.settings = SettingsOf(request);
  visit.logout_path = parts_.gate.logout_path();
  visit.now = parts_.now();
  visit.query = Form::Read(request.query);
  if (request.method == "POST") {
    visit.form = Form::Read(request.body);
    if (!parts_.gate.CheckForm(request, session, visit.form.Value("csrf"))) {
      return ForgedFormPage(request);
    }
  }
  review::ReviewOperations* review = parts_.review();
  if (review == nullptr) {
    return ErrorPage(visit, absl::UnavailableError("starting"));
  }
  const Desks desks{*review, parts_.registry, parts_.deliveries, *replays_,
                    *standard_};
  return handler(visit, desks);
}

// Vendors are sent here from their rejected reports, and have no login: it is
// the public standard, and nothing of any report.
http::Response Console::Standard(const http::Request& request) const {
  std::variant<login::Session, http::Response> entered =
      parts_.gate.Enter(request);
  const login::Session guest{std::make_shared<const access::Operator>(), "",
                             absl::InfiniteFuture()};
  const auto* session = std::get_if<login::Session>(&entered);
  Visit visit{request, session == nullptr ? guest : *session};
  visit.settings = SettingsOf(request);
  visit.logout_path = parts_.gate.logout_path();
  visit.now = parts_.now();
  return ShowStandard(visit, *standard_);
}

void Console::AddGet(const char* path, Handler handler,
                     http::Routes* routes) const {
  routes->Add(RouteOf("GET", path, [this, handler](const auto& request) {
    return Answer(request, handler);
  }));
}

void Console::AddPost(const char* path, Handler handler,
                      http::Routes* routes) const {
  http::Route route =
      RouteOf("POST", path, [this, handler](const auto& request) {
        return Answer(request, handler);
      });
  route.max_body_bytes = kMaxFormBytes;
  route.content_types = {"application/x-www-form-urlencoded"};
  routes->Add(std::move(route));
}

void Console::AddRoutes(http::Routes* routes) const {
  routes->Add(RouteOf("GET", "/", ToOverview));
  routes->Add(RouteOf("GET", "/visning", ChangeSettings));
  routes->Add(RouteOf("GET", "/assets/{version}/{name}", ServeAsset));
  AddGet("/overblik", ShowOverview, routes);
  AddGet("/afviste", ShowGroups, routes);
  AddGet("/afviste/liste", ShowRejections, routes);
  AddPost("/afviste/handling", ActOnRejections, routes);
  AddGet("/job", ShowJobs, routes);
  AddPost("/job", StartJob, routes);
  AddGet("/job/{id}", ShowJob, routes);
  AddPost("/job/{id}/stop", StopJob, routes);
  AddGet("/indberetning/{key}", ShowReport, routes);
  AddPost("/indberetning/{key}/handling", ActOnReport, routes);
  AddPost("/indberetning/{key}/cpr", RevealOnReport, routes);
  AddGet("/leverancer", ShowDeliveries, routes);
  AddPost("/leverancer/{name}/pause", PauseDestination, routes);
  AddPost("/leverancer/{name}/genoptag", ResumeDestination, routes);
  AddGet("/leverancer/{name}/genafspil", ShowReplayForm, routes);
  AddPost("/leverancer/{name}/genafspil", StartReplay, routes);
  AddGet("/genafspilning/{id}", ShowReplay, routes);
  AddPost("/genafspilning/{id}/fortsaet", ContinueReplay, routes);
  AddGet("/kommuner", ShowMunicipalities, routes);
  AddGet("/kommuner/{cvr}", ShowMunicipality, routes);
  routes->Add(RouteOf("GET", "/standard", [this](const auto& request) {
    return Standard(request);
  }));
}

}  // namespace trivsel::gateway::console
