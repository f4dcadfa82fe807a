-- Open rejections by code and submitter, the largest first: $1 all
-- municipalities, else $2; $3 submitter, 0: any; at most $4. Totals and changes
-- summed once: everybody's from the totals of each code, those of few
-- municipalities along their index.
--
-- What has changed lately has no index. Read inside the sum, its cost (a scan
-- that connections shun) would hide every other from the planner, which would
-- then sort instead of hash. And the submitter is asked for last, or few rows
-- would be expected.
with changed as materialized (
  select code, submitter_id, state, rejections from rejection_change
   where code > '' and ($1::boolean or municipality_id = any($2::int[]))
), summed as materialized (
  select code, submitter_id, sum(rejections)::bigint as rejections,
         coalesce(sum(rejections) filter (where state = 1), 0)::bigint as not_taken
    from (select code, submitter_id, state, rejections from rejection_code_total
           where $1
          union all
          select code, submitter_id, state, rejections from rejection_total
           where not $1 and municipality_id = any($2) and code > ''
          union all
          select code, submitter_id, state, rejections from changed) as c
   group by code, submitter_id
)
select c.code, c.submitter_id, s.name, c.rejections, c.not_taken
  from summed c
  left join submitter s on s.submitter_id = c.submitter_id
 where c.rejections > 0 and ($3::int = 0 or c.submitter_id = $3)
 order by c.rejections desc, c.code, c.submitter_id
 limit $4::int
