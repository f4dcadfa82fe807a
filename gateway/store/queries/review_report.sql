-- One report, by its key $1 or, if that is 0, by the number $2 of one of its
-- rejections: $3 all municipalities, else $4.
select r.report_key, r.received_at, r.lane, r.report_id, r.verdict, r.findings, r.kle_subject,
       r.kle_facet, r.kle_rule, r.kle_edition, r.rule_set, r.form,
       coalesce(r.municipality_id, 0), m.cvr, m.name, r.submitter_id, s.name, r.content_kept,
       r.content, r.canonical, r.citizen
  from report r
  left join municipality m on m.municipality_id = r.municipality_id
  left join submitter s on s.submitter_id = r.submitter_id
 where r.report_key = case when $1::bigint <> 0 then $1
                           else (select report_key from rejection
                                  where rejection_id = $2::bigint) end
   and ($3::boolean or r.municipality_id = any($4::int[]))
