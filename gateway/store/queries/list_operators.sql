-- A page of $2 (null: all) after the name $1.
select operator_id, name, active, roles, municipality_cvrs
  from operator
 where name > $1::text
 order by name
 limit $2::int
