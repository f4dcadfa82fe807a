-- $1 hash, $2 adaptor, $3 issuer, $4 user key, $5 cvr, $6 name, $7 name id, $8
-- its format, $9 session index, $10 privileges, $11 when it ends, $12 sessions
-- of a user, $13 of all, $14 hash of the one before in the same browser (null:
-- none), $15 actor, $16 what the journal says of it, $17 of those that make
-- room. False: too many of all.
--
-- At either limit the user's own oldest make room; nobody else's do. The one
-- before ends in any case, and counts for nothing.
with crowd as materialized (
  select count(*) as n
    from (select from login_session
           where ends_at > now() and session_hash is distinct from $14::bytea
           limit $13::int) as c
), own as materialized (
  select session_hash, row_number() over (order by created_at desc, session_hash) as place,
         count(*) over () as n
    from login_session
   where issuer = $3::text and user_key = $4::text and ends_at > now()
     and session_hash is distinct from $14::bytea
), yielding as materialized (
  select session_hash from own
   where place >= $12::int or (place = own.n and (select n from crowd) >= $13::int)
), room as materialized (
  select (select n from crowd) < $13::int or exists (select from yielding) as there
), before as (
  delete from login_session where session_hash = $14::bytea
), ended as (
  delete from login_session
   where session_hash in (select session_hash from yielding)
     and (select there from room)
  returning 1
), fresh as (
  insert into login_session (session_hash, adaptor, issuer, user_key, cvr, name, name_id,
                             name_id_format, session_index, privileges, ends_at)
  select $1::bytea, $2::smallint, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text,
         $9::text, $10::bytea, $11::timestamptz
   where (select there from room)
  returning 1
), told as (
  select journal_append(11::smallint, $15::text, convert_to($17::text, 'UTF8')) from ended
  union all
  select journal_append(10::smallint, $15::text, convert_to($16::text, 'UTF8')) from fresh
)
select exists (select from fresh) and (select count(*) > 0 from told)
