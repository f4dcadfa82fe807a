-- $1 actor, $2 name; answers 0 for one that has reported, and keeps it.
with found as (
  select s.submitter_id,
         exists (select 1 from submission u where u.submitter_id = s.submitter_id) as used
    from submitter s where s.name = $2::text
), gone as (
  delete from submitter s using found f
   where s.submitter_id = f.submitter_id and not f.used
  returning s.submitter_id
)
select coalesce(g.submitter_id, 0),
       case when g.submitter_id is not null then
         journal_append(3::smallint, $1::text,
                        convert_to('submitter removed: ' || $2::text, 'UTF8')) end
  from found left join gone g on true
