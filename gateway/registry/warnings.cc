#include "gateway/registry/warnings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/registry/danish_day.h"
#include "gateway/registry/registry_codec.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;
using store::Ending;
using store::EndingKind;

// A sentence in both languages.
struct Sentence {
  std::string danish, english;
};

// What it is that ends.
Sentence Subject(const Ending& ending) {
  const std::string where =
      absl::StrCat(ending.municipality, " (", ending.cvr, ")");
  switch (ending.kind) {
    case EndingKind::kPermission:
      return {absl::StrCat(ending.owner, " må indberette for ", where),
              absl::StrCat(ending.owner, " may report for ", where)};
    case EndingKind::kConnection:
      return {absl::StrCat("Tilslutningsaftalen ", ending.subject, " med ",
                           where, " gælder"),
              absl::StrCat("The connection agreement ", ending.subject,
                           " with ", where, " is valid")};
    case EndingKind::kDataProcessing:
      return {absl::StrCat("Databehandleraftalen ", ending.subject, " med ",
                           where, " gælder"),
              absl::StrCat("The data processing agreement ", ending.subject,
                           " with ", where, " is valid")};
    case EndingKind::kCertificate:
      return {absl::StrCat("Certifikatet ", ending.subject.substr(0, 16),
                           "… for ", ending.owner, " gælder"),
              absl::StrCat("The certificate ", ending.subject.substr(0, 16),
                           "… of ", ending.owner, " is valid")};
    case EndingKind::kNotArchived:
      break;
  }
  return {absl::StrCat("Den underskrevne aftale ", ending.subject, " med ",
                       where, " er ikke arkiveret"),
          absl::StrCat("The signed agreement ", ending.subject, " with ", where,
                       " has not been archived")};
}

Sentence EndsSentence(const Ending& ending, int days) {
  const Sentence subject = Subject(ending);
  const std::string day = absl::FormatCivilTime(LastDay(ending.ends_at));
  if (days < 0) {
    return {
        absl::StrCat("Udløbet ", day, ": ", subject.danish, " ikke længere."),
        absl::StrCat("Ended ", day, ": ", subject.english, " no longer.")};
  }
  return {absl::StrCat(subject.danish, " til og med ", day, ": ", days,
                       days == 1 ? " dag tilbage." : " dage tilbage."),
          absl::StrCat(subject.english, " until and including ", day, ": ",
                       days, days == 1 ? " day left." : " days left.")};
}

Sentence ArchiveSentence(const Ending& ending, int days) {
  const Sentence subject = Subject(ending);
  const std::string day = absl::FormatCivilTime(DanishDay(ending.ends_at));
  if (days < 0) {
    return {absl::StrCat(subject.danish, "; signatursystemet har slettet den ",
                         day, "."),
            absl::StrCat(subject.english,
                         "; the signature system deleted it on ", day, ".")};
  }
  return {
      absl::StrCat(subject.danish, "; signatursystemet sletter den ", day, ": ",
                   days, days == 1 ? " dag tilbage." : " dage tilbage."),
      absl::StrCat(subject.english, "; the signature system deletes it on ",
                   day, ": ", days, days == 1 ? " day left." : " days left.")};
}

}  // namespace

v1::Warning ToWarning(const Ending& ending, absl::Time now) {
  const int days = store::DaysLeft(ending.ends_at, now);
  Sentence sentence = ending.kind == EndingKind::kNotArchived
                          ? ArchiveSentence(ending, days)
                          : EndsSentence(ending, days);
  v1::Warning warning;
  warning.set_kind(static_cast<v1::WarningKind>(ending.kind));
  warning.set_municipality_cvr(ending.cvr);
  warning.set_municipality_name(ending.municipality);
  warning.set_owner(ending.owner);
  warning.set_subject(ending.subject);
  warning.set_agreement_id(ending.document_id);
  *warning.mutable_end_time() = ToTimestamp(ending.ends_at);
  warning.set_days_left(days);
  warning.set_danish(std::move(sentence.danish));
  warning.set_english(std::move(sentence.english));
  return warning;
}

}  // namespace trivsel::gateway::registry
