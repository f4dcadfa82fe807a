-- Open rejections by code and submitter, the largest first: $1 all
-- municipalities, else $2; $3 submitter, 0: any; at most $4.
select c.code, c.submitter_id, s.name, sum(c.rejections)::bigint,
       coalesce(sum(c.rejections) filter (where c.state = 1), 0)::bigint
  from rejection_count c
  left join submitter s on s.submitter_id = c.submitter_id
 where c.code <> '' and c.state in (1, 2)
   and ($1::boolean or c.municipality_id = any($2::int[]))
   and ($3::int = 0 or c.submitter_id = $3)
 group by c.code, c.submitter_id, s.name
having sum(c.rejections) > 0
 order by 4 desc, c.code, c.submitter_id
 limit $4::int
