#include "gateway/review/job_ledger.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gateway/review/conflict_text.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::review {
namespace {

using store::ArrayWriter;
using Element = ArrayWriter::Element;

// A child's reports are in one part. As many as there are committers: what more
// of them would win while one waits for the disk they lose, as each has pages
// of its own to get to know.
constexpr int16_t kPartsOfRevalidation = 2;
constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

absl::Time TimeOr(bool set, const google::protobuf::Timestamp& time,
                  absl::Time other) {
  if (!set) return other;
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

void PutTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  out->set_seconds(micros / 1'000'000);
  out->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
}

ArrayWriter StatesOf(const v1::RejectionFilter& filter) {
  ArrayWriter states(Element::kInt2);
  for (const int state : filter.states()) {
    states.Int16(static_cast<int16_t>(state));
  }
  if (filter.states().empty()) {
    states.Int16(v1::REVIEW_STATE_OPEN);
    states.Int16(v1::REVIEW_STATE_IN_REVIEW);
  }
  return states;
}

// For the journal: what was asked for, without free text.
std::string Describe(const v1::RejectionFilter& filter) {
  std::string out;
  const auto add = [&out](const char* name, const std::string& value) {
    if (value.empty()) return;
    if (!out.empty()) out += ", ";
    out += name;
    out += ' ';
    out += value;
  };
  add("municipality", filter.municipality_cvr());
  add("submitter", filter.submitter());
  add("code", filter.code());
  add("assignee", filter.assignee());
  if (filter.origin() != v1::REJECTION_ORIGIN_UNSPECIFIED) {
    add("origin", std::to_string(static_cast<int>(filter.origin())));
  }
  if (!filter.text().empty()) add("with", "words");
  if (filter.has_received_from()) {
    add("from",
        absl::FormatTime(absl::RFC3339_sec,
                         TimeOr(true, filter.received_from(), absl::Time()),
                         absl::UTCTimeZone()));
  }
  if (filter.has_received_before()) {
    add("before",
        absl::FormatTime(absl::RFC3339_sec,
                         TimeOr(true, filter.received_before(), absl::Time()),
                         absl::UTCTimeZone()));
  }
  if (filter.first_number() > 0) {
    add("number from", std::to_string(filter.first_number()));
  }
  if (filter.last_number() > 0) {
    add("number to", std::to_string(filter.last_number()));
  }
  return out.empty() ? "all" : out;
}

void AddScope(const access::Scope& scope, store::Params* params) {
  ArrayWriter ids(Element::kInt4);
  for (const int32_t id : scope.municipality_ids) ids.Int32(id);
  params->Bool(scope.all).Array(std::move(ids));
}

absl::Status NoSuchJob() {
  return absl::NotFoundError(
      "der er ikke et job med det nummer / there is no "
      "job with that number");
}

std::string RefusedInWords(int64_t refused) {
  return absl::StrCat(
      "databasen kunne ikke gemme ", refused,
      ", som er blevet, hvor de var / the database could not store ", refused,
      ", which stay where they were");
}

v1::ReviewJob ReadJob(const store::Result& rows, int row) {
  v1::ReviewJob job;
  job.set_job_id(rows.Int64(row, 0));
  job.set_kind(static_cast<v1::ReviewJob::Kind>(rows.Int16(row, 1)));
  job.set_state(static_cast<v1::ReviewJob::State>(rows.Int16(row, 2)));
  const std::string_view filter = rows.View(row, 3);
  job.mutable_filter()->ParseFromArray(filter.data(),
                                       static_cast<int>(filter.size()));
  job.set_text(rows.Text(row, 4));
  job.set_actor(rows.Text(row, 5));
  PutTime(rows.Time(row, 6), job.mutable_start_time());
  if (const auto ended = rows.OptionalTime(row, 7)) {
    PutTime(*ended, job.mutable_end_time());
  }
  job.set_total(rows.Int64(row, 8));
  job.set_looked_at(rows.Int64(row, 9));
  job.set_done(rows.Int64(row, 10));
  job.set_left(job.looked_at() - job.done());
  job.set_rule_set(rows.Text(row, 11));
  job.set_trouble(rows.Text(row, 12));
  const int64_t refused = rows.Int64(row, 14);
  if (job.trouble().empty() && refused > 0) {
    job.set_trouble(RefusedInWords(refused));
  }
  job.set_actor_name(CallActor(job.actor(), rows.Text(row, 13)));
  return job;
}

}  // namespace

