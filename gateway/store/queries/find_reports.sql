-- Where a submitter's reports are, by their ids.
select s.report_key, s.received_at
  from unnest($2::text[]) with ordinality as wanted(report_id, ord)
 cross join lateral (select report_key, received_at from submission_stands
                      where submitter_id = $1::int and report_id = wanted.report_id
                     offset 0) as s
 order by wanted.ord
