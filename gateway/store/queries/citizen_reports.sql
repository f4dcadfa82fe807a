-- The newest reports of a child ($1), at most $4: $2 all municipalities, else
-- $3. What could not be read is about nobody.
select r.report_key, r.report_id, r.received_at, r.verdict, s.name, r.resources
  from (select report_key, report_id, received_at, verdict, submitter_id, resources
          from report
         where citizen = $1::bytea and citizen <> '\x00000000000000000000000000000000'
           and ($2::boolean or municipality_id = any($3::int[]))
         order by report_key desc
         limit $4::int) as r
  left join submitter s on s.submitter_id = r.submitter_id
 order by r.report_key desc
