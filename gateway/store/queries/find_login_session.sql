-- $1 hash, $2 seconds without a page after which it has ended. Notes that it
-- was seen, at most every half minute.
with found as (
  select session_hash, adaptor, issuer, user_key, cvr, name, name_id, name_id_format,
         session_index, privileges, ends_at, seen_at
    from login_session
   where session_hash = $1::bytea and ends_at > now()
     and seen_at > now() - make_interval(secs => $2::int)
), seen as (
  update login_session s set seen_at = now()
    from found
   where s.session_hash = found.session_hash and found.seen_at < now() - interval '30 seconds'
)
select adaptor, issuer, user_key, cvr, name, name_id, name_id_format, session_index, privileges,
       least(ends_at, greatest(seen_at, now()) + make_interval(secs => $2::int))
  from found
