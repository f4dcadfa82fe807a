#include "gateway/console/act_form.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;

struct ActChoice {
  const char* value;
  T label;
  bool job;
};
constexpr ActChoice kChoices[] = {
    {"tag", T::kActTake, true},         {"giv", T::kActGive, true},
    {"proev", T::kActRevalidate, true}, {"tilbage", T::kActReturn, true},
    {"luk", T::kActDismiss, true},      {"note", T::kActComment, false},
    {"fri", T::kActRelease, false}};

absl::Status NoAct() {
  return absl::InvalidArgumentError(
      "Vælg, hvad der skal ske. / Choose what is to be done.");
}

absl::Status ToNobody() {
  return absl::InvalidArgumentError(
      "Skriv, hvem der skal have opgaven. / Say who is to have it.");
}

// Whoever it is given to, of a list of those that are known.
void WriteReceiver(const ActFields& fields, Page* page) {
  Html& html = page->html();
  const std::string to = fields.id + "-til", known = fields.id + "-kendte";
  html.Open("div", {{"class", "form-group"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", to}},
            page->Say(T::kGiveTo));
  html.Leaf("span", {{"class", "form-hint"}, {"id", to + "-hint"}},
            page->Say(T::kGiveToHint));
  html.Void("input", {{"class", "form-input"},
                      {"type", "text"},
                      {"id", to},
                      {"name", "til_hvem"},
                      {"maxlength", "200"},
                      {"autocomplete", "off"},
                      {"aria-describedby", to + "-hint"},
                      Attribute::If(!fields.people.empty(), "list", known)});
  if (!fields.people.empty()) {
    html.Open("datalist", {{"id", known}});
    for (const std::string& one : fields.people) {
      html.Leaf("option", {{"value", one}}, "");
    }
    html.Close();
  }
  html.Close();
}

T DoneText(const v1::ReviewRejectionsRequest& request) {
  switch (request.act_case()) {
    case v1::ReviewRejectionsRequest::kAssign:
      return request.assign().empty() ? T::kDoneTaken : T::kDoneGiven;
    case v1::ReviewRejectionsRequest::kComment:
      return T::kDoneNote;
    case v1::ReviewRejectionsRequest::kReturnMessage:
      return T::kDoneReturned;
    case v1::ReviewRejectionsRequest::kDismissReason:
      return T::kDoneDismissed;
    case v1::ReviewRejectionsRequest::kRevalidate:
      return T::kDoneRevalidated;
    default:
      return T::kDoneReleased;
  }
}

}  // namespace

void WriteActFields(const ActFields& fields, Page* page) {
  Html& html = page->html();
  const std::string act = fields.id + "-handling", text = fields.id + "-tekst";
  html.Open("div", {{"class", "tr-act"}});
  html.Open("div", {{"class", "form-group"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", act}},
            page->Say(T::kAct));
  html.Open("select", {{"class", "form-select"},
                       {"id", act},
                       {"name", "handling"},
                       {"required", "required"}});
  html.Leaf("option", {{"value", ""}}, page->Say(T::kChoose));
  for (const ActChoice& choice : kChoices) {
    if (fields.job && !choice.job) continue;
    html.Leaf("option", {{"value", choice.value}}, page->Say(choice.label));
  }
  html.Close().Close();
  WriteReceiver(fields, page);
  html.Open("div", {{"class", "form-group tr-grow"}});
  html.Leaf("label", {{"class", "form-label"}, {"for", text}},
            page->Say(T::kActText));
  html.Leaf("span", {{"class", "form-hint"}, {"id", text + "-hint"}},
            page->Say(T::kActTextHint));
  html.Open("textarea", {{"class", "form-input"},
                         {"id", text},
                         {"name", "tekst_til_handling"},
                         {"rows", "2"},
                         {"maxlength", "4000"},
                         {"aria-describedby", text + "-hint"}});
  html.Close().Close();
  page->Submit(page->Say(fields.button), "button-primary");
  html.Close();
}

std::string RefText(const v1::Rejection& rejection) {
  return absl::StrCat(rejection.rejection_id(), ":", rejection.version());
}

absl::Status ReadActs(const Form& form, v1::ReviewRejectionsRequest* request) {
  for (const std::string& ref : form.Values("valgt")) {
    const size_t colon = ref.find(':');
    if (colon == std::string::npos) continue;
    const auto id = ReadNumber(std::string_view(ref).substr(0, colon));
    const auto version = ReadNumber(std::string_view(ref).substr(colon + 1));
    // The first version of a row may be 0.
    if (!id || (!version && ref.substr(colon + 1) != "0") ||
        version.value_or(0) > INT32_MAX) {
      continue;
    }
    v1::RejectionRef* added = request->add_rejections();
    added->set_rejection_id(*id);
    added->set_version(static_cast<int32_t>(version.value_or(0)));
  }
  if (request->rejections().empty()) {
    return absl::InvalidArgumentError(
        "Sæt kryds ved mindst én indberetning. / Tick at least one report.");
  }
  const std::string act = form.Value("handling");
  const std::string text = form.Value("tekst_til_handling");
  if (act == "tag") {
    request->set_assign("");
  } else if (act == "giv") {
    if (form.Value("til_hvem").empty()) return ToNobody();
    request->set_assign(form.Value("til_hvem"));
  } else if (act == "proev") {
    request->set_revalidate(text);
  } else if (act == "tilbage") {
    request->set_return_message(text);
  } else if (act == "luk") {
    request->set_dismiss_reason(text);
  } else if (act == "note") {
    request->set_comment(text);
  } else if (act == "fri") {
    request->set_release(true);
  } else {
    return NoAct();
  }
  return absl::OkStatus();
}

absl::Status ReadJob(const Form& form, const std::string& actor,
                     v1::StartReviewJobRequest* request) {
  const std::string act = form.Value("handling");
  request->set_text(form.Value("tekst_til_handling"));
  if (act == "tag") {
    request->set_kind(v1::ReviewJob::KIND_ASSIGN);
    request->set_text(actor);
  } else if (act == "giv") {
    if (form.Value("til_hvem").empty()) return ToNobody();
    request->set_kind(v1::ReviewJob::KIND_ASSIGN);
    request->set_text(form.Value("til_hvem"));
  } else if (act == "proev") {
    request->set_kind(v1::ReviewJob::KIND_REVALIDATE);
  } else if (act == "tilbage") {
    request->set_kind(v1::ReviewJob::KIND_RETURN);
  } else if (act == "luk") {
    request->set_kind(v1::ReviewJob::KIND_DISMISS);
  } else {
    return NoAct();
  }
  return absl::OkStatus();
}

Notice NoticeOfActs(Language language,
                    const v1::ReviewRejectionsRequest& request,
                    const v1::ReviewRejectionsResponse& response) {
  Notice notice;
  if (!response.done().empty()) {
    notice.text = Say(language, DoneText(request),
                      ShowNumber(language, response.done_size()));
    if (request.act_case() == v1::ReviewRejectionsRequest::kRevalidate) {
      int64_t accepted = 0;
      for (const v1::Rejection& one : response.done()) {
        accepted += one.state() == v1::REVIEW_STATE_ACCEPTED;
      }
      absl::StrAppend(&notice.text, " ",
                      Say(language, T::kDoneRevalidatedAccepted,
                          ShowNumber(language, accepted)));
    }
  }
  if (response.conflicts().empty()) {
    if (notice.text.empty()) notice.text = Say(language, T::kNothingDone);
    return notice;
  }
  notice.kind = Notice::Kind::kWarning;
  absl::StrAppend(&notice.text, notice.text.empty() ? "" : " ",
                  Say(language, T::kNotDone,
                      ShowNumber(language, response.conflicts_size())));
  for (const v1::ReviewConflict& conflict : response.conflicts()) {
    const std::string& why =
        Pick(language, conflict.danish(), conflict.english());
    notice.items.push_back(
        conflict.has_now() ? absl::StrCat(conflict.now().report_id(), ": ", why)
                           : why);
  }
  return notice;
}

}  // namespace trivsel::gateway::console
