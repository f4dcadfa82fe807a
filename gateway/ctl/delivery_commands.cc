#include "gateway/ctl/delivery_commands.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/ctl/delivery_view.h"

namespace trivsel::gateway::ctl {
namespace {

// Reopened in one transaction: some tens of thousands of reports at most, so
// that nobody waits for it for long.
constexpr int kPage = 200;
constexpr absl::Duration kLookAgain = absl::Milliseconds(500);

std::string Says(const queue::Hold& hold) {
  return absl::StrCat(DanishTime(hold.since), ", ", hold.by, ": ", hold.reason);
}

}  // namespace

absl::StatusOr<absl::Time> ParseOperatorTime(std::string_view text) {
  absl::TimeZone denmark;
  if (!absl::LoadTimeZone("Europe/Copenhagen", &denmark)) {
    return absl::FailedPreconditionError(
        "the time zone Europe/Copenhagen is not known here: give an offset");
  }
  absl::Time time;
  std::string why;
  const std::string words(text);
  if (absl::ParseTime(absl::RFC3339_full, words, &time, &why)) return time;
  for (const char* format :
       {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, words, denmark, &time, &why)) return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", words,
                   "' er ikke et tidspunkt / is no time: "
                   "2026-11-24, 2026-11-24T02:00, 2026-11-24T02:00:00+01:00"));
}

absl::Status DeliveryCommands::Status() {
  auto reports = control_.Status();
  if (!reports.ok()) return reports.status();
  const absl::Time now = absl::Now();
  for (size_t i = 0; i < reports->size(); ++i) {
    if (output_ == Output::kJson) {
      terminal_.out << DestinationJson((*reports)[i], now) << "\n";
    } else {
      terminal_.out << (i == 0 ? "" : "\n")
                    << ShowDestination((*reports)[i], now);
    }
  }
  return absl::OkStatus();
}

absl::Status DeliveryCommands::Pause(const std::string& destination,
                                     const std::string& reason) {
  auto hold = control_.Pause(destination, reason);
  if (!hold.ok()) return hold.status();
  if (!hold->ours) {
    return absl::FailedPreconditionError(
        absl::StrCat("allerede holdt tilbage / paused already: ", Says(*hold)));
  }
  terminal_.err << destination << ": holdt tilbage / paused\n";
  return absl::OkStatus();
}

absl::Status DeliveryCommands::Resume(const std::string& destination) {
  auto resumed = control_.Resume(destination);
  if (!resumed.ok()) return resumed.status();
  if (!*resumed) {
    return absl::FailedPreconditionError(
        absl::StrCat(destination, " er ikke holdt tilbage / is not paused"));
  }
  terminal_.err << destination << ": leverer igen / delivers again\n";
  return absl::OkStatus();
}

absl::StatusOr<queue::ReplayCount> DeliveryCommands::Count(
    const queue::ReplayOrder& order) {
  auto drawn = control_.Draw(order);
  if (!drawn.ok()) return drawn.status();
  queue::ReplayCount count;
  bool more = true;
  while (more) {
    auto counted = control_.CountSome(&*drawn, kPage, &count);
    if (!counted.ok()) return counted.status();
    more = *counted;
  }
  if (output_ == Output::kJson) {
    terminal_.out << CountJson(count) << "\n";
    return count;
  }
  terminal_.out << order.destination << ", leveret / delivered "
                << DanishTime(drawn->order.from) << " - "
                << DanishTime(drawn->order.to) << ": " << ShowCount(count)
                << "\n";
  if (count.batches_gone > 0) {
    terminal_.out << "kan ikke sendes igen, indholdet er slettet / cannot be "
                     "sent again, the content has been dropped: "
                  << ShowCount({count.batches_gone, count.reports_gone, 0, 0})
                  << "\n";
  }
  return count;
}

bool DeliveryCommands::Confirmed(const ReplayArguments& arguments,
                                 const queue::ReplayCount& count) {
  return arguments.yes || terminal_.Confirmed(absl::StrCat(
                              "Send ", ShowCount(count), " igen / again?"));
}

absl::Status DeliveryCommands::Replay(const ReplayArguments& arguments) {
  queue::ReplayOrder order{arguments.destination, absl::InfinitePast(),
                           absl::InfinitePast(), arguments.municipality};
  absl::StatusOr<queue::Replay> replay = queue::Replay();
  if (arguments.resume != 0) {
    replay = control_.Load(arguments.resume);
    if (!replay.ok()) return replay.status();
    order = replay->order;
  } else {
    auto from = ParseOperatorTime(arguments.from);
    if (!from.ok()) return from.status();
    auto to =
        arguments.to.empty() ? absl::Now() : ParseOperatorTime(arguments.to);
    if (!to.ok()) return to.status();
    order.from = *from;
    order.to = *to;
  }
  auto count = Count(order);
  if (!count.ok()) return count.status();
  if (arguments.dry_run) return absl::OkStatus();
  if (arguments.resume == 0) {
    if (count->batches + count->batches_gone == 0) return absl::OkStatus();
    if (!Confirmed(arguments, *count)) {
      return absl::FailedPreconditionError(
          "ikke bekræftet, intet er gjort: brug --yes / not confirmed, nothing "
          "was done: use --yes");
    }
    replay = control_.Begin(order);
    if (!replay.ok()) return replay.status();
  }
  absl::Status reopened =
      Reopen(&*replay, replay->done.batches + count->batches);
  if (!reopened.ok()) return reopened;
  if (arguments.wait) {
    absl::Status answered = AwaitAnswers(*replay);
    if (!answered.ok()) return answered;
  }
  if (replay->done.batches_gone == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      replay->done.batches_gone,
      " leverancer er ikke sendt igen: indholdet er slettet efter opbevarings"
      "fristen / batches were not sent again: their content has been dropped "
      "after the time for which it is kept"));
}

absl::Status DeliveryCommands::Reopen(queue::Replay* replay, int64_t batches) {
  if (!replay->ended) {
    terminal_.err << "genfremsendelse / replay " << replay->id
                  << "; afbrudt: gå videre med / interrupted: go on with "
                     "trivselctl delivery replay --resume "
                  << replay->id << "\n";
  }
  while (!replay->ended) {
    queue::ReplayCount added;
    absl::Status reopened = control_.ReopenSome(replay, kPage, &added);
    if (!reopened.ok()) return reopened;
    if (terminal_.people) {
      terminal_.err << ProgressLine("i kø igen / queued again",
                                    replay->done.batches, batches)
                    << std::flush;
    }
  }
  if (terminal_.people) terminal_.err << "\n";
  terminal_.err << "i kø igen / queued again: " << ShowCount(replay->done)
                << "\n";
  return absl::OkStatus();
}

absl::Status DeliveryCommands::AwaitAnswers(const queue::Replay& replay) {
  while (true) {
    auto left = control_.Left(replay);
    if (!left.ok()) return left.status();
    if (terminal_.people) {
      terminal_.err << ProgressLine("besvaret igen / answered again",
                                    replay.done.batches - *left,
                                    replay.done.batches)
                    << std::flush;
    }
    if (*left == 0) break;
    absl::SleepFor(kLookAgain);
  }
  if (terminal_.people) terminal_.err << "\n";
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::ctl
