-- $1 hash of the key, $2 hash of the browser's cookie, $3 adaptor, $4 request
-- id, $5 where to go after it, $6 seconds that it lasts, $7 how many there may
-- be. False: too many. What has expired goes, few at a time.
with gone as (
  delete from login_request
   where key_hash in (select key_hash from login_request where expires_at < now()
                       order by expires_at limit 50 for update skip locked)
), fresh as (
  insert into login_request (key_hash, browser_hash, adaptor, request_id, return_path, expires_at)
  select $1::bytea, $2::bytea, $3::smallint, $4::text, $5::text,
         now() + make_interval(secs => $6::int)
   where (select count(*) from (select from login_request limit $7::int) crowd) < $7::int
  returning 1
)
select exists (select from fresh)
