#include "gateway/console/rejection_filter.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/console/show.h"

namespace trivsel::gateway::console {
namespace {

namespace v1 = trivsel::gateway::v1;
using Fields = std::vector<std::pair<const char*, std::string>>;

constexpr std::pair<v1::ReviewState, const char*> kStates[] = {
    {v1::REVIEW_STATE_OPEN, "aaben"},
    {v1::REVIEW_STATE_IN_REVIEW, "behandles"},
    {v1::REVIEW_STATE_RETURNED, "tilbage"},
    {v1::REVIEW_STATE_ACCEPTED, "igennem"},
    {v1::REVIEW_STATE_DISMISSED, "lukket"}};

bool HasState(const v1::RejectionFilter& filter, v1::ReviewState state) {
  const auto& states = filter.states();
  if (states.empty()) {
    return state == v1::REVIEW_STATE_OPEN ||
           state == v1::REVIEW_STATE_IN_REVIEW;
  }
  return std::find(states.begin(), states.end(), state) != states.end();
}

absl::Time Before(const v1::RejectionFilter& filter) {
  return TimeOf(filter.received_before()) - absl::Seconds(1);
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

Fields FieldsOf(const v1::RejectionFilter& filter) {
  Fields fields;
  for (const auto& [state, name] : kStates) {
    if (!filter.states().empty() && HasState(filter, state)) {
      fields.emplace_back("tilstand", name);
    }
  }
  const std::pair<const char*, const std::string*> texts[] = {
      {"kommune", &filter.municipality_cvr()},
      {"system", &filter.submitter()},
      {"kode", &filter.code()},
      {"hos", &filter.assignee()},
      {"tekst", &filter.text()}};
  for (const auto& [name, value] : texts) {
    if (!value->empty()) fields.emplace_back(name, *value);
  }
  if (filter.origin() != v1::REJECTION_ORIGIN_UNSPECIFIED) {
    fields.emplace_back("afvist_af",
                        filter.origin() == v1::REJECTION_ORIGIN_VALIDATOR
                            ? "kontrol"
                            : "modtager");
  }
  if (filter.has_received_from()) {
    fields.emplace_back("fra", InputDay(TimeOf(filter.received_from())));
  }
  if (filter.has_received_before()) {
    fields.emplace_back("til", InputDay(Before(filter)));
  }
  return fields;
}

void WriteOption(std::string_view value, std::string_view text, bool chosen,
                 Html* html) {
  html->Leaf("option", {{"value", value}, Attribute::If(chosen, "selected")},
             text);
}

void OpenSelect(const char* name, std::string_view label, Html* html) {
  const std::string id = std::string("filter-") + name;
  html->Open("div", {{"class", "form-group"}});
  html->Leaf("label", {{"class", "form-label"}, {"for", id}}, label);
  html->Open("select", {{"class", "form-select"}, {"id", id}, {"name", name}});
}

void WriteSelects(const v1::RejectionFilter& filter,
                  const RegistryView& registry, Page* page) {
  Html& html = page->html();
  OpenSelect("kommune", page->Say(T::kMunicipality), &html);
  WriteOption("", page->Say(T::kAll), filter.municipality_cvr().empty(), &html);
  for (const v1::Municipality& one : registry.municipalities) {
    WriteOption(one.cvr(), one.name(), one.cvr() == filter.municipality_cvr(),
                &html);
  }
  html.Close().Close();
  OpenSelect("system", page->Say(T::kSystem), &html);
  WriteOption("", page->Say(T::kAll), filter.submitter().empty(), &html);
  bool known = filter.submitter().empty();
  for (const std::string& name : registry.submitters) {
    known = known || name == filter.submitter();
    WriteOption(name, name, name == filter.submitter(), &html);
  }
  if (!known) WriteOption(filter.submitter(), filter.submitter(), true, &html);
  html.Close().Close();
  OpenSelect("afvist_af", page->Say(T::kRejectedBy), &html);
  WriteOption("", page->Say(T::kAll),
              filter.origin() == v1::REJECTION_ORIGIN_UNSPECIFIED, &html);
  WriteOption("kontrol", page->Say(T::kOurCheck),
              filter.origin() == v1::REJECTION_ORIGIN_VALIDATOR, &html);
  WriteOption("modtager", page->Say(T::kAReceiver),
              filter.origin() == v1::REJECTION_ORIGIN_RECEIVER, &html);
  html.Close().Close();
  OpenSelect("hos", page->Say(T::kTakenBy), &html);
  WriteOption("", page->Say(T::kAll), filter.assignee().empty(), &html);
  const std::string& me = page->visit().who().actor;
  WriteOption("mig", page->Say(T::kMe), filter.assignee() == me, &html);
  if (!filter.assignee().empty() && filter.assignee() != me) {
    WriteOption(filter.assignee(), filter.assignee(), true, &html);
  }
  html.Close().Close();
}

void WriteInput(const char* name, const char* type, std::string_view label,
                std::string_view value, Html* html) {
  const std::string id = std::string("filter-") + name;
  html->Open("div", {{"class", "form-group"}});
  html->Leaf("label", {{"class", "form-label"}, {"for", id}}, label);
  html->Void("input", {{"class", "form-input"},
                       {"type", type},
                       {"id", id},
                       {"name", name},
                       {"maxlength", "200"},
                       {"value", value}});
  html->Close();
}

}  // namespace

T StateName(v1::ReviewState state) {
  switch (state) {
    case v1::REVIEW_STATE_IN_REVIEW:
      return T::kStateInReview;
    case v1::REVIEW_STATE_ACCEPTED:
      return T::kStateAccepted;
    case v1::REVIEW_STATE_DISMISSED:
      return T::kStateDismissed;
    case v1::REVIEW_STATE_RETURNED:
      return T::kStateReturned;
    default:
      return T::kStateOpen;
  }
}

const char* StateKind(v1::ReviewState state) {
  switch (state) {
    case v1::REVIEW_STATE_IN_REVIEW:
      return "info";
    case v1::REVIEW_STATE_ACCEPTED:
      return "success";
    case v1::REVIEW_STATE_DISMISSED:
      return "";
    case v1::REVIEW_STATE_RETURNED:
      return "warning";
    default:
      return "error";
  }
}

v1::RejectionFilter ReadFilter(const Form& form, const std::string& me) {
  v1::RejectionFilter filter;
  const std::vector<std::string> wanted = form.Values("tilstand");
  for (const auto& [state, name] : kStates) {
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) {
      filter.add_states(state);
    }
  }
  filter.set_municipality_cvr(form.Value("kommune"));
  filter.set_submitter(form.Value("system"));
  filter.set_code(form.Value("kode"));
  const std::string assignee = form.Value("hos");
  filter.set_assignee(assignee == "mig" ? me : assignee);
  filter.set_text(form.Value("tekst"));
  const std::string origin = form.Value("afvist_af");
  if (origin == "kontrol") filter.set_origin(v1::REJECTION_ORIGIN_VALIDATOR);
  if (origin == "modtager") filter.set_origin(v1::REJECTION_ORIGIN_RECEIVER);
  if (const auto from = ReadLocalTime(form.Value("fra"))) {
    SetTime(*from, filter.mutable_received_from());
  }
  if (const auto last = ReadLocalTime(form.Value("til"))) {
    // The day itself is meant too.
    const absl::CivilDay next = absl::ToCivilDay(*last, Denmark()) + 1;
    SetTime(absl::FromCivil(next, Denmark()), filter.mutable_received_before());
  }
  return filter;
}

Path WithFilter(Path path, const v1::RejectionFilter& filter) {
  for (const auto& [name, value] : FieldsOf(filter)) {
    path = path.Query(name, value);
  }
  return path;
}

void HideFilter(const v1::RejectionFilter& filter, Page* page) {
  for (const auto& [name, value] : FieldsOf(filter)) page->Hidden(name, value);
}

void WriteFilterForm(const v1::RejectionFilter& filter,
                     const RegistryView& registry, Page* page) {
  Html& html = page->html();
  html.Open("form", {{"method", "get"},
                     {"action", Path("/afviste/liste")},
                     {"class", "tr-filter"},
                     {"role", "search"},
                     {"aria-label", page->Say(T::kFilter)}});
  html.Open("div", {{"class", "tr-fields"}});
  WriteSelects(filter, registry, page);
  WriteInput("kode", "text", page->Say(T::kCode), filter.code(), &html);
  WriteInput("tekst", "search", page->Say(T::kWordsInFindings), filter.text(),
             &html);
  WriteInput("fra", "date", page->Say(T::kReceivedFrom),
             filter.has_received_from()
                 ? InputDay(TimeOf(filter.received_from()))
                 : std::string(),
             &html);
  WriteInput(
      "til", "date", page->Say(T::kReceivedUntil),
      filter.has_received_before() ? InputDay(Before(filter)) : std::string(),
      &html);
  html.Close();
  html.Open("fieldset", {{"class", "tr-states"}});
  html.Leaf("legend", {{"class", "form-label"}}, page->Say(T::kState));
  for (const auto& [state, name] : kStates) {
    const std::string id = std::string("tilstand-") + name;
    html.Open("div", {{"class", "form-group-checkbox"}});
    html.Void("input", {{"type", "checkbox"},
                        {"class", "form-checkbox"},
                        {"id", id},
                        {"name", "tilstand"},
                        {"value", name},
                        Attribute::If(HasState(filter, state), "checked")});
    html.Leaf("label", {{"for", id}}, page->Say(StateName(state)));
    html.Close();
  }
  html.Close();
  html.Open("div", {{"class", "tr-buttons"}});
  page->Submit(page->Say(T::kShow), "button-primary");
  html.Leaf(
      "a",
      {{"class", "button button-secondary"}, {"href", Path("/afviste/liste")}},
      page->Say(T::kClear));
  html.Close().Close();
}

bool IsNarrow(const v1::RejectionFilter& filter) {
  v1::RejectionFilter rest = filter;
  rest.clear_states();
  return rest.ByteSizeLong() > 0;
}

std::string FilterInWords(const v1::RejectionFilter& filter, const Page& page) {
  std::string words;
  const auto add = [&](const std::string& text) {
    absl::StrAppend(&words, words.empty() ? "" : ", ", text);
  };
  for (const auto& [state, name] : kStates) {
    if (HasState(filter, state)) add(std::string(page.Say(StateName(state))));
  }
  if (!filter.code().empty()) add(filter.code());
  if (!filter.submitter().empty()) add(filter.submitter());
  if (!filter.municipality_cvr().empty()) {
    add(absl::StrCat("CVR ", filter.municipality_cvr()));
  }
  if (filter.origin() == v1::REJECTION_ORIGIN_VALIDATOR) {
    add(std::string(page.Say(T::kOurCheck)));
  }
  if (filter.origin() == v1::REJECTION_ORIGIN_RECEIVER) {
    add(std::string(page.Say(T::kAReceiver)));
  }
  if (!filter.assignee().empty()) {
    add(page.Say(T::kHasIt, filter.assignee() == page.visit().who().actor
                                ? std::string(page.Say(T::kMe))
                                : filter.assignee()));
  }
  if (!filter.text().empty()) add(absl::StrCat("“", filter.text(), "”"));
  if (filter.has_received_from()) {
    add(page.Say(T::kFromDay,
                 ShowTime(page.language(), filter.received_from())));
  }
  if (filter.has_received_before()) {
    add(page.Say(T::kBeforeDay,
                 ShowTime(page.language(), filter.received_before())));
  }
  if (filter.first_number() > 0 || filter.last_number() > 0) {
    add(page.Say(T::kNumbered, std::to_string(filter.first_number()),
                 std::to_string(filter.last_number())));
  }
  return words;
}

}  // namespace trivsel::gateway::console
