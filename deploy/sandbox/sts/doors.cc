#include "deploy/sandbox/sts/doors.h"

#include <httplib.h>
#include <openssl/ssl.h>

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/bad_desk.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::sts {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kPem[] = "application/x-pem-file";
constexpr size_t kMaxRequest = 1024 * 1024;

// DER of the client certificate. The handshake demands one.
std::string PeerOf(const httplib::Request& request) {
  X509* peer = SSL_get1_peer_certificate(request.ssl);
  if (peer == nullptr) return "";
  unsigned char* octets = nullptr;
  const int size = i2d_X509(peer, &octets);
  X509_free(peer);
  if (size <= 0) return "";
  std::string der(reinterpret_cast<char*>(octets), static_cast<size_t>(size));
  OPENSSL_free(octets);
  return der;
}

void Give(httplib::Response& response, const Answer& answer) {
  response.status = answer.status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(answer.body, kJson);
}

void Refuse(httplib::Response& response, int status,
            const std::string& reason) {
  response.status = status;
  response.set_content(reason + "\n", kText);
}

// ?activate=now|SECONDS; without it only announced.
std::optional<absl::Time> ActiveFrom(const httplib::Request& request,
                                     absl::Time now) {
  if (!request.has_param("activate")) return absl::InfiniteFuture();
  const std::string when = request.get_param_value("activate");
  if (when == "now") return now;
  int64_t seconds = 0;
  if (!absl::SimpleAtoi(when, &seconds) || seconds < 0 ||
      seconds > 366 * 24 * 3600) {
    return std::nullopt;
  }
  return now + absl::Seconds(seconds);
}

std::string Described(const SigningCertificate& certificate) {
  return mint::Json(
      {{"number", absl::StrCat(certificate.number)},
       {"kid", mint::JsonText(certificate.pair.x5t())},
       {"active_from", mint::JsonText(absl::FormatTime(absl::RFC3339_sec,
                                                       certificate.active_from,
                                                       absl::UTCTimeZone()))}});
}

void Roll(KeyRing& ring, const httplib::Request& request,
          httplib::Response& response) {
  const absl::Time now = absl::Now();
  const std::optional<absl::Time> from = ActiveFrom(request, now);
  if (!from) return Refuse(response, 400, "activate must be now or SECONDS");
  const auto rolled = ring.Roll(now, *from);
  if (!rolled.ok()) {
    return Refuse(response, 500, rolled.status().ToString());
  }
  response.set_content(Described(*rolled) + "\n", kJson);
}

// `curl -X POST` sends no body and does not say so; the server would wait for
// one until the connection ends.
bool HasNoBody(const httplib::Request& request) {
  return !request.has_header("Content-Length") &&
         !request.has_header("Transfer-Encoding");
}

void Bad(const IssueDesk& desk, const httplib::Request& request,
         httplib::Response& response) {
  const auto der = mint::CertificateDerOfPem(request.body);
  if (!der.ok()) {
    return Refuse(response, 400,
                  "the body must be the client certificate, PEM");
  }
  BadOrder order;
  order.peer_der = *der;
  const auto take = [&request](const char* name, std::string* value) {
    if (request.has_param(name)) *value = request.get_param_value(name);
  };
  take("kind", &order.kind);
  take("cvr", &order.cvr);
  take("client_id", &order.client_id);
  take("audience", &order.audience);
  const auto token = MakeBad(desk, order, absl::Now());
  if (!token.ok()) {
    return Refuse(response, 404, std::string(token.status().message()));
  }
  response.set_header("Trivsel-Expected", ExpectedOf(*token));
  response.set_content(token->text, "application/octet-stream");
}

std::string Certificates(const KeyRing& ring, bool with_expired) {
  std::string pem;
  for (const SigningCertificate& certificate : ring.All()) {
    absl::StrAppend(&pem, certificate.pair.certificate_pem());
  }
  if (with_expired) pem += ring.expired().certificate_pem();
  return pem;
}

void AddTokens(httplib::Server& server, const IssueDesk* desk) {
  server.set_payload_max_length(kMaxRequest);
  server.Post(
      "/runtime/api/rest/oauth/v1/issue",
      [desk](const httplib::Request& request, httplib::Response& response) {
        const IssueDesk::Parameters parameters(request.params.begin(),
                                               request.params.end());
        Give(response,
             desk->IssueJwt(parameters, PeerOf(request), absl::Now()));
      });
  server.Post(
      "/runtime/api/rest/wstrust/v1/issue",
      [desk](const httplib::Request& request, httplib::Response& response) {
        Give(response,
             desk->IssueSaml(request.body, PeerOf(request), absl::Now()));
      });
  server.Get("/runtime/saml2/metadata.idp",
             [desk](const httplib::Request&, httplib::Response& response) {
               response.set_content(desk->Metadata(absl::Now()),
                                    "application/samlmetadata+xml");
             });
}

void AddControl(httplib::Server& server, const IssueDesk* desk, KeyRing* ring) {
  using httplib::Request;
  using httplib::Response;
  server.Post("/roll", [ring](const Request& request, Response& response) {
    Roll(*ring, request, response);
  });
  server.set_pre_routing_handler(
      [ring](const Request& request, Response& response) {
        if (request.method != "POST" || request.path != "/roll" ||
            !HasNoBody(request)) {
          return httplib::Server::HandlerResponse::Unhandled;
        }
        Roll(*ring, request, response);
        return httplib::Server::HandlerResponse::Handled;
      });
  server.Post("/bad", [desk](const Request& request, Response& response) {
    Bad(*desk, request, response);
  });
  server.Get("/kinds", [desk](const Request&, Response& response) {
    response.set_content(KindsJson(*desk, absl::Now()), kJson);
  });
  server.Get("/certificates",
             [ring](const Request& request, Response& response) {
               response.set_content(
                   Certificates(*ring, request.has_param("expired")), kPem);
             });
  server.Get("/ca", [ring](const Request&, Response& response) {
    response.set_content(ring->authority().pair().certificate_pem(), kPem);
  });
  server.Get("/metadata", [desk](const Request&, Response& response) {
    response.set_content(desk->Metadata(absl::Now()),
                         "application/samlmetadata+xml");
  });
  server.Get("/health", [](const Request&, Response& response) {
    response.set_content("{\"ok\":true}", kJson);
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> OpenTokens(
    const IssueDesk* desk, const TlsFiles& files, const std::string& address) {
  return Listener::OpenTls(files, address, [desk](httplib::Server& server) {
    AddTokens(server, desk);
  });
}

absl::StatusOr<std::unique_ptr<Listener>> OpenControl(
    const IssueDesk* desk, KeyRing* ring, const std::string& address) {
  return Listener::OpenLoopback(address, [desk, ring](httplib::Server& server) {
    AddControl(server, desk, ring);
  });
}

}  // namespace trivsel::sandbox::sts
