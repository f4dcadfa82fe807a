-- Takes a part of a job that runs and that nobody works on ($1 owner: its own
-- too, when it does not know what became of it), for $2 microseconds. The
-- oldest job first. Who had it before finds a higher fence. The last column: its
-- other parts that nobody works on.
with free as (
  select p.job_id, p.part
    from review_job_part p join review_job b using (job_id)
   where b.state = 1 and not p.ended and (p.lease_until <= now() or p.owner = $1::text)
   order by p.job_id, p.part limit 1
     for update of p skip locked
)
update review_job_part p
   set owner = $1, fence = p.fence + 1,
       lease_until = now() + $2::bigint * interval '1 microsecond'
  from free f join review_job b using (job_id)
 where p.job_id = f.job_id and p.part = f.part
returning p.job_id, p.part, p.fence, p.place, b.kind, b.text, b.actor, b.actor_name, b.words,
          array(select o.part::bigint from review_job_part o
                 where o.job_id = p.job_id and not o.ended and o.lease_until <= now()
                   and o.part <> p.part)
