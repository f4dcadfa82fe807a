-- What delivery writes again and again leaves fewer dead rows behind, and these
-- are quicker walked over: while some reader pins an old snapshot nobody can
-- clean them away.
--
-- An older gateway goes on raising counts as it did, and reads those that are
-- folded: some seconds late.
set local lock_timeout = '3s';

-- Leases are renewed every few seconds, and a lane's row is looked at several
-- times for each batch. With room beside it, what a row was is a step within one
-- page; else it is an entry of its own in the index, and a page.
alter table lane set (fillfactor = 10);

-- What receivers answered is counted by appending, and added up in the
-- background: a count that each batch raises leaves a dead row each time, and
-- whoever raises it next walks over all of them. After ten minutes that was a
-- fifth of what it costs to settle a batch.
--
-- Only ever inserted into by those who settle; hence no index.
create table report_count_change (
  day date not null,                   -- the columns are those of report_count
  submitter_id int not null,
  municipality_id int not null,
  verdict smallint not null,
  code text not null,
  reports bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);

-- The counts as they are now.
create view report_counted as
  select day, submitter_id, municipality_id, verdict, code, reports from report_count
  union all
  select day, submitter_id, municipality_id, verdict, code, reports from report_count_change;

-- Takes the changes into the counts; one at a time, others pass by. A reader
-- sees them in one place or the other, never in both or neither. Nobody else
-- writes to the shard, so that no writer waits for this one's disk.
create function report_count_fold() returns int language plpgsql as $$
declare
  folded int;
begin
  if not pg_try_advisory_xact_lock(7232014306) then return 0; end if;
  with taken as (
    delete from report_count_change
    returning day, submitter_id, municipality_id, verdict, code, reports
  ), added as (
    insert into report_count as c (day, submitter_id, municipality_id, verdict, code, shard,
                                   reports)
    select day, submitter_id, municipality_id, verdict, code, 100, sum(reports)
      from taken
     group by day, submitter_id, municipality_id, verdict, code
        on conflict (day, submitter_id, municipality_id, verdict, code, shard)
        do update set reports = c.reports + excluded.reports
  )
  select count(*) into folded from taken;
  return folded;
end $$;
