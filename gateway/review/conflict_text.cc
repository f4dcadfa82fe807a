#include "gateway/review/conflict_text.h"

#include "absl/strings/str_cat.h"
#include "gateway/review/danish_time.h"

namespace trivsel::gateway::review {
namespace {

namespace v1 = trivsel::gateway::v1;
using v1::ReviewConflict;
using v1::ReviewEvent;

void Say(const std::string& danish, const std::string& english,
         ReviewConflict* conflict) {
  conflict->set_danish(danish);
  conflict->set_english(english);
}

// What somebody did, around the time: "tog den " … ".".
struct Deed {
  const char* danish;
  const char* danish_after;
  const char* english;
  const char* english_after;
};

Deed DeedOf(ReviewEvent::Kind kind) {
  switch (kind) {
    case ReviewEvent::KIND_ASSIGNED:
      return {"tog eller tildelte den", "", "took or assigned it", ""};
    case ReviewEvent::KIND_COMMENTED:
      return {"skrev en note om den", "", "wrote a note on it", ""};
    case ReviewEvent::KIND_RETURNED:
      return {"sendte den tilbage", "", "returned it", ""};
    case ReviewEvent::KIND_STILL_REJECTED:
      return {"prøvede den igen", "; den er stadig afvist", "judged it again",
              "; it is still rejected"};
    case ReviewEvent::KIND_ACCEPTED:
      return {"prøvede den igen", ", og den gik igennem", "judged it again",
              ", and it went through"};
    case ReviewEvent::KIND_DISMISSED:
      return {"lukkede den", "", "dismissed it", ""};
    case ReviewEvent::KIND_CONTENT_GONE:
      return {"prøvede den igen", ", men dens indhold opbevares ikke længere",
              "judged it again", ", but its content is no longer kept"};
    case ReviewEvent::KIND_RELEASED:
      return {"gav den fri", "", "released it", ""};
    default:
      return {"ændrede den", "", "changed it", ""};
  }
}

// Nobody's act says why.
void ExplainState(bool seen, ReviewConflict* conflict) {
  switch (conflict->now().state()) {
    case v1::REVIEW_STATE_ACCEPTED:
      return Say("Den er gået igennem.", "It has gone through.", conflict);
    case v1::REVIEW_STATE_DISMISSED:
      if (conflict->now().origin() == v1::REJECTION_ORIGIN_RECEIVER) {
        return Say("Den er lukket: Modtageren har taget imod den.",
                   "It is closed: the receiver has taken it.", conflict);
      }
      return Say("Den er lukket.", "It is dismissed.", conflict);
    case v1::REVIEW_STATE_OPEN:
      if (seen) return Say("Ingen har den.", "Nobody has it.", conflict);
      break;
    default:
      break;
  }
  Say("Den er ændret, siden du så den.", "It has changed since you saw it.",
      conflict);
}

}  // namespace

std::string CallActor(const std::string& actor, const std::string& name) {
  if (!name.empty()) return name;
  const size_t colon = actor.find(':');
  return colon == std::string::npos ? actor : actor.substr(colon + 1);
}

void ExplainConflict(const LastEvent& last, bool seen, absl::Time now,
                     ReviewConflict* conflict) {
  if (!conflict->has_now()) {
    return Say("Den findes ikke.", "There is no such rejection.", conflict);
  }
  const bool says_why =
      last.kind != ReviewEvent::KIND_UNSPECIFIED &&
      !(seen && conflict->now().state() == v1::REVIEW_STATE_OPEN);
  if (!says_why) return ExplainState(seen, conflict);
  const Deed deed = DeedOf(last.kind);
  Say(absl::StrCat(last.who, " ", deed.danish, " ",
                   DanishMoment(last.time, now), deed.danish_after, "."),
      absl::StrCat(last.who, " ", deed.english, " ",
                   EnglishMoment(last.time, now), deed.english_after, "."),
      conflict);
}

}  // namespace trivsel::gateway::review
