#include "gateway/ctl/review_view.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/ctl/review_words.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

std::vector<std::string> Codes(
    const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::vector<std::string> out;
  for (const std::string& code : codes) out.push_back(Printable(code));
  return out;
}

std::string OrDash(const std::string& text) {
  return text.empty() ? "-" : Printable(text);
}

std::string Age(const google::protobuf::Timestamp& time, absl::Time now) {
  const int64_t minutes = std::max<int64_t>(
      0, absl::ToInt64Minutes(now - absl::FromUnixSeconds(time.seconds())));
  if (minutes < 60) return absl::StrCat(minutes, " min");
  if (minutes < 48 * 60) {
    return absl::StrFormat("%d t/h %d min", minutes / 60, minutes % 60);
  }
  return absl::StrCat(minutes / (24 * 60), " dage/days");
}

int64_t Sum(const google::protobuf::RepeatedField<int64_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), int64_t{0});
}

void AddSeries(
    const char* heading,
    const google::protobuf::RepeatedPtrField<v1::Overview::Series>& series,
    std::string* out) {
  if (series.empty()) return;
  Table table({heading, "judged_14d", "rejected_14d", "share", "rejected"});
  for (const v1::Overview::Series& s : series) {
    const int64_t received = Sum(s.received()), rejected = Sum(s.rejected());
    const double share = received == 0 ? 0
                                       : 100.0 * static_cast<double>(rejected) /
                                             static_cast<double>(received);
    table.Add(
        {{Printable(s.cvr().empty() ? s.name()
                                    : absl::StrCat(s.name(), " ", s.cvr()))},
         {absl::StrCat(received)},
         {absl::StrCat(rejected)},
         {absl::StrFormat("%.1f %%", share)},
         {Bars(s.rejected())}});
  }
  absl::StrAppend(out, "\n", table.Format(Output::kText));
}

}  // namespace

Table RejectionTable() {
  return Table({"no", "received", "municipality", "submitter", "codes", "state",
                "assignee"});
}

void AddRow(const v1::Rejection& rejection, Table* table) {
  table->Add(
      {{absl::StrCat(rejection.rejection_id(), "@", rejection.version())},
       {When(rejection.receive_time())},
       {OrDash(rejection.municipality())},
       {OrDash(rejection.submitter())},
       Codes(rejection.codes()),
       {InWords(rejection.state())},
       {Who(rejection.assignee_name(), rejection.assignee())}});
}

std::string Bars(const google::protobuf::RepeatedField<int64_t>& numbers) {
  static constexpr const char* kBars[] = {"▁", "▂", "▃", "▄",
                                          "▅", "▆", "▇", "█"};
  int64_t most = 0;
  for (const int64_t number : numbers) most = std::max(most, number);
  std::string out;
  for (const int64_t number : numbers) {
    out += most <= 0 || number <= 0 ? kBars[0] : kBars[(7 * number) / most];
  }
  return out;
}

std::string ShowGroups(
    const google::protobuf::RepeatedPtrField<v1::RejectionGroup>& groups) {
  Table table({"open", "not_taken", "14_days", "submitter", "code", "finding"});
  for (const v1::RejectionGroup& group : groups) {
    table.Add({{absl::StrCat(group.open())},
               {absl::StrCat(group.not_taken())},
               {Bars(group.by_day())},
               {Printable(group.submitter())},
               {Printable(group.code())},
               {OrDash(group.danish())}});
  }
  return table.Format(Output::kText);
}

std::string ShowOverview(const v1::Overview& overview, absl::Time now) {
  const v1::Overview::Flow& today = overview.today();
  std::string out = absl::StrFormat(
      "I dag / today: modtaget / received %d, accepteret / accepted %d, "
      "afvist / rejected %d,\n"
      "  bekræftet / confirmed %d, afvist af modtageren / refused %d\n",
      today.received(), today.accepted(), today.rejected(), today.confirmed(),
      today.refused());
  absl::StrAppend(&out, "Åbne afvisninger / open rejections: ",
                  overview.open_rejections(), "\n");
  if (overview.has_oldest_open()) {
    absl::StrAppend(
        &out, "  den ældste / the oldest: ", Age(overview.oldest_open(), now),
        " (", When(overview.oldest_open()), ")\n");
  }
  if (overview.has_oldest_undelivered()) {
    absl::StrAppend(&out,
                    "Har ventet længst på en modtager / waits longest for a "
                    "destination: ",
                    Age(overview.oldest_undelivered(), now), " (",
                    When(overview.oldest_undelivered()), ")\n");
  }
  AddSeries("municipality", overview.municipalities(), &out);
  AddSeries("submitter", overview.submitters(), &out);
  return out;
}

Table JobTable() {
  return Table({"job", "kind", "state", "looked_at", "total", "done", "left",
                "actor", "started"});
}

void AddRow(const v1::ReviewJob& job, Table* table) {
  table->Add({{absl::StrCat(job.job_id())},
              {InWords(job.kind())},
              {InWords(job.state())},
              {absl::StrCat(job.looked_at())},
              {absl::StrCat(job.total())},
              {absl::StrCat(job.done())},
              {absl::StrCat(job.left())},
              {Who(job.actor_name(), job.actor())},
              {When(job.start_time())}});
}

std::string ShowJob(const v1::ReviewJob& job) {
  std::string out = absl::StrCat(
      "Job ", job.job_id(), ": ", InWords(job.kind()), ", ",
      InWords(job.state()), "\n  set på / looked at ", job.looked_at(),
      " af / of ", job.total(), ", gjort / done ", job.done(),
      ", ikke gjort eller stadig afvist / not done or still rejected ",
      job.left(), "\n  begyndt / started ", When(job.start_time()), ", ",
      Who(job.actor_name(), job.actor()), "\n");
  if (job.has_end_time()) {
    absl::StrAppend(&out, "  slut / ended ", When(job.end_time()), "\n");
  }
  if (!job.rule_set().empty()) {
    absl::StrAppend(&out, "  regelsæt / rule set ", Printable(job.rule_set()),
                    "\n");
  }
  if (!job.trouble().empty()) {
    absl::StrAppend(&out, "  ", Printable(job.trouble()), "\n");
  }
  if (!job.text().empty()) out += PrintableLines(job.text(), "  > ");
  return out;
}

}  // namespace trivsel::gateway::ctl
