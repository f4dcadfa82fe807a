-- What is on disk for keys that a group found taken.
select k.ord, s.digest, s.report_key, s.verdict, s.received_at, r.findings,
       r.kle_subject, r.kle_facet, r.kle_rule, r.kle_edition, r.rule_set,
       case when r.report_key is not null then coalesce(r.municipality_id, 0) end
  from unnest($1::int[], $2::text[]) with ordinality as k(submitter_id, report_id, ord)
  join submission_stands s on s.submitter_id = k.submitter_id and s.report_id = k.report_id
  left join report r on r.report_key = s.report_key and r.received_at = s.received_at
