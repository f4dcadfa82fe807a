-- $1 hash, $2 when the assertion expires; whether it is its first use. Hashes
-- go an hour after they have expired, however the gateways' clocks differ, and
-- few at a time; not those that another one is removing.
with gone as (
  delete from used_assertion
   where hash in (select hash from used_assertion
                   where expires_at < now() - interval '1 hour'
                   order by expires_at limit 20
                     for update skip locked)
), fresh as (
  insert into used_assertion (hash, expires_at) values ($1::bytea, $2::timestamptz)
      on conflict (hash) do nothing
  returning 1
)
select exists (select from fresh)
