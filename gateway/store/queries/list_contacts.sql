-- $1 CVR number ('' all)
select c.municipality_id, m.cvr, c.role, c.name, c.organisation, c.email
  from municipality_contact c join municipality m using (municipality_id)
 where $1::text = '' or m.cvr = $1
 order by m.cvr, c.role
