#include "deploy/sandbox/idp/doors.h"

#include <httplib.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::idp {
namespace {

using httplib::Request;
using httplib::Response;

constexpr char kJson[] = "application/json";
constexpr char kText[] = "text/plain; charset=utf-8";
constexpr size_t kMaxRequest = 1024 * 1024;

void Give(Response& response, const Answer& answer) {
  response.status = answer.status;
  response.set_header("Cache-Control", "no-store");
  if (!answer.location.empty()) {
    response.set_header("Location", answer.location);
  }
  response.set_content(answer.body, answer.type);
}

// As it came: the signature is over these octets.
std::string QueryOf(const Request& request) {
  const size_t mark = request.target.find('?');
  return mark == std::string::npos ? "" : request.target.substr(mark + 1);
}

Parameters All(const Request& request) {
  return Parameters(request.params.begin(), request.params.end());
}

void AddSaml(httplib::Server& server, SamlDesk* saml) {
  server.Get("/runtime/saml2/metadata.idp",
             [saml](const Request&, Response& response) {
               response.set_content(saml->Metadata(absl::Now()),
                                    "application/samlmetadata+xml");
             });
  server.Get("/runtime/saml2/issue.idp",
             [saml](const Request& request, Response& response) {
               Give(response, saml->Issue(QueryOf(request), absl::Now()));
             });
  server.Get("/runtime/saml2/signoff.idp",
             [saml](const Request& request, Response& response) {
               Give(response, saml->SignedOff(QueryOf(request), absl::Now()));
             });
  server.Post("/runtime/login", [saml](const Request& request,
                                       Response& response) {
    Give(response, saml->LogIn(request.get_param_value("ticket"),
                               request.get_param_value("user"), absl::Now()));
  });
  server.Get("/runtime/logout", [saml](const Request& request,
                                       Response& response) {
    Give(response, saml->LogOut(request.get_param_value("user"), absl::Now()));
  });
}

void AddOidc(httplib::Server& server, OidcDesk* oidc, SamlDesk* saml) {
  server.Get("/oidc/.well-known/openid-configuration",
             [oidc](const Request&, Response& response) {
               response.set_content(oidc->Discovery(), kJson);
             });
  server.Get("/oidc/jwks", [oidc](const Request&, Response& response) {
    response.set_content(oidc->Jwks(absl::Now()), kJson);
  });
  server.Get("/oidc/authorize",
             [oidc, saml](const Request& request, Response& response) {
               Give(response, oidc->Authorize(All(request), saml->users()));
             });
  server.Post("/oidc/login", [oidc, saml](const Request& request,
                                          Response& response) {
    Give(response, oidc->LogIn(request.get_param_value("ticket"),
                               saml->Find(request.get_param_value("user"))));
  });
  server.Post("/oidc/token",
              [oidc](const Request& request, Response& response) {
                Give(response, oidc->Token(All(request), absl::Now()));
              });
}

void Tell(Response& response, const absl::Status& status) {
  response.status = status.ok() ? 200 : 400;
  response.set_content(
      status.ok() ? "ok\n" : absl::StrCat(status.message(), "\n"), kText);
}

std::string UsersJson(const SamlDesk& saml) {
  std::string list;
  for (const mint::LoginUser& user : saml.users()) {
    absl::StrAppend(&list, list.empty() ? "" : ",",
                    mint::Json({{"key", mint::JsonText(user.key)},
                                {"name", mint::JsonText(user.name)}}));
  }
  return absl::StrCat("[", list, "]\n");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> OpenBrowsers(
    SamlDesk* saml, OidcDesk* oidc, const TlsFiles& files,
    const std::string& address, const std::string& url) {
  auto opened = Listener::OpenTls(files, address, [&](httplib::Server& server) {
    server.set_payload_max_length(kMaxRequest);
    AddSaml(server, saml);
    AddOidc(server, oidc, saml);
  });
  if (!opened.ok()) return opened.status();
  const std::string& got = (*opened)->address();
  const std::string here =
      url.empty()
          ? absl::StrCat("https://localhost", got.substr(got.rfind(':')))
          : url;
  saml->SetUrl(here);
  oidc->SetUrl(here);
  return opened;
}

absl::StatusOr<std::unique_ptr<Listener>> OpenControl(
    SamlDesk* saml, OidcDesk* oidc, sts::KeyRing* ring,
    const std::string& address) {
  return Listener::OpenLoopback(address, [=](httplib::Server& server) {
    server.Post("/sp", [saml](const Request& request, Response& response) {
      Tell(response, saml->Register(request.body, absl::Now()));
    });
    server.Post("/client", [oidc](const Request& request, Response& response) {
      Tell(response, oidc->Register(request.body));
    });
    server.Post("/roll", [ring](const Request&, Response& response) {
      Tell(response, ring->Roll(absl::Now(), absl::Now()).status());
    });
    server.Get("/metadata", [saml](const Request&, Response& response) {
      response.set_content(saml->Metadata(absl::Now()),
                           "application/samlmetadata+xml");
    });
    server.Get("/certificates", [ring](const Request&, Response& response) {
      std::string pem;
      for (const auto& one : ring->All()) pem += one.pair.certificate_pem();
      response.set_content(pem, "application/x-pem-file");
    });
    server.Get("/users", [saml](const Request&, Response& response) {
      response.set_content(UsersJson(*saml), kJson);
    });
    server.Get("/health", [](const Request&, Response& response) {
      response.set_content("{\"ok\":true}", kJson);
    });
  });
}

}  // namespace trivsel::sandbox::idp
