-- $1 actor, $2 CVR number, $3 kind, $4 reference, $5 signed on, $6 digest, $7
-- from, $8 until, $9 archived at. The same reference again corrects what was
-- put; but an archived one keeps its digest. Answers 0 for that.
with owner as (
  select municipality_id from municipality where cvr = $2::text
), changed as (
  insert into municipality_document as d (municipality_id, kind, reference, signed_on, digest,
                                          valid_from, valid_until, archived_at)
  select municipality_id, $3::smallint, $4::text, $5::text::date, $6::bytea, $7::timestamptz,
         $8::timestamptz, $9::timestamptz
    from owner
      on conflict (municipality_id, kind, reference) do update
         set signed_on = excluded.signed_on,
             digest = coalesce(excluded.digest, d.digest),
             valid_from = excluded.valid_from,
             valid_until = excluded.valid_until,
             archived_at = coalesce(d.archived_at, excluded.archived_at)
       where d.archived_at is null or excluded.digest is null or d.digest = excluded.digest
  returning document_id, digest, valid_from, valid_until
)
select coalesce(c.document_id, 0),
       case when c.document_id is not null then
         journal_append(3::smallint, $1::text,
           convert_to(concat('document put: ', c.document_id, ' of ', $2::text, ' kind ', $3,
                             ' reference ', $4::text, ' signed ', $5::text,
                             ' sha256 ' || encode(c.digest, 'hex'),
                             ' from ' || c.valid_from::text, ' until ' || c.valid_until::text),
                      'UTF8')) end
  from owner left join changed c on true
