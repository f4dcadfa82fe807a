-- $1 actor, $2 destination, $3 from, $4 to (not after now: what is delivered
-- from now on is not for this), $5 CVR number or ''. No row: there is no such
-- destination or municipality.
with begun as (
  insert into replay (destination_id, from_time, to_time, municipality_id, actor,
                      place_time)
  select d.destination_id, $3::timestamptz, least($4::timestamptz, now()),
         m.municipality_id, $1::text, $3
    from destination d
    left join municipality m on m.cvr = $5::text
   where d.name = $2::text and ($5 = '' or m.municipality_id is not null)
  returning replay_id
)
select replay_id,
       journal_append(5::smallint, $1::text,
                      convert_to('replay ' || replay_id || ' begun: ' || $2 || ' '
                                 || $3 || ' - ' || least($4, now()) || ' ' || $5, 'UTF8'))
  from begun
