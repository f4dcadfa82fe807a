-- $1 actor, $2 submitter, $3 fingerprint, $4 label, $5 end; answers 0 when the
-- certificate is another submitter's.
with owner as (
  select submitter_id from submitter where name = $2::text
), changed as (
  insert into credential as c (fingerprint, submitter_id, label, not_after)
  select lower($3::text), submitter_id, $4::text, $5::timestamptz from owner
      on conflict (fingerprint) do update
         set label = excluded.label, not_after = excluded.not_after
       where c.submitter_id = excluded.submitter_id
  returning submitter_id
)
select coalesce(c.submitter_id, 0),
       case when c.submitter_id is not null then
         journal_append(3::smallint, $1::text,
                        convert_to('credential put: ' || lower($3::text) || ' for ' || $2::text,
                                   'UTF8')) end
  from owner left join changed c on true
