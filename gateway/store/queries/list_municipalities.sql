select m.municipality_id, m.cvr, m.name,
       array(select s.sor from municipality_sor s
              where s.municipality_id = m.municipality_id order by s.sor)
  from municipality m order by m.cvr
