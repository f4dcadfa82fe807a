-- $1 actor, $2 fingerprint
with changed as (
  update credential set revoked_at = coalesce(revoked_at, now())
   where fingerprint = lower($2::text)
  returning 1 as id
)
select id,
       journal_append(3::smallint, $1::text,
                      convert_to('credential revoked: ' || lower($2::text), 'UTF8'))
  from changed
