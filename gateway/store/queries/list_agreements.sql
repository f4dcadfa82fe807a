-- $1 submitter and $2 CVR number ('' all); a page of $5 (null: all) after $3, $4.
select a.submitter_id, a.municipality_id, s.name, m.cvr, a.valid_from, a.valid_until
  from agreement a join submitter s using (submitter_id) join municipality m using (municipality_id)
 where ($1::text = '' or s.name = $1) and ($2::text = '' or m.cvr = $2)
   and (s.name, m.cvr) > ($3::text, $4::text)
 order by s.name, m.cvr
 limit $5::int
