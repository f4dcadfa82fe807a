#include "gateway/console/page_frame.h"

#include "absl/strings/str_cat.h"
#include "gateway/console/asset_table.h"

namespace trivsel::gateway::console {
namespace {

// Where the reader is, to come back to; only of what was read by GET.
Path Here(const http::Request& request) {
  std::string text = request.path;
  if (request.method != "GET" && request.method != "HEAD")
    return Path("/overblik");
  if (!request.query.empty()) absl::StrAppend(&text, "?", request.query);
  return Path::Parse(text).value_or(Path("/overblik"));
}

void WriteSetting(const Path& here, const char* name, const char* value,
                  bool chosen, std::string_view text, std::string_view lang,
                  Html* html) {
  const Path path =
      Path("/visning").Query(name, value).Query("tilbage", here.text());
  html->Open("li");
  html->Leaf("a",
             {{"href", path},
              Attribute::If(!lang.empty(), "lang", lang),
              Attribute::If(chosen, "aria-current", "true")},
             text);
  html->Close();
}

http::Response SimplePage(const http::Request& request, int status,
                          std::string_view heading, std::string_view text) {
  const Settings settings = SettingsOf(request);
  Html html;
  OpenFrame({settings, request, heading}, &html);
  html.Open("div", {{"class", "container tr-alone"}});
  html.Open("main", {{"id", "indhold"}});
  html.Leaf("h1", heading);
  html.Leaf("p", {{"class", "tr-lead"}}, text);
  html.Open("p").Link(Path("/overblik"),
                      Say(settings.language, T::kToOverview));
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = html.TakeDocument();
  SetPageHeaders(settings, &response);
  return response;
}

struct Told {
  int status;
  T heading;
  T text;
};

Told ToldOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kPermissionDenied:
      return {403, T::kErrorForbidden, T::kErrorForbiddenText};
    case absl::StatusCode::kNotFound:
      return {404, T::kErrorNotFound, T::kErrorNotFoundText};
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kFailedPrecondition:
      return {400, T::kErrorBad, T::kErrorBadText};
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return {503, T::kErrorAway, T::kErrorAwayText};
    default:
      return {500, T::kErrorOurs, T::kErrorOursText};
  }
}

// What it is for is said by the status itself; else nothing of it is told.
std::string Sentence(Language language, const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists: {
      const absl::string_view message = status.message();
      return std::string(
          Half(language, std::string_view(message.data(), message.size())));
    }
    default:
      return std::string(Say(language, ToldOf(status.code()).text));
  }
}

}  // namespace

Path AssetPath(std::string_view name) {
  return Path("/assets").Segment(AssetVersion()).Segment(name);
}

void OpenFrame(const Frame& frame, Html* html) {
  const Language language = frame.settings.language;
  html->Open("html", {{"lang", language == Language::kEnglish ? "en" : "da"},
                      {"data-theme", ThemeName(frame.settings.theme)}});
  html->Open("head");
  html->Void("meta", {{"charset", "utf-8"}});
  html->Void("meta", {{"name", "viewport"},
                      {"content", "width=device-width, initial-scale=1"}});
  html->Void("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html->Leaf("title", absl::StrCat(std::string(frame.title), " – Trivsel"));
  for (const char* sheet : {"dkfds.css", "console.css"}) {
    html->Void("link", {{"rel", "stylesheet"}, {"href", AssetPath(sheet)}});
  }
  html->Void("link", {{"rel", "icon"}, {"href", AssetPath("favicon.svg")}});
  WriteScript(AssetPath("console.js"), html);
  html->Close();
  html->Open("body");
  html->Leaf("a", {{"class", "skipnav"}, {"href", Path("#indhold")}},
             Say(language, T::kSkip));
}

void WriteSettingLinks(const Settings& settings, const http::Request& request,
                       Html* html) {
  const Path here = Here(request);
  const Language language = settings.language;
  html->Open("ul", {{"class", "tr-choice"},
                    {"aria-label", Say(language, T::kLanguage)}});
  WriteSetting(here, "sprog", "da", language == Language::kDanish, "Dansk",
               "da", html);
  WriteSetting(here, "sprog", "en", language == Language::kEnglish, "English",
               "en", html);
  html->Close();
  html->Open("ul", {{"class", "tr-choice"},
                    {"aria-label", Say(language, T::kColours)}});
  WriteSetting(here, "farver", "auto", settings.theme == Theme::kAuto,
               Say(language, T::kThemeAuto), "", html);
  WriteSetting(here, "farver", "light", settings.theme == Theme::kLight,
               Say(language, T::kThemeLight), "", html);
  WriteSetting(here, "farver", "dark", settings.theme == Theme::kDark,
               Say(language, T::kThemeDark), "", html);
  html->Close();
}

void SetPageHeaders(const Settings& settings, http::Response* response) {
  response->headers.Set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; font-src "
      "'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
      "frame-ancestors 'none'; base-uri 'none'");
  // With no-referrer browsers would send "Origin: null" with our own forms.
  response->headers.Set("Referrer-Policy", "same-origin");
  response->headers.Set("Cross-Origin-Opener-Policy", "same-origin");
  response->headers.Set("Content-Language",
                        settings.language == Language::kEnglish ? "en" : "da");
}

http::Response ErrorPage(const Visit& visit, const absl::Status& status) {
  const Told told = ToldOf(status.code());
  Page page(visit, Section::kNone,
            std::string(Say(visit.settings.language, told.heading)));
  page.Lead(Sentence(visit.settings.language, status));
  page.html()
      .Open("p")
      .Link(Path("/overblik"), page.Say(T::kToOverview))
      .Close();
  page.html().Leaf("p", {{"class", "tr-quiet"}},
                   page.Say(T::kErrorCase, visit.request.id));
  http::Response response = page.Finish(told.status);
  if (told.status == 503) response.headers.Set("Retry-After", "10");
  return response;
}

http::Response ErrorAfterAct(const Visit& visit, const Path& back,
                             const absl::Status& status) {
  const int code = ToldOf(status.code()).status;
  if (code == 403 || code == 404) return ErrorPage(visit, status);
  return GoTo(back, Notice{Notice::Kind::kError,
                           Sentence(visit.settings.language, status)});
}

http::Response ForgedFormPage(const http::Request& request) {
  const Language language = SettingsOf(request).language;
  return SimplePage(request, 403, Say(language, T::kErrorForged),
                    Say(language, T::kErrorForgedText));
}

http::Response RefusedPage(int status) {
  const T text = status == 413   ? T::kErrorTooLarge
                 : status == 503 ? T::kErrorAwayText
                                 : T::kErrorNotFoundText;
  return SimplePage(
      http::Request(), status,
      Say(Language::kDanish, status == 503 ? T::kErrorAway : T::kErrorCannot),
      Say(Language::kDanish, text));
}

}  // namespace trivsel::gateway::console
