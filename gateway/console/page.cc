#include "gateway/console/page.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/console/asset_table.h"
#include "gateway/console/page_frame.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {

std::string Visit::PathValue(std::string_view name) const {
  for (const auto& [key, value] : request.path_values) {
    if (key == name) return value;
  }
  return "";
}

Page::Page(const Visit& visit, Section section, std::string title)
    : visit_(visit), section_(section), title_(std::move(title)) {
  OpenFrame({visit.settings, visit.request, title_}, &html_);
  Header();
  html_.Open("div", {{"class", "container tr-columns"}});
  Navigation();
  html_.Open("main", {{"id", "indhold"}, {"tabindex", "-1"}});
  ShowNotice();
  html_.Leaf("h1", title_);
}

void Page::Header() {
  html_.Open("header", {{"class", "tr-header"}});
  html_.Open("div", {{"class", "container tr-header-inner"}});
  html_.Open("div", {{"class", "tr-brand"}});
  html_.Leaf("a", {{"href", Path("/overblik")}, {"class", "tr-logo"}},
             Say(T::kProduct));
  html_.Leaf("span", {{"class", "tr-tagline"}}, Say(T::kTagline));
  html_.Close();
  html_.Open("div", {{"class", "tr-user"}});
  WhoIsIn();
  html_.Close().Close();
  html_.Open("div", {{"class", "tr-settings"}});
  html_.Open("div", {{"class", "container tr-settings-inner"}});
  WriteSettingLinks(visit_.settings, visit_.request, &html_);
  html_.Close().Close();
  html_.Close();
}

void Page::WhoIsIn() {
  if (visit_.guest()) {
    html_.Leaf("a",
               {{"href", Path("/login").Query("til", visit_.request.path)},
                {"class", "button button-secondary"}},
               Say(T::kLogIn));
    return;
  }
  html_.Open("p", {{"class", "tr-who"}});
  html_.Leaf("strong", visit_.who().name);
  html_.Void("br");
  html_.Leaf("span", RolesAndScope());
  html_.Close();
  OpenForm(Path::Parse(visit_.logout_path).value_or(Path("/overblik")));
  Submit(Say(T::kLogOut), "button-secondary");
  html_.Close();
}

std::string Page::RolesAndScope() const {
  std::string roles;
  const std::pair<access::Right, T> names[] = {
      {access::Right::kOperate, T::kRoleOperator},
      {access::Right::kDeliver, T::kRoleDelivery},
      {access::Right::kRegister, T::kRoleRegistrar}};
  for (const auto& [right, name] : names) {
    if (!visit_.May(right)) continue;
    absl::StrAppend(&roles, roles.empty() ? "" : ", ", std::string(Say(name)));
  }
  if (roles.empty()) roles = std::string(Say(T::kRoleReader));
  const access::Scope scope = visit_.who().ScopeOf(access::Right::kRead);
  const size_t count = scope.municipality_ids.size();
  const std::string where =
      scope.all    ? std::string(Say(T::kScopeAll))
      : count == 1 ? std::string(Say(T::kScopeOne))
                   : Say(T::kScopeSome,
                         ShowNumber(language(), static_cast<int64_t>(count)));
  return roles + " · " + where;
}

void Page::NavigationItem(Section section, const Path& path, T text) {
  const bool here = section == section_;
  html_.Open("li", {{"class", here ? "active current" : ""}});
  html_.Leaf("a",
             {{"href", path},
              {"class", "nav-link"},
              Attribute::If(here, "aria-current", "page")},
             Say(text));
  html_.Close();
}

void Page::Navigation() {
  html_.Open("nav", {{"class", "tr-nav"}, {"aria-label", Say(T::kMainMenu)}});
  html_.Open("ul", {{"class", "sidemenu"}});
  if (visit_.May(access::Right::kRead)) {
    NavigationItem(Section::kOverview, Path("/overblik"), T::kOverview);
    NavigationItem(Section::kRejections, Path("/afviste"), T::kRejections);
    NavigationItem(Section::kJobs, Path("/job"), T::kJobs);
  }
  if (visit_.MayAll(access::Right::kDeliver)) {
    NavigationItem(Section::kDeliveries, Path("/leverancer"), T::kDeliveries);
  }
  if (visit_.May(access::Right::kRead)) {
    NavigationItem(Section::kMunicipalities, Path("/kommuner"),
                   T::kMunicipalities);
  }
  NavigationItem(Section::kStandard, Path("/standard"), T::kStandard);
  html_.Close().Close();
}