absl::StatusOr<std::vector<v1::ReviewJob>> JobLedger::Load(
    const access::Scope& scope, int64_t job_id, int64_t before, int limit) {
  store::Params params;
  AddScope(scope, &params);
  params.Int64(job_id).Int64(before).Int32(limit);
  auto rows = pool_.Execute(store::kLoadReviewJobs, params);
  if (!rows.ok()) return rows.status();
  std::vector<v1::ReviewJob> jobs;
  for (int row = 0; row < rows->rows(); ++row) {
    jobs.push_back(ReadJob(*rows, row));
  }
  return jobs;
}

absl::StatusOr<v1::ReviewJob> JobLedger::Start(
    const access::Operator& who, const access::Scope& scope,
    v1::ReviewJob::Kind kind, const v1::RejectionFilter& filter,
    const std::string& text) {
  const bool revalidate = kind == v1::ReviewJob::KIND_REVALIDATE;
  store::Params params;
  params.Int16(static_cast<int16_t>(kind))
      .Bytes(filter.SerializeAsString())
      .Array(StatesOf(filter))
      .Text(filter.municipality_cvr())
      .Text(filter.submitter())
      .Text(filter.code())
      .Int16(static_cast<int16_t>(filter.origin()))
      .Text(filter.assignee())
      .Time(TimeOr(filter.has_received_from(), filter.received_from(),
                   absl::InfinitePast()))
      .Time(TimeOr(filter.has_received_before(), filter.received_before(),
                   absl::InfiniteFuture()))
      .Text(filter.text());
  AddScope(scope, &params);
  params.Text(text)
      .Text(who.actor)
      .Text(who.name)
      .Text(revalidate ? rule_set_() : std::string())
      .Int16(revalidate ? kPartsOfRevalidation : 1)
      .Text(v1::ReviewJob::Kind_Name(kind))
      .Text(Describe(filter))
      .Int32(kMostRunning)
      .Int64(filter.first_number())
      .Int64(filter.last_number());
  auto row = pool_.Execute(store::kStartReviewJob, params);
  if (!row.ok()) {
    if (store::FaultOf(row.status()) != store::Fault::kData) {
      return row.status();
    }
    return absl::InvalidArgumentError(
        "en værdi kan ikke bruges / a value cannot be used");
  }
  if (row->rows() == 0) {
    return absl::FailedPreconditionError(
        "der er for mange job i gang; vent, til et er færdigt, eller stop et / "
        "too many jobs are running; wait until one is done, or stop one");
  }
  if (on_started_) on_started_();
  return Get(scope, row->Int64(0, 0));
}

absl::StatusOr<v1::ReviewJob> JobLedger::Get(const access::Scope& scope,
                                             int64_t job_id) {
  if (job_id <= 0) return NoSuchJob();
  auto jobs = Load(scope, job_id, kNewest, 1);
  if (!jobs.ok()) return jobs.status();
  if (jobs->empty()) return NoSuchJob();
  return std::move(jobs->front());
}

absl::StatusOr<std::vector<v1::ReviewJob>> JobLedger::List(
    const access::Scope& scope, int64_t before, int limit) {
  return Load(scope, 0, before > 0 ? before : kNewest, limit);
}

absl::StatusOr<v1::ReviewJob> JobLedger::Cancel(const access::Operator& who,
                                                const access::Scope& scope,
                                                int64_t job_id) {
  auto job = Get(scope, job_id);
  if (!job.ok()) return job;
  auto changed = pool_.Execute(store::kCancelReviewJob,
                               store::Params().Text(who.actor).Int64(job_id));
  if (!changed.ok()) return changed.status();
  return Get(scope, job_id);
}

}  // namespace trivsel::gateway::review
