select a.submitter_id, a.municipality_id, s.name, m.cvr
  from agreement a join submitter s using (submitter_id) join municipality m using (municipality_id)
 order by s.name, m.cvr
