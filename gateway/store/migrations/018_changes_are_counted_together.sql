-- What is done about many rejections is counted by what they have in common.
--
-- As in 011, but a job's chunk, whose rejections mostly have the same codes, is
-- first grouped by these, and only the groups are taken apart: what has changed was
-- taken apart and sorted out row by row before. And what nothing is opened by is not
-- looked at for what opens.
--
-- An older gateway sees no difference. Waits for nobody.
set local lock_timeout = '3s';

create or replace function rejections_changed() returns trigger language plpgsql
set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from rejection_code c
   using (select unnest(codes) as code, coalesce(municipality_id, 0) as municipality_id,
                 submitter_id, rejection_id
            from gone
           where state in (1, 2)
             and rejection_id not in (select rejection_id from fresh where state in (1, 2))) as k
   where c.code = k.code and c.municipality_id = k.municipality_id
     and c.submitter_id = k.submitter_id and c.rejection_id = k.rejection_id;
  if exists (select from fresh where state in (1, 2)) then
    insert into rejection_code (code, municipality_id, submitter_id, rejection_id)
    select distinct unnest(codes), coalesce(municipality_id, 0), submitter_id, rejection_id
      from fresh
     where state in (1, 2)
       and rejection_id not in (select rejection_id from gone where state in (1, 2));
  end if;
  insert into rejection_change (municipality_id, submitter_id, code, state, rejections)
  select k.municipality_id, k.submitter_id, c.code, k.state, sum(k.n)
    from (select municipality_id, submitter_id, state, codes, sum(n) as n
            from (select coalesce(municipality_id, 0) as municipality_id, submitter_id, state,
                         case when state in (1, 2) then codes else '{}' end as codes, -1 as n
                    from gone
                  union all
                  select coalesce(municipality_id, 0), submitter_id, state,
                         case when state in (1, 2) then codes else '{}' end, 1
                    from fresh) as m
           group by municipality_id, submitter_id, state, codes having sum(n) <> 0) as k
   cross join lateral (select '' as code
                       union all
                       select distinct unnest(k.codes)) as c
   group by k.municipality_id, k.submitter_id, c.code, k.state having sum(k.n) <> 0;
  return null;
end $$;
