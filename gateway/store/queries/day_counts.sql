-- Reports of the days $1 to $2 by day, municipality, submitter and verdict: $3
-- all municipalities, else $4.
select (day - date '1970-01-01')::int, municipality_id, submitter_id, verdict,
       sum(reports)::bigint
  from report_counted
 where day between $1::date and $2::date and code = ''
   and ($3::boolean or municipality_id = any($4::int[]))
 group by day, municipality_id, submitter_id, verdict
