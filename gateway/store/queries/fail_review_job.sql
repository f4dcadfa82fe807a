-- $1 job, $2 why it cannot go on, $3 part and $4 fence of the one who says so
update review_job b set state = 4, ended_at = now(), trouble = $2::text
 where b.job_id = $1::bigint and b.state = 1
   and exists (select from review_job_part p
                where p.job_id = b.job_id and p.part = $3::smallint and p.fence = $4::bigint)
