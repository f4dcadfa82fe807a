-- A page of a submitter's reports that match, newest first; only those about
-- municipalities among $11 (0: reports that name none).
--
-- Looks at no more than $10 reports, so that a rare match costs no more than a
-- common one; the last row, without a key, says where the look ended and
-- whether there may be more.
-- A caller with a token speaks for one municipality, perhaps the smallest of a
-- hundred: it does not look at those of the others (report_of_municipality).
with looked_at as materialized (
  (select report_key, received_at, lane, verdict, municipality_id, findings,
          report_id
     from report
    where cardinality($11::int[]) = 1 and ($11)[1] <> 0
      and submitter_id = $1::int and municipality_id = ($11)[1] and report_key < $2::bigint
      and received_at >= $3::timestamptz and received_at < $4::timestamptz
    order by report_key desc
    limit $10::int)
  union all
  (select report_key, received_at, lane, verdict, municipality_id, findings,
          report_id
     from report
    where (cardinality($11) <> 1 or ($11)[1] = 0)
      and submitter_id = $1 and report_key < $2
      and received_at >= $3 and received_at < $4
    order by report_key desc
    limit $10)
), replaced as materialized (
  -- Judged again and accepted as another row, which is listed instead. One of our
  -- own that was accepted as another is known by its rejection.
  select p.report_key
    from (select min(report_key) as first, max(report_key) as last from looked_at) as l
   cross join lateral (select report_key from replaced_report
                        where submitter_id = $1 and report_key between l.first and l.last
                       offset 0) as p
), matching as (
  select report_key, received_at
    from looked_at r
   where coalesce(r.municipality_id, 0) = any($11)
     and not exists (select from replaced p where p.report_key = r.report_key)
     and not (r.verdict = 2 and exists (select from rejection j
                                         where j.report_key = r.report_key
                                           and j.accepted_as is not null
                                        offset 0))  -- looked up, one by one
     and ($5::smallint = 0 or r.verdict = $5)
     and ($6::text = '' or r.municipality_id
          = (select municipality_id from municipality where cvr = $6))
     and ($7::bytea = '' or position($7 in r.findings) > 0
          or exists (select from receipt t
                      where t.report_key = r.report_key and position($7 in t.findings) > 0))
     and case $8::smallint
           when 0 then true
           when 1 then exists (
             select from destination d
              cross join lateral (select from pending
                                   where destination_id = d.destination_id
                                     and lane = r.lane and report_key = r.report_key
                                  offset 0) as p)
           when 2 then exists (
             select from destination d
               join delivery_batch b on b.destination_id = d.destination_id
                                    and b.lane = r.lane and b.settled_at is null
                                    and r.report_key = any(b.report_keys)
              where not exists (select from receipt t
                                 where t.report_key = r.report_key
                                   and t.destination_id = d.destination_id))
           else exists (select from receipt t
                         where t.report_key = r.report_key and t.outcome = $8 - 2)
         end
     and ($12::smallint = 0 or $12 = (
           select state
             from (select rejection_id, state from rejection
                    where report_key = r.report_key
                   union all
                   select rejection_id, state from rejection
                    where accepted_as = r.report_key
                      and (origin = 2 or accepted_in_job is null)
                   union all
                   select j.rejection_id, j.state
                     from (select report_key from submission
                            where submitter_id = $1 and report_id = r.report_id
                           offset 0) as s
                    cross join lateral (select * from rejection
                                         where report_key = s.report_key offset 0) as j
                    where j.origin = 1 and j.accepted_in_job is not null
                      and j.accepted_as = r.report_key) as of_report
            order by state = 5 desc, state in (1, 2) desc, rejection_id desc
            limit 1))  -- as report_reviews.sql chooses
   order by report_key desc
   limit $9::int
)
select report_key, received_at, null::bigint, null::boolean from matching
union all
select null, null, coalesce(min(report_key), 0), count(*) = $10 from looked_at
 order by 1 desc nulls last
