-- $1 actor, $2 document, $3 digest (null: as registered), $4 when. Answers 0
-- when the digest is another than was registered.
with found as (
  select document_id, $3::bytea is null or coalesce(digest, $3) = $3 as same
    from municipality_document where document_id = $2::bigint
), changed as (
  update municipality_document d
     set digest = coalesce(d.digest, $3), archived_at = coalesce(d.archived_at, $4::timestamptz)
    from found f
   where d.document_id = f.document_id and f.same
  returning d.document_id, d.digest
)
select coalesce(c.document_id, 0),
       case when c.document_id is not null then
         journal_append(3::smallint, $1::text,
                        convert_to(concat('document archived: ', c.document_id, ' sha256 ',
                                          encode(c.digest, 'hex')), 'UTF8')) end
  from found left join changed c on true
