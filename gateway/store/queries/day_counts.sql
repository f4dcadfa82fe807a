-- Reports of the days $1 to $2 by day, municipality, submitter and verdict;
-- those that were rejected also by code.
select (day - date '1970-01-01')::int, municipality_id, submitter_id, verdict, code,
       sum(reports)::bigint
  from report_count
 where day between $1::date and $2::date and code = ''
 group by 1, 2, 3, 4, 5
union all
select (day - date '1970-01-01')::int, municipality_id, submitter_id, verdict, code,
       sum(reports)::bigint
  from report_count
 where day between $1 and $2 and verdict = 2 and code <> ''
 group by 1, 2, 3, 4, 5
