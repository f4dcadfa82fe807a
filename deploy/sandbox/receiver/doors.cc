#include "deploy/sandbox/receiver/doors.h"

#include <httplib.h>

#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/receiver/behaviour.h"

namespace trivsel::sandbox {
namespace {

constexpr char kJson[] = "application/json";

void Deliver(Receiver& receiver, const httplib::Request& request,
             httplib::Response& response) {
  const Reply reply =
      receiver.Deliver(std::string(request.matches[1]),
                       request.get_header_value("Idempotency-Key"),
                       request.body, std::time(nullptr));
  response.status = reply.status;
  if (reply.lose) {
    // Promises more than it sends, then hangs up.
    response.set_content_provider(
        reply.body.size() + 1, kJson,
        [](size_t, size_t, httplib::DataSink&) { return false; });
    return;
  }
  response.set_content(reply.body, kJson);
}

void SetMode(Receiver& receiver, const httplib::Request& request,
             httplib::Response& response) {
  Behaviour behaviour;
  const absl::Status parsed = ParseBehaviour(request.body, &behaviour);
  if (!parsed.ok()) {
    response.status = 400;
    response.set_content(absl::StrCat(parsed.ToString(), "\n"), "text/plain");
    return;
  }
  receiver.behaviour().Set(behaviour);
  response.set_content(ToJson(behaviour), kJson);
}

void AddControl(httplib::Server& server, Receiver* receiver) {
  const auto get = [&server, receiver](const char* path, auto content) {
    server.Get(path, [receiver, content](const httplib::Request&,
                                         httplib::Response& response) {
      response.set_content(content(*receiver), kJson);
    });
  };
  get("/health", [](Receiver&) { return std::string("{\"ok\":true}"); });
  get("/mode", [](Receiver& r) { return ToJson(r.behaviour().Get()); });
  get("/reports", [](Receiver& r) { return r.ReportsJson(); });
  get("/stats", [](Receiver& r) { return r.StatsJson(); });
  get("/violations", [](Receiver& r) { return r.ViolationsJson(); });
  server.Put("/mode", [receiver](const httplib::Request& request,
                                 httplib::Response& response) {
    SetMode(*receiver, request, response);
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<Door>> Door::Behind(
    absl::StatusOr<std::unique_ptr<Listener>> listener) {
  if (!listener.ok()) return listener.status();
  return std::unique_ptr<Door>(new Door(*std::move(listener)));
}

absl::StatusOr<std::unique_ptr<Door>> Door::OpenDeliveries(
    Receiver* receiver, const TlsFiles& files, const std::string& address) {
  return Behind(
      Listener::OpenTls(files, address, [receiver](httplib::Server& server) {
        server.Put(R"(/Bundle/([A-Za-z0-9.-]{1,64}))",
                   [receiver](const httplib::Request& request,
                              httplib::Response& response) {
                     Deliver(*receiver, request, response);
                   });
      }));
}

absl::StatusOr<std::unique_ptr<Door>> Door::OpenControl(
    Receiver* receiver, const std::string& address) {
  return Behind(Listener::OpenLoopback(
      address,
      [receiver](httplib::Server& server) { AddControl(server, receiver); }));
}

}  // namespace trivsel::sandbox
