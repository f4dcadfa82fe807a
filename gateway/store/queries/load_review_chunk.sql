-- The next rejections that parts of a job are for: $10 these parts, asked by one who
-- holds part $2 of job $1 with fence $3. After number $4: looks no further than number
-- $5, and until $6 match; takes contents of at most $7 octets together. $8 with
-- content, $9 with findings. Whose lane is not known (from an older gateway) match
-- until their reports say otherwise.
--
-- In no order. One row is without a number: up to where this went, and whether that
-- is the end. No row: the part is not ours, or the job runs no more.
with job as materialized (
  select b.*, p.parts
    from review_job b join review_job_part p using (job_id)
   where b.job_id = $1::bigint and p.part = $2::smallint and p.fence = $3::bigint
     and p.lease_until > now() and b.state = 1
), found as materialized (
  -- Read as far as it has to be, in the order of the numbers; contents are copied
  -- once.
  select *, sum(octet_length(content)) over so_far as octets, row_number() over so_far as n
    from (select j.rejection_id, j.version, j.submitter_id, j.received_at, j.matching,
                 r.report_id, r.municipality_id, r.form, r.content_kept, r.standard, r.rule_set,
                 case when $9::boolean then r.findings end as ours,
                 case when $9 then j.findings end as receivers,
                 w.part, case when $8::boolean and w.part is not null then r.content end as content
            from job b
           cross join lateral (
             select rejection_id, report_key, received_at, submitter_id, version, lane, findings,
                    row_number() over (order by rejection_id) as matching
               from rejection r
              where r.rejection_id > $4::bigint and r.rejection_id <= b.last_id
                and r.rejection_id <= $5::bigint
                and (b.parts = 1 or r.lane is null or r.lane % b.parts = any($10::smallint[]))
                and r.state = any(b.states)
                and (b.municipality_ids is null or r.municipality_id = any(b.municipality_ids))
                and (b.submitter_id is null or r.submitter_id = b.submitter_id)
                and (b.code is null or b.code = any(r.codes))
                and (b.origin is null or r.origin = b.origin)
                and (b.assignee is null or r.assignee = b.assignee)
                and (b.received_from is null or r.received_at >= b.received_from)
                and (b.received_before is null or r.received_at < b.received_before)
              order by r.rejection_id limit $6::int) as j
            left join lateral (select lane, report_id, form, content, content_kept, findings,
                                      standard, rule_set,
                                      coalesce(municipality_id, 0) as municipality_id
                                 from report
                                where report_key = j.report_key and received_at = j.received_at
                               offset 0) as r on true
           cross join lateral (select case
                                 when r.report_id is not null
                                   and (b.parts = 1
                                        or coalesce(j.lane, r.lane) % b.parts = any($10))
                                   then coalesce(j.lane, r.lane) % b.parts
                               end::smallint as part) as w) as j
  window so_far as (order by rejection_id rows unbounded preceding)
), went as (
  select case
           when bool_or(n > 1 and octets > $7::bigint)
             then max(rejection_id) filter (where n = 1 or coalesce(octets, 0) <= $7)
           when max(matching) = $6 then max(rejection_id)
           when $5 < (select last_id from job) then $5
         end as place
    from found
)
select rejection_id, version, submitter_id, municipality_id, report_id, received_at, form,
       content, content_kept, standard, rule_set, part, ours, receivers,
       null::bigint as place, false as ended
  from found
 where part is not null and (n = 1 or coalesce(octets, 0) <= $7)
union all
select null, null, null, null, null, null, null, null, null, null, null, null, null, null,
       coalesce(w.place, b.last_id), w.place is null
  from went w cross join job b
