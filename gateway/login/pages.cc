#include "gateway/login/pages.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::login {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;

constexpr char kStyle[] =
    "body{font-family:sans-serif;line-height:1.5;max-width:40rem;margin:2rem "
    "auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.5rem}.other{color:#4d4d4d}"
    "a{color:#004d8f}a:focus{outline:3px solid #004d8f;outline-offset:2px}"
    "code{font-size:1rem;overflow-wrap:anywhere}"
    "@media (prefers-color-scheme:dark){body{color:#f2f2f2;background:#1a1a1a}"
    ".other{color:#c4c4c4}a{color:#8cc4ff}a:focus{outline-color:#8cc4ff}}";

std::string Escaped(std::string_view text) {
  return absl::StrReplaceAll(
      absl::string_view(text.data(), text.size()),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string Base64(std::string_view octets) {
  // A CSP hash is in the other alphabet, padded.
  std::string text = token::Base64Url(octets);
  for (char& c : text) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

const std::string& Policy() {
  static const auto* policy = [] {
    const token::Sha256 digest = token::Digest(kStyle);
    return new std::string(absl::StrCat(
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; style-src 'sha256-",
        Base64({reinterpret_cast<const char*>(digest.data()), digest.size()}),
        "'"));
  }();
  return *policy;
}

struct Page {
  int status = 200;
  std::string title = {};          // Danish
  std::string english_title = {};  // shown under it
  std::string body = {};           // HTML
  std::string head = {};           // HTML
};

http::Response Answer(const Page& page) {
  http::Response response;
  response.status = page.status;
  response.content_type = kHtml;
  response.headers.Set("Content-Security-Policy", Policy());
  response.body = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"da\">\n<head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\"><title>",
      Escaped(page.title), " - Trivsel</title><style>", kStyle, "</style>",
      page.head, "</head>\n<body><main>\n<h1>", Escaped(page.title),
      "</h1>\n<p class=\"other\" lang=\"en\">", Escaped(page.english_title),
      "</p>\n", page.body, "</main></body>\n</html>\n");
  return response;
}

std::string Paragraphs(std::string_view danish, std::string_view english) {
  return absl::StrCat("<p>", Escaped(danish),
                      "</p>\n<p class=\"other\" lang=\"en\">", Escaped(english),
                      "</p>\n");
}

std::string Again() {
  return "<p><a href=\"/login\">Log ind / <span lang=\"en\">Log "
         "in</span></a></p>\n";
}

std::string Trace(std::string_view code, std::string_view request_id) {
  return absl::StrCat("<p>Kode / <span lang=\"en\">code</span>: <code>",
                      Escaped(code), "</code>, <code>", Escaped(request_id),
                      "</code></p>\n");
}

}  // namespace

http::Response RefusedPage(const token::Fault& fault,
                           std::string_view request_id) {
  const v1::AccessFaultText& text = token::TextOf(fault.code);
  Page page;
  page.status = text.grpc_code() == 14                            ? 503
                : text.grpc_code() == 7 || text.grpc_code() == 16 ? 403
                                                                  : 400;
  page.title = "Login blev afvist";
  page.english_title = "The login was refused";
  page.body = absl::StrCat(
      Paragraphs(
          absl::StrCat(token::DanishSentence(fault), " ", text.danish_advice()),
          absl::StrCat(token::EnglishSentence(fault), " ",
                       text.english_advice())),
      Trace(token::FaultName(fault.code), request_id), Again());
  return Answer(page);
}

http::Response NoRightsPage(const std::vector<std::string>& roles,
                            std::string_view request_id) {
  Page page;
  page.status = 403;
  page.title = "Du har ikke adgang";
  page.english_title = "You may not come in";
  std::string list;
  for (const std::string& role : roles) {
    absl::StrAppend(&list, "<li><code>", Escaped(role), "</code></li>\n");
  }
  page.body = absl::StrCat(
      Paragraphs(
          "Du er logget rigtigt ind, men har ingen rolle her for en kommune, "
          "vi kender. Bed din brugeradministrator om en af disse roller for "
          "din kommune (med dataafgrænsning på KLE skal den dække emnet):",
          "You are logged in, but have no role here for a municipality that "
          "we know. Ask your user administrator for one of these roles for "
          "your municipality (if it is limited to KLE subjects, they must "
          "cover ours):"),
      "<ul>\n", list, "</ul>\n",
      Trace(token::FaultName(v1::ACCESS_FAULT_ROLE_MISSING), request_id),
      Again());
  return Answer(page);
}

http::Response ChoicePage(std::string_view saml_path,
                          std::string_view oidc_path) {
  Page page;
  page.title = "Log ind";
  page.english_title = "Log in";
  page.body = absl::StrCat(
      "<ul>\n<li><a href=\"", Escaped(saml_path),
      "\">Med kommunens login (Context Handler) / <span lang=\"en\">With the "
      "municipality's login</span></a></li>\n<li><a href=\"",
      Escaped(oidc_path),
      "\">Med OpenID Connect / <span lang=\"en\">With OpenID "
      "Connect</span></a></li>\n</ul>\n");
  return Answer(page);
}

http::Response LoggedOutPage(std::string_view onward) {
  Page page;
  page.title = "Du er logget ud";
  page.english_title = "You are logged out";
  if (onward.empty()) {
    page.body = absl::StrCat(Paragraphs("Luk browseren, hvis andre bruger den.",
                                        "Close the browser if others use it."),
                             Again());
    return Answer(page);
  }
  const std::string address = Escaped(onward);
  page.head = absl::StrCat(
      "<meta http-equiv=\"refresh\" content=\"0;url=", address, "\">");
  page.body = absl::StrCat(
      Paragraphs("Her er du logget ud. Nu logges du også ud, hvor du loggede "
                 "ind.",
                 "You are logged out here, and go on to be logged out where "
                 "you logged in."),
      "<p><a href=\"", address,
      "\">Fortsæt / <span lang=\"en\">Continue</span></a></p>\n");
  return Answer(page);
}

http::Response NotLoggedInPage() {
  Page page;
  page.status = 401;
  page.title = "Du er ikke logget ind";
  page.english_title = "You are not logged in";
  page.body = absl::StrCat(
      Paragraphs("Sessionen er slut, eller du har ikke logget ind. Det, du "
                 "sendte, er ikke udført.",
                 "The session has ended, or you have not logged in. What you "
                 "sent was not done."),
      Again());
  return Answer(page);
}

http::Response UnavailablePage(std::string_view request_id) {
  http::Response response = RefusedPage(
      {v1::ACCESS_FAULT_TEMPORARILY_UNAVAILABLE, "", ""}, request_id);
  response.headers.Set("Retry-After", "5");
  return response;
}

http::Response SeeOther(std::string_view location) {
  http::Response response;
  response.status = 303;
  response.headers.Set("Location", std::string(location));
  return response;
}

}  // namespace trivsel::gateway::login
