-- $1 actor, $2 job, which runs: stops it.
with changed as (
  update review_job set state = 3, ended_at = now()
   where job_id = $2::bigint and state = 1
  returning job_id
)
select job_id,
       journal_append(18::smallint, $1::text,
                      convert_to('review job ' || job_id || ' cancelled', 'UTF8'))
  from changed
