#include "deploy/sandbox/idp/pages.h"

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::idp {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string Page(const std::string& title, const std::string& body,
                 const char* on_load = "") {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\">"
      "<title>",
      mint::XmlText(title),
      "</title><style>body{font-family:sans-serif;max-width:40rem;margin:2rem "
      "auto;padding:0 1rem}button{font-size:1rem;padding:.5rem 1rem;"
      "margin:.25rem 0}</style></head>\n<body",
      on_load, "><main><h1>", mint::XmlText(title), "</h1>\n", body,
      "</main></body></html>\n");
}

std::string Hidden(const Fields& fields) {
  std::string html;
  for (const auto& [name, value] : fields) {
    absl::StrAppend(&html, "<input type=\"hidden\" name=\"",
                    mint::XmlText(name), "\" value=\"", mint::XmlText(value),
                    "\">\n");
  }
  return html;
}

std::string FormTo(const std::string& action, const Fields& hidden,
                   const std::string& content) {
  return absl::StrCat("<form method=\"post\" action=\"", mint::XmlText(action),
                      "\">\n", Hidden(hidden), content, "</form>\n");
}

}  // namespace

Answer Refused(const std::string& why) {
  return {400, Page("Afvist", absl::StrCat("<p>", mint::XmlText(why), "</p>"))};
}

Answer SeeOther(const std::string& location) {
  Answer answer;
  answer.status = 303;
  answer.location = location;
  return answer;
}

Answer Told(const std::string& title, const std::string& text) {
  return {200, Page(title, absl::StrCat("<p>", mint::XmlText(text), "</p>"))};
}

Answer ChooseUser(const std::vector<mint::LoginUser>& users,
                  const std::string& action, const Fields& hidden) {
  std::string buttons;
  for (const mint::LoginUser& user : users) {
    absl::StrAppend(&buttons, "<p><button name=\"user\" value=\"",
                    mint::XmlText(user.key), "\">", mint::XmlText(user.name),
                    "</button> ", mint::XmlText(user.organisation), "</p>\n");
  }
  return {200, Page("Hvem er du? (sandkasse)",
                    absl::StrCat("<p>Opdigtede brugere; ingen adgangskode.</p>",
                                 FormTo(action, hidden, buttons)))};
}

Answer SendOn(const std::string& action, const Fields& hidden) {
  return {200,
          Page("Et øjeblik", FormTo(action, hidden, "<button>Fortsæt</button>"),
               " onload=\"document.forms[0].submit()\"")};
}

}  // namespace trivsel::sandbox::idp
