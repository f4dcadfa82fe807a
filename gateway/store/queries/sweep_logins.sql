-- $1 seconds without a page: what has ended goes, few at a time; how many went.
with requests as (
  delete from login_request
   where key_hash in (select key_hash from login_request where expires_at < now()
                       order by expires_at limit 500 for update skip locked)
  returning 1
), sessions as (
  delete from login_session
   where session_hash in (select session_hash from login_session
                           where ends_at < now()
                              or seen_at < now() - make_interval(secs => $1::int)
                           limit 500 for update skip locked)
  returning 1
)
select (select count(*) from requests) + (select count(*) from sessions)
