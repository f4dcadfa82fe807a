-- One edition; $1 = -1: the one that is in use, with the number of the use.
-- Without edition the rest is null.
select u.use_id, e.edition_id, e.name, e.made_at, e.made_by, e.reason, e.file_names,
       e.file_texts, e.kle_name, e.kle_text
  from (select use_id, edition_id from rule_use where $1::int = -1
         order by use_id desc limit 1) as u
  left join rule_edition e using (edition_id)
union all
select 0, edition_id, name, made_at, made_by, reason, file_names, file_texts, kle_name,
       kle_text
  from rule_edition where edition_id = $1
