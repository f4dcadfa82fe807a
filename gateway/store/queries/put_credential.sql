-- $1 actor, $2 owner's name, $3 whether that is an operator, $4 fingerprint,
-- $5 label, $6 kind, $7 key, $8 from, $9 until, $10 subject, $11 holder's CVR
-- number, $12 holder's id. What is not known (null, '') stays as it was. Answers
-- 0 when the credential is another's, -1 when it has been revoked.
with owner as (
  select submitter_id, null::int as operator_id from submitter
   where not $3::boolean and name = $2::text
  union all
  select null, operator_id from operator where $3 and name = $2
), changed as (
  insert into credential as c (fingerprint, submitter_id, operator_id, label, kind, key_der,
                               not_before, not_after, subject, holder_cvr, holder_id)
  select lower($4::text), submitter_id, operator_id, $5::text, $6::smallint, $7::bytea,
         $8::timestamptz, $9::timestamptz, $10::text, $11::text, $12::text
    from owner
      on conflict (fingerprint) do update
         set label = excluded.label,
             key_der = coalesce(excluded.key_der, c.key_der),
             not_before = coalesce(excluded.not_before, c.not_before),
             not_after = excluded.not_after,
             subject = coalesce(nullif(excluded.subject, ''), c.subject),
             holder_cvr = coalesce(nullif(excluded.holder_cvr, ''), c.holder_cvr),
             holder_id = coalesce(nullif(excluded.holder_id, ''), c.holder_id)
       where c.submitter_id is not distinct from excluded.submitter_id
         and c.operator_id is not distinct from excluded.operator_id
  returning 1 as done, revoked_at
)
select case when c.done is null then 0 when c.revoked_at is not null then -1 else 1 end,
       case when c.done is not null then
         journal_append(3::smallint, $1::text,
                        convert_to('credential put: ' || lower($4::text) || ' for '
                                   || case when $3 then 'operator ' else '' end || $2::text,
                                   'UTF8')) end
  from owner left join changed c on true
