-- $1 actor, $2 document, $3 until
with changed as (
  update municipality_document set valid_until = $3::timestamptz where document_id = $2::bigint
  returning document_id, valid_until
)
select document_id,
       journal_append(3::smallint, $1::text,
                      convert_to(concat('document ends: ', document_id, ' until ', valid_until),
                                 'UTF8'))
  from changed
