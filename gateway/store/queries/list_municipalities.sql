-- A page of $2 (null: all) after the CVR number $1.
select m.municipality_id, m.cvr, m.name,
       array(select s.sor from municipality_sor s
              where s.municipality_id = m.municipality_id order by s.sor)
  from municipality m
 where m.cvr > $1::text
 order by m.cvr
 limit $2::int
