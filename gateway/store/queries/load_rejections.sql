-- Rejections by their numbers, the newest first; only of municipalities that
-- may be seen: $2 all, else $3. With a receiver's findings where $4.
-- Found before anything is joined to them, so that names are put in a table once
-- and not for each.
select j.rejection_id, j.report_key, r.report_id, j.received_at, j.submitter_id, s.name,
       coalesce(j.municipality_id, 0), m.cvr, m.name, j.origin, d.name, j.state, j.version,
       j.assignee, j.codes, j.updated_at, case when j.state = 5 then j.returned_message end,
       j.accepted_as, case when $4::boolean then j.findings end,
       coalesce(j.opened_at, j.received_at)
  from (select found.*
          from unnest($1::bigint[]) as wanted(rejection_id)
         cross join lateral (select * from rejection where rejection_id = wanted.rejection_id
                             offset 0) as found
         where $2::boolean or found.municipality_id = any($3::int[])
        offset 0) as j
  left join lateral (select report_id from report
                      where report_key = j.report_key and received_at = j.received_at
                     offset 0) as r on true
  left join submitter s on s.submitter_id = j.submitter_id
  left join municipality m on m.municipality_id = j.municipality_id
  left join destination d on d.destination_id = j.destination_id
 order by j.rejection_id desc
