// What every page has: who asks and how they want to see it, the frame with
// header and navigation, the answer with its headers.
#ifndef TRIVSEL_GATEWAY_CONSOLE_PAGE_H_
#define TRIVSEL_GATEWAY_CONSOLE_PAGE_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/console/form.h"
#include "gateway/console/html.h"
#include "gateway/console/notice.h"
#include "gateway/console/settings.h"
#include "gateway/console/texts.h"
#include "gateway/http/message.h"
#include "gateway/login/session.h"

namespace trivsel::gateway::console {

// One request, for the time that it takes.
struct Visit {
  const http::Request& request;
  const login::Session& session;
  Settings settings = {};
  std::string logout_path = {};
  absl::Time now = absl::UnixEpoch();
  Form query = {};
  Form form = {};  // of a POST

  const access::Operator& who() const { return *session.who; }
  // Not logged in: sees only what is everybody's.
  bool guest() const { return session.who->actor.empty(); }
  bool May(access::Right right) const { return who().Has(right); }
  // For all municipalities.
  bool MayAll(access::Right right) const { return who().ScopeOf(right).all; }
  // "{name}" of the route; empty if there is none.
  std::string PathValue(std::string_view name) const;
};

enum class Section {
  kNone,
  kOverview,
  kRejections,
  kJobs,
  kDeliveries,
  kMunicipalities,
  kStandard,
};

// Over a column of a table; over numbers, whose cells are of class "num", it
// stands on the side where they do.
struct Heading {
  // NOLINTNEXTLINE(google-explicit-constructor)
  Heading(std::string_view words, bool over_numbers = false)
      : text(words), numbers(over_numbers) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Heading(const char* words) : Heading(std::string_view(words)) {}

  std::string_view text;
  bool numbers;
};
inline Heading OverNumbers(std::string_view text) { return {text, true}; }

// One page that is being written. Not thread safe.
class Page {
 public:
  // `title` is also the heading.
  Page(const Visit& visit, Section section, std::string title);

  Html& html() { return html_; }
  Language language() const { return visit_.settings.language; }
  const Visit& visit() const { return visit_; }

  std::string_view Say(T text) const { return console::Say(language(), text); }
  std::string Say(T text, std::string_view first,
                  std::string_view second = "") const {
    return console::Say(language(), text, first, second);
  }

  // A sentence under the heading.
  void Lead(std::string_view text);
  void Alert(Notice::Kind kind, std::string_view heading,
             std::string_view text = "");
  // <form method=post> with its token, to be ended with Close().
  void OpenForm(const Path& action, std::string_view css_class = "");
  void Hidden(std::string_view name, std::string_view value);
  // A label with a field under it; `hint` may be empty.
  void TextField(std::string_view name, std::string_view label,
                 std::string_view value, std::string_view hint = "");
  void TextArea(std::string_view name, std::string_view label,
                std::string_view hint, bool required, int most);
  void Submit(std::string_view label, std::string_view css_class,
              std::string_view name = "", std::string_view value = "");
  void Badge(std::string_view text, std::string_view kind = "");
  // <table> that scrolls by itself where it is too wide; ended by CloseTable.
  void OpenTable(std::string_view caption,
                 std::initializer_list<Heading> headings);
  void CloseTable();
  // A term and what it is, within Open("dl").
  void Fact(std::string_view term, std::string_view text);

  http::Response Finish(int status = 200);

 private:
  void Header();
  void WhoIsIn();
  std::string RolesAndScope() const;
  void Navigation();
  void NavigationItem(Section section, const Path& path, T text);
  void ShowNotice();

  const Visit& visit_;
  const Section section_;
  const std::string title_;
  Html html_;
  bool had_notice_ = false;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_PAGE_H_
