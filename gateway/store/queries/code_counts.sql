-- Rejected reports of the days $1 to $2 by code, submitter, municipality and
-- day: $3 all municipalities, else $4. $5: of all these together, as 0.
select code, submitter_id, case when $5::boolean then 0 else municipality_id end as whose,
       (day - date '1970-01-01')::int, sum(reports)::bigint
  from report_count
 where day between $1::date and $2::date and verdict = 2 and code <> ''
   and ($3::boolean or municipality_id = any($4::int[]))
 group by code, submitter_id, whose, day
