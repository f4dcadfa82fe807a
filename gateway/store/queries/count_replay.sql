-- Counts the next $7 batches of a span of delivery, oldest first, as
-- reopen_batches.sql would reopen them: $1 destination, $2 from, $3 to, $4
-- municipality (0: all), $5 and $6 the place to go on from.
--
-- Reports are looked up only where it has to be known whose they are, and then
-- up to the first that is the municipality's; or, for their content, in months
-- of which content has been dropped. A report is in a batch within a day of the
-- batch's first.
with gone as materialized (
  select coalesce(max(month + interval '1 month') at time zone 'UTC' + interval '1 day',
                  '-infinity') as before
    from retention_month
), looked_at as materialized (
  select b.batch_id, b.settled_at, b.broken_up_at, cardinality(b.report_keys) as reports,
         d.dropped, case when d.dropped or $4::int <> 0 then b.report_keys end as report_keys,
         case when d.dropped or $4 <> 0 then b.received_ats end as received_ats
    from gone g
   cross join delivery_batch b
   cross join lateral (select b.received_ats[1] < g.before as dropped) as d
   where b.destination_id = $1::int and b.settled_at is not null
     and b.settled_at >= $2::timestamptz and b.settled_at < $3::timestamptz
     and (b.settled_at, b.batch_id) > ($5::timestamptz, $6::bigint)
   order by b.settled_at, b.batch_id
   limit $7::int
), wanted as (
  select b.reports,
         case when not b.dropped then true
              else (select count(*) = b.reports
                      from unnest(b.report_keys, b.received_ats) as m(report_key, received_at)
                     cross join lateral (select from report
                                          where report_key = m.report_key
                                            and received_at = m.received_at and content_kept
                                         offset 0) as r)
         end as whole
    from looked_at b
   where b.broken_up_at is null
     and ($4 = 0
          or exists (select from unnest(b.report_keys, b.received_ats) as m(report_key, received_at)
                      cross join lateral (select municipality_id from report
                                           where report_key = m.report_key
                                             and received_at = m.received_at
                                          offset 0) as r
                      where r.municipality_id = $4))
), place as (
  select settled_at, batch_id from looked_at order by settled_at desc, batch_id desc limit 1
)
select count(*) filter (where whole), coalesce(sum(reports) filter (where whole), 0)::bigint,
       count(*) filter (where not whole),
       coalesce(sum(reports) filter (where not whole), 0)::bigint,
       (select count(*) from looked_at) = $7 as more,
       coalesce((select settled_at from place), $5), coalesce((select batch_id from place), $6)
  from wanted
