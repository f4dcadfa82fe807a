#include "tests/gateway/review/review_store.h"

#include "gateway/store/params.h"

namespace trivsel::gateway::review {
namespace {

using access::Right;

constexpr uint8_t kOperator = static_cast<uint8_t>(Right::kOperate);
constexpr uint8_t kReader = static_cast<uint8_t>(Right::kRead);
constexpr uint8_t kEverything = 15;

const store::Statement kAddRejected{"test_add_rejected", R"(
with key as (select nextval('report_key_seq') as k,
                    now() - $11::int * interval '1 second' as at), stored as (
  insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                      form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                      standard, rule_set, error_codes, resources, findings, canonical, content)
  select k, at, $10::bytea, $2::int, nullif($3::int, 0), 5, $6::smallint,
         case when $5 then 1 else 2 end, $1::text, '', '', '', '', 'LTT', 'ltt-test',
         case when $5 then '{}' else $4::text[] end, array[E'CarePlan\tplan-1\t2025-01-01'],
         $9::bytea, $8::bytea, $7::bytea
    from key
), answered as (
  insert into receipt (report_key, destination_id, submitter_id, batch_id, outcome, received_at,
                       receiver_reference, findings)
  select k, $13::int, $2, 1, 2, at, 'ref', $12::bytea from key where $5
)
insert into rejection (report_key, received_at, submitter_id, municipality_id, origin,
                       destination_id, codes, findings)
select k, at, $2, nullif($3, 0), case when $5::boolean then 2 else 1 end,
       case when $5 then $13 end, $4, case when $5 then $12 end
  from key
returning rejection_id)"};

}  // namespace

access::Operator OperatorOf(const std::string& name, int32_t municipality_id,
                            uint8_t rights) {
  access::Operator out{"operator:" + name, name, {}};
  if (rights != 0) {
    out.grants.push_back({rights, municipality_id == 0, municipality_id});
  }
  return out;
}

absl::StatusOr<std::vector<Revalidated>> FakeRevalidation::Run(
    const std::vector<Candidate>& candidates, const ActedBy& by) {
  tried = candidates;
  actor = by.actor;
  name = by.name;
  reason = by.reason;
  std::vector<Revalidated> answers;
  for (const Candidate& one : candidates) {
    answers.push_back({one.rejection_id, outcome});
  }
  return answers;
}

absl::StatusOr<v1::ReviewJob> FakeJobs::Start(const access::Operator& who,
                                              const access::Scope& scope,
                                              v1::ReviewJob::Kind kind,
                                              const v1::RejectionFilter& filter,
                                              const std::string& text) {
  ++started;
  started_scope = scope;
  v1::ReviewJob job;
  job.set_job_id(7);
  job.set_kind(kind);
  job.set_text(text);
  job.set_actor(who.actor);
  *job.mutable_filter() = filter;
  return job;
}

absl::StatusOr<v1::ReviewJob> FakeJobs::Get(const access::Scope& scope,
                                            int64_t job_id) {
  if (job_id != 7 || !scope.Covers(kKorsbaek)) {
    return absl::NotFoundError("nej / no");
  }
  v1::ReviewJob job;
  job.set_job_id(7);
  return job;
}

absl::StatusOr<std::vector<v1::ReviewJob>> FakeJobs::List(
    const access::Scope& scope, int64_t before, int limit) {
  std::vector<v1::ReviewJob> jobs;
  const int64_t first = before == 0 ? 107 : before - 1;
  for (int64_t id = first; id >= 7 && scope.Covers(kKorsbaek); --id) {
    if (static_cast<int>(jobs.size()) == limit) break;
    jobs.emplace_back().set_job_id(id);
  }
  return jobs;
}

absl::StatusOr<v1::ReviewJob> FakeJobs::Cancel(const access::Operator&,
                                               const access::Scope& scope,
                                               int64_t job_id) {
  auto job = Get(scope, job_id);
  if (job.ok()) ++cancelled;
  return job;
}

ReviewStore::ReviewStore()
    : mapping_(*validator::fhir::FhirMapping::Create()),
      all_(OperatorOf("Drift", 0, kEverything)),
      korsbaek_(OperatorOf("Anne Holm", kKorsbaek, kOperator)),
      holbaek_(OperatorOf("Bo Krog", kHolbaek, kOperator)),
      reader_(OperatorOf("Læser", 0, kReader)),
      nobody_(OperatorOf("Ingen", 0, 0)) {
  auto reviews =
      Reviews::Create({*pool_, *mapping_, clock_, &revalidation_, &jobs_});
  EXPECT_TRUE(reviews.ok()) << reviews.status();
  reviews_ = *std::move(reviews);
  Run("insert into municipality (cvr, name) values "
      "('11111111', 'Korsbæk Kommune'), ('29189447', 'Holbæk Kommune')");
  Run("insert into submitter (name) values ('Fagsystem A'), ('Fagsystem B')");
}

