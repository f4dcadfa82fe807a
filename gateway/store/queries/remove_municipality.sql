-- $1 actor, $2 CVR number; answers 0 for one that reports are about.
with found as (
  select m.municipality_id,
         exists (select 1 from report_count r
                  where r.municipality_id = m.municipality_id) as used
    from municipality m where m.cvr = $2::text
), gone as (
  delete from municipality m using found f
   where m.municipality_id = f.municipality_id and not f.used
  returning m.municipality_id
)
select coalesce(g.municipality_id, 0),
       case when g.municipality_id is not null then
         journal_append(3::smallint, $1::text,
                        convert_to('municipality removed: ' || $2::text, 'UTF8')) end
  from found left join gone g on true
