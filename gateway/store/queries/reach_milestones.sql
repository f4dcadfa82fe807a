-- What municipalities have reached since it was last asked: at most two steps
-- in an index for each that has not got so far yet.
insert into municipality_milestone (municipality_id, milestone, reached_on)
select m.municipality_id, w.milestone, first.day
  from municipality m
 cross join (values (1::smallint, 1::smallint), (2, 3)) as w(milestone, verdict)
 cross join lateral (select r.day from report_count r
                      where r.municipality_id = m.municipality_id and r.verdict = w.verdict
                        and r.code = ''
                      order by r.day limit 1) as first
 where not exists (select from municipality_milestone o
                    where o.municipality_id = m.municipality_id and o.milestone = w.milestone)
    on conflict do nothing
