-- Editions, the newest first, with the last time each was taken into use; the
-- row without an edition: the gateways' own files.
select coalesce(e.edition_id, 0), e.name, e.made_at, e.made_by, e.reason, e.file_names,
       e.kle_name, u.at, u.actor, u.reason,
       u.use_id is not distinct from (select max(use_id) from rule_use)
  from (select * from rule_edition order by edition_id desc limit $1::int) as e
  full join (select distinct on (edition_id) edition_id, use_id, at, actor, reason
               from rule_use order by edition_id, use_id desc) as u
    on u.edition_id = e.edition_id
 where e.edition_id is not null or u.edition_id is null
 order by 1 desc
