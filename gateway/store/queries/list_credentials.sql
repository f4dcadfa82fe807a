select c.fingerprint, c.submitter_id, s.name, c.label, c.not_after, c.revoked_at
  from credential c join submitter s using (submitter_id)
 order by s.name, c.created_at, c.fingerprint