void Page::ShowNotice() {
  const auto notice = NoticeOf(visit_.request);
  if (!notice) return;
  had_notice_ = true;
  const char* kind = notice->kind == Notice::Kind::kDone      ? "alert-success"
                     : notice->kind == Notice::Kind::kWarning ? "alert-warning"
                                                              : "alert-error";
  html_.Open("div", {{"class", std::string("alert ") + kind},
                     {"role", "status"},
                     {"id", "besked"}});
  html_.Leaf("p", {{"class", "alert-heading"}}, notice->text);
  if (!notice->items.empty()) {
    html_.Open("ul", {{"class", "alert-text"}});
    for (const std::string& item : notice->items) html_.Leaf("li", item);
    html_.Close();
  }
  html_.Close();
}

void Page::Lead(std::string_view text) {
  html_.Leaf("p", {{"class", "tr-lead"}}, text);
}

void Page::Alert(Notice::Kind kind, std::string_view heading,
                 std::string_view text) {
  const char* css = kind == Notice::Kind::kDone      ? "alert alert-success"
                    : kind == Notice::Kind::kWarning ? "alert alert-warning"
                                                     : "alert alert-error";
  html_.Open("div", {{"class", css}});
  html_.Leaf("p", {{"class", "alert-heading"}}, heading);
  if (!text.empty()) html_.Leaf("p", {{"class", "alert-text"}}, text);
  html_.Close();
}

void Page::OpenForm(const Path& action, std::string_view css_class) {
  html_.Open("form", {{"method", "post"},
                      {"action", action},
                      Attribute::If(!css_class.empty(), "class", css_class)});
  Hidden("csrf", visit_.session.csrf);
}

void Page::Hidden(std::string_view name, std::string_view value) {
  html_.Void("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

void Page::TextField(std::string_view name, std::string_view label,
                     std::string_view value, std::string_view hint) {
  const std::string id = absl::StrCat("felt-", std::string(name));
  html_.Open("div", {{"class", "form-group"}});
  html_.Leaf("label", {{"class", "form-label"}, {"for", id}}, label);
  if (!hint.empty()) {
    html_.Leaf("span", {{"class", "form-hint"}, {"id", id + "-hint"}}, hint);
  }
  html_.Void("input",
             {{"class", "form-input"},
              {"type", "text"},
              {"id", id},
              {"name", name},
              {"value", value},
              {"maxlength", "500"},
              {"autocomplete", "off"},
              Attribute::If(!hint.empty(), "aria-describedby", id + "-hint")});
  html_.Close();
}

void Page::TextArea(std::string_view name, std::string_view label,
                    std::string_view hint, bool required, int most) {
  const std::string id = absl::StrCat("felt-", std::string(name));
  html_.Open("div", {{"class", "form-group"}});
  html_.Leaf("label", {{"class", "form-label"}, {"for", id}}, label);
  if (!hint.empty()) {
    html_.Leaf("span", {{"class", "form-hint"}, {"id", id + "-hint"}}, hint);
  }
  html_.Open("textarea",
             {{"class", "form-input"},
              {"id", id},
              {"name", name},
              {"rows", "3"},
              {"maxlength", std::to_string(most)},
              Attribute::If(required, "required"),
              Attribute::If(required, "minlength", "5"),
              Attribute::If(!hint.empty(), "aria-describedby", id + "-hint")});
  html_.Close().Close();
}

void Page::Submit(std::string_view label, std::string_view css_class,
                  std::string_view name, std::string_view value) {
  html_.Leaf("button",
             {{"type", "submit"},
              {"class", absl::StrCat("button ", std::string(css_class))},
              Attribute::If(!name.empty(), "name", name),
              Attribute::If(!name.empty(), "value", value)},
             label);
}

void Page::Badge(std::string_view text, std::string_view kind) {
  html_.Leaf("span",
             {{"class", kind.empty()
                            ? std::string("badge")
                            : absl::StrCat("badge badge-", std::string(kind))}},
             text);
}

void Page::OpenTable(std::string_view caption,
                     std::initializer_list<Heading> headings) {
  html_.Open("div", {{"class", "tr-scroll"},
                     {"role", "region"},
                     {"aria-label", caption},
                     {"tabindex", "0"}});
  html_.Open("table", {{"class", "table table--compact"}});
  html_.Leaf("caption", {{"class", "sr-only"}}, caption);
  html_.Open("thead").Open("tr");
  for (const Heading& heading : headings) {
    html_.Leaf(
        "th",
        {{"scope", "col"}, Attribute::If(heading.numbers, "class", "num")},
        heading.text);
  }
  html_.Close().Close().Open("tbody");
}

void Page::CloseTable() { html_.Close().Close().Close(); }

void Page::Fact(std::string_view term, std::string_view text) {
  html_.Open("div");
  html_.Leaf("dt", term);
  html_.Leaf("dd", text);
  html_.Close();
}

http::Response Page::Finish(int status) {
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = html_.TakeDocument();
  SetPageHeaders(visit_.settings, &response);
  if (had_notice_) ForgetNotice(&response);
  return response;
}

}  // namespace trivsel::gateway::console