int64_t ReviewStore::Add(const RejectedReport& report) {
  store::Params params;
  params.Text(report.report_id)
      .Int32(report.submitter_id)
      .Int32(report.municipality_id)
      .TextArray(report.codes)
      .Bool(report.by_receiver)
      .Int16(report.form)
      .Bytes(report.content);
  report.canonical.empty() ? params.Null() : params.Bytes(report.canonical);
  params.Bytes(report.findings.SerializeAsString())
      .Bytes(report.citizen.empty() ? std::string(16, '\0') : report.citizen)
      .Int32(report.seconds_ago);
  report.by_receiver ? params.Bytes(report.receiver_findings) : params.Null();
  params.Int32(national_);
  auto row = pool_->Execute(kAddRejected, params);
  EXPECT_TRUE(row.ok()) << row.status();
  return row.ok() ? row->Int64(0, 0) : 0;
}

int64_t ReviewStore::Add(const std::string& report_id, int32_t municipality_id,
                         int32_t submitter_id) {
  RejectedReport report;
  report.report_id = report_id;
  report.municipality_id = municipality_id;
  report.submitter_id = submitter_id;
  return Add(report);
}

std::vector<int64_t> ReviewStore::List(const access::Operator& who,
                                       const v1::RejectionFilter& filter,
                                       int page_size) {
  std::vector<int64_t> ids;
  v1::ListRejectionsRequest request;
  *request.mutable_filter() = filter;
  request.set_page_size(page_size);
  do {
    v1::ListRejectionsResponse response;
    const absl::Status status =
        reviews_->ListRejections(who, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_LE(response.rejections_size(), page_size);
    for (const v1::Rejection& one : response.rejections()) {
      ids.push_back(one.rejection_id());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

v1::Rejection ReviewStore::Get(int64_t rejection_id) {
  auto rows =
      LoadRejections(*pool_, access::Scope{true, {}}, {rejection_id}, false);
  EXPECT_TRUE(rows.ok() && rows->size() == 1) << rejection_id;
  return rows.ok() && !rows->empty() ? rows->front().rejection
                                     : v1::Rejection();
}

v1::ReviewRejectionsRequest ReviewStore::RequestFor(
    const std::vector<int64_t>& ids) {
  v1::ReviewRejectionsRequest request;
  for (const int64_t id : ids) {
    v1::RejectionRef* ref = request.add_rejections();
    ref->set_rejection_id(id);
    ref->set_version(Get(id).version());
  }
  return request;
}

v1::ReviewRejectionsResponse ReviewStore::Review(
    const access::Operator& who, const v1::ReviewRejectionsRequest& request) {
  v1::ReviewRejectionsResponse response;
  const absl::Status status =
      reviews_->ReviewRejections(who, request, &response);
  EXPECT_TRUE(status.ok()) << status;
  return response;
}

void ReviewStore::ExpectCountsAreRight() {
  const std::string kept =
      "select municipality_id, submitter_id, code, state, rejections "
      "from rejection_count where rejections <> 0";
  const std::string counted =
      "select coalesce(municipality_id, 0), submitter_id, c.code, state, "
      "count(*) from rejection j cross join lateral (select '' as code union "
      "all select distinct unnest(j.codes) where j.state in (1, 2)) as c "
      "group by 1, 2, 3, 4";
  EXPECT_EQ(Number("select count(*) from ((" + kept + " except " + counted +
                   ") union all (" + counted + " except " + kept + ")) as x"),
            0);
  const std::string of_codes =
      "select code, submitter_id, state, rejections from rejection_code_total "
      "where rejections <> 0";
  const std::string of_all =
      "select code, submitter_id, state, sum(rejections) from rejection_total "
      "where code <> '' group by 1, 2, 3 having sum(rejections) <> 0";
  EXPECT_EQ(
      Number("select count(*) from ((" + of_codes + " except " + of_all +
             ") union all (" + of_all + " except " + of_codes + ")) as x"),
      0);
  const std::string open =
      "select distinct unnest(codes), coalesce(municipality_id, 0), "
      "submitter_id, rejection_id from rejection where state in (1, 2)";
  const std::string known =
      "select code, municipality_id, submitter_id, rejection_id "
      "from rejection_code";
  EXPECT_EQ(Number("select count(*) from ((" + open + " except " + known +
                   ") union all (" + known + " except " + open + ")) as x"),
            0);
}

}  // namespace trivsel::gateway::review
