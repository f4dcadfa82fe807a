-- Stored reports, for trying out rules: received at or after $1, keys after $2,
-- of municipality $3 (CVR number; '': all), at most $4, contents of at most $5
-- octets together. Without those that stand in for others by now.
with next as materialized (
  select r.report_key, r.received_at, r.submitter_id, coalesce(r.municipality_id, 0) as owner,
         r.report_id, r.form, r.content, r.content_kept,
         sum(octet_length(r.content)) over so_far as octets, row_number() over so_far as n
    from (select * from report
           where report_key > $2::bigint and received_at >= $1::timestamptz
             and ($3::text = '' or municipality_id
                  = (select municipality_id from municipality where cvr = $3))
           order by report_key limit $4::int) as r
  window so_far as (order by r.report_key)
)
select n.report_key, n.received_at, n.submitter_id, n.owner, n.report_id, n.form, n.content,
       n.content_kept, coalesce(s.name, ''),
       exists (select from replaced_report p
                where p.submitter_id = n.submitter_id and p.report_key = n.report_key)
         or exists (select from rejection j
                     where j.report_key = n.report_key and j.accepted_as is not null
                    offset 0)
  from next n left join submitter s using (submitter_id)
 where n.n = 1 or n.octets <= $5::bigint
 order by n.report_key
