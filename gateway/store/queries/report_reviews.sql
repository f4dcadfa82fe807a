-- What operators have done about reports that were rejected. Of several
-- rejections of one the one that asks most of the submitter: returned, then
-- not yet done with, then the newest. What a report was accepted as later has
-- the review of the report that was rejected.
select k.ord - 1, j.state, j.updated_at,
       case when j.state = 5 then coalesce(j.returned_message, '') else '' end
  from unnest($1::bigint[]) with ordinality as k(report_key, ord)
 cross join lateral (
   select state, updated_at, returned_message
     from (select rejection_id, state, updated_at, returned_message
             from rejection where report_key = k.report_key
           union all
           select rejection_id, state, updated_at, returned_message
             from rejection where accepted_as = k.report_key) as of_report
    order by state = 5 desc, state in (1, 2) desc, rejection_id desc
    limit 1) as j
