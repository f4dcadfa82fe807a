-- What operators have done about reports that were rejected. Of several
-- rejections of one the one that asks most of the submitter: returned, then
-- not yet done with, then the newest. What a report was accepted as later has
-- the review of the report that was rejected. $1 keys and $3 ids of reports of
-- submitter $2.
select k.ord - 1, j.state, j.updated_at,
       case when j.state = 5 then coalesce(j.returned_message, '') else '' end
  from unnest($1::bigint[], $3::text[]) with ordinality as k(report_key, report_id, ord)
 cross join lateral (
   select state, updated_at, returned_message
     from (select rejection_id, state, updated_at, returned_message
             from rejection where report_key = k.report_key
           union all
           select rejection_id, state, updated_at, returned_message
             from rejection
            where accepted_as = k.report_key and (origin = 2 or accepted_in_job is null)
           union all
           -- One of our own that a job accepted still stands for the report id.
           select j.rejection_id, j.state, j.updated_at, j.returned_message
             from (select report_key from submission
                    where submitter_id = $2::int and report_id = k.report_id offset 0) as s
            cross join lateral (select * from rejection
                                 where report_key = s.report_key offset 0) as j
            where j.origin = 1 and j.accepted_in_job is not null
              and j.accepted_as = k.report_key) as of_report
    order by state = 5 desc, state in (1, 2) desc, rejection_id desc
    limit 1) as j
