-- $1 CVR number ('' all); a page of $4 (null: all) after CVR number $2 and
-- document $3.
select d.document_id, d.municipality_id, m.cvr, d.kind, d.reference,
       to_char(d.signed_on, 'YYYY-MM-DD'), d.digest, d.valid_from, d.valid_until, d.archived_at
  from municipality_document d join municipality m using (municipality_id)
 where ($1::text = '' or m.cvr = $1) and (m.cvr, d.document_id) > ($2::text, $3::bigint)
 order by m.cvr, d.document_id
 limit $4::int
