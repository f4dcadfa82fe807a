#include "gateway/help_page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/http/target.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway {
namespace {

namespace token = validator::token;

constexpr char kStyle[] =
    "body{font-family:sans-serif;line-height:1.5;max-width:48rem;margin:2rem "
    "auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "section{border-top:1px solid #767676;padding:.5rem 0}"
    "section:target{background:#fff6d6}h2{font-size:1.1rem;margin:.5rem 0}"
    "code{font-size:1rem}.other{color:#4d4d4d}a{color:#004d8f}"
    "@media (prefers-color-scheme:dark){body{color:#f2f2f2;background:#1a1a1a}"
    "section:target{background:#4a3f16}.other{color:#c4c4c4}a{color:#8cc4ff}}";

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

struct Language {
  const char* code;
  const char* title;
  const char* intro;
  const char* other;  // the link to the other one
};

constexpr Language kDanish = {
    "da", "Hvorfor et kald blev afvist",
    "En afvisning har en kode (reason, code). Find den her. Det, der var "
    "ventet, og det, der blev fundet, står i selve svaret. Et token kan "
    "undersøges med <code>trivsel token inspect</code>, hele opsætningen med "
    "<code>trivsel doctor</code>.",
    "<a href=\"/help/access?lang=en\" lang=\"en\" hreflang=\"en\">English</a>"};
constexpr Language kEnglish = {
    "en", "Why a call was refused",
    "A refusal has a code (reason, code). Find it here. What was expected and "
    "what was found are in the answer itself. Look at a token with "
    "<code>trivsel token inspect</code>, at the whole set-up with "
    "<code>trivsel doctor</code>.",
    "<a href=\"/help/access\" lang=\"da\" hreflang=\"da\">Dansk</a>"};

void AppendText(const char* language, const char* style,
                const std::string& sentence, const std::string& advice,
                std::string* html) {
  absl::StrAppend(html, "<p lang=\"", language, "\"", style, "><strong>",
                  Escaped(sentence), "</strong> ", Escaped(advice), "</p>\n");
}

void AppendFault(v1::AccessFault code, bool english, std::string* html) {
  const v1::AccessFaultText& text = token::TextOf(code);
  const std::string name = token::FaultName(code);
  absl::StrAppend(html, "<section id=\"", name, "\">\n<h2><code>", name,
                  "</code></h2>\n");
  const auto danish = [&](const char* style) {
    AppendText("da", style, text.danish(), text.danish_advice(), html);
  };
  if (!english) danish("");
  AppendText("en", english ? "" : " class=\"other\"", text.english(),
             text.english_advice(), html);
  if (english) danish(" class=\"other\"");
  absl::StrAppend(html, "</section>\n");
}

// The one style that the page may use is its own.
std::string SecurityPolicy() {
  const token::Sha256 digest = token::Digest(kStyle);
  return absl::StrCat(
      "default-src 'none'; style-src 'sha256-",
      absl::Base64Escape(absl::string_view(
          reinterpret_cast<const char*>(digest.data()), digest.size())),
      "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

}  // namespace

std::string AccessHelpHtml(bool english) {
  const Language& language = english ? kEnglish : kDanish;
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", language.code,
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      language.title, " – Trivsel</title>\n<style>", kStyle,
      "</style>\n</head>\n<body>\n<main>\n<h1>", language.title, "</h1>\n<p>",
      language.intro, "</p>\n<p>", language.other, "</p>\n");
  for (v1::AccessFault code : token::AllAccessFaults()) {
    AppendFault(code, english, &html);
  }
  absl::StrAppend(&html, "</main>\n</body>\n</html>\n");
  return html;
}

http::Response AccessHelp(const http::Request& request) {
  static const std::string* const pages[] = {
      new std::string(AccessHelpHtml(false)),
      new std::string(AccessHelpHtml(true))};
  static const std::string* const policy = new std::string(SecurityPolicy());
  const bool english = http::QueryValue(request.query, "lang") == "en";
  http::Response response{
      200, "text/html; charset=utf-8", *pages[english ? 1 : 0], {}};
  response.headers.Set("Content-Security-Policy", *policy);
  response.headers.Set("Cache-Control", "public, max-age=3600");
  response.headers.Set("Content-Language", english ? "en" : "da");
  return response;
}

}  // namespace trivsel::gateway
