-- $1 hash, $2 actor, $3 what the journal says; nothing is said if there is none.
with gone as (
  delete from login_session where session_hash = $1::bytea returning 1
), told as (
  select journal_append(11::smallint, $2::text, convert_to($3::text, 'UTF8')) from gone
)
select count(*) from told
