-- Jobs that may be seen ($1 all, else those about $2 only), the newest first:
-- the one with number $3, or all below $4, at most $5.
select b.job_id, b.kind, b.state, b.filter, b.text, b.actor, b.started_at, b.ended_at,
       b.total, p.looked_at, p.done, b.rule_set, b.trouble,
       b.actor_name, p.refused
  from review_job b
 cross join lateral (select coalesce(sum(looked_at), 0)::bigint as looked_at,
                            coalesce(sum(done), 0)::bigint as done,
                            coalesce(sum(refused), 0)::bigint as refused
                       from review_job_part where job_id = b.job_id) as p
 where ($3::bigint = 0 or b.job_id = $3) and b.job_id < $4::bigint
   and ($1::boolean or (not b.scope_all and b.scope_ids <@ $2::int[]))
 order by b.job_id desc
 limit $5::int
