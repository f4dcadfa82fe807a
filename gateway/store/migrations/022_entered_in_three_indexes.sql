-- What a job accepts is entered in three indexes, not in six.
--
-- Its rejection is a new version of a row, which every index takes in whose
-- condition it meets; and these are a third of what a job makes the database write.
--
-- An older gateway beside this one does not tell submitters who watch what a job of
-- this one accepted (ListReports does); what it looks up by accepted_as, or by state
-- 3 of everybody's, it finds without an index. Writers of rejections wait while the
-- indexes are built.
set local lock_timeout = '3s';

-- What a job accepted is told by the chunk: one row of each submitter instead of an
-- entry for each rejection. Read in the order of told_xact, as rejection_in_order.
create table told_chunk (
  submitter_id int not null,
  told_xact xid8 not null,
  rejection_ids bigint[] compression lz4 not null, -- ascending
  primary key (submitter_id, told_xact)
);

-- Not for what a job accepts either.
drop trigger rejection_told on rejection;
create trigger rejection_told before update on rejection for each row
  when (new.state in (3, 4, 5)
        and (new.state, new.returned_message) is distinct from (old.state, old.returned_message)
        and new.told_xact is not distinct from old.told_xact
        and (new.state <> 3 or new.accepted_in_job is null))
  execute function rejection_is_told();

-- One of our own rejections that a job accepted is found by the report id.
drop index rejection_accepted_as;
create index rejection_accepted_as on rejection (accepted_as)
  where accepted_as is not null and (origin = 2 or accepted_in_job is null);

-- Of everybody's, those that were accepted are found owner by owner.
drop index rejection_in_state;
create index rejection_in_state on rejection (state, rejection_id) where state <> 3;

-- As in 015, with the condition of the index.
create or replace function reports_held_back(begin_at timestamptz, end_at timestamptz,
                                             first_key bigint, last_key bigint)
returns table (report_key bigint, why int) language sql stable as $$
  select h.report_key, min(h.why)
    from (select f.report_key, f.why from reports_in_flight(begin_at, end_at) f
           where f.report_key between first_key and last_key
          union all
          select r.report_key, 4
            from report r join destination d on d.active and r.received_at >= d.since
           where r.received_at >= begin_at and r.received_at < end_at
             and r.report_key between first_key and last_key
             and r.verdict = 1 and r.content_kept
             and not exists (
               select from receipt t
                where t.report_key = r.report_key and t.destination_id = d.destination_id
                  and (t.outcome = 1
                       or exists (select from rejection j
                                   where j.report_key = r.report_key
                                     and j.destination_id = d.destination_id
                                     and j.state in (3, 4))))
             and not exists (
               select from rejection a
                where a.accepted_as = r.report_key and a.origin = 2
                  and not exists (select from rejection j
                                   where j.report_key = a.report_key
                                     and j.destination_id = d.destination_id))) as h
   group by h.report_key
$$;
