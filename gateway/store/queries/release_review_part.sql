-- Gives a part back, so that another one may go on with it at once.
update review_job_part set owner = null, lease_until = '-infinity'
 where job_id = $1::bigint and part = $2::smallint and fence = $3::bigint
