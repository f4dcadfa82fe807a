-- $1 owner ('' all); a page of $5 (null: all) after owner $2, time $3 and
-- fingerprint $4.
select c.fingerprint, coalesce(c.submitter_id, 0), coalesce(c.operator_id, 0),
       coalesce(s.name, o.name), c.label, c.kind, c.key_der, c.not_before, c.not_after,
       c.revoked_at, c.subject, c.holder_cvr, c.holder_id, c.created_at
  from credential c
  left join submitter s using (submitter_id)
  left join operator o using (operator_id)
 where ($1::text = '' or coalesce(s.name, o.name) = $1)
   and (coalesce(s.name, o.name), c.created_at, c.fingerprint)
       > ($2::text, $3::timestamptz, $4::text)
 order by coalesce(s.name, o.name), c.created_at, c.fingerprint
 limit $5::int
