-- Less that the database keeps in order and nobody reads, and a total that is
-- read often.
--
-- Statistics only of what a plan can ask about: an analysis of `report` took a fifth of
-- the machine, again and again while much came in, as it read thirty thousand
-- contents to sort them and counted the elements of every array. `pending`, which
-- is emptied by deletes and vacuumed for these, was vacuumed for its inserts too.
-- And what it costs to judge a rejection again is mostly indexes.
--
-- An older gateway sees no difference. Waits for nobody who reads or writes,
-- only for an analysis under way, which then gives way.
set local lock_timeout = '3s';

create function narrow_statistics(of_table regclass) returns void language plpgsql as $$
declare
  name text;
begin
  for name in
    select attname from pg_attribute
     where attrelid = of_table and attnum > 0 and not attisdropped and attstattarget <> 0
       and attname in ('digest', 'report_keys', 'received_ats', 'subject', 'prev_hash', 'hash',
                       'report_id', 'kle_subject', 'kle_facet', 'kle_rule', 'kle_edition',
                       'standard', 'rule_set', 'error_codes', 'resources', 'findings',
                       'canonical', 'content', 'receiver_reference')
       -- Found by it: how few there are of each must be known.
       and not (attname = 'report_id' and of_table = 'submission'::regclass)
     order by attnum
  loop
    execute format('alter table %s alter column %I set statistics 0', of_table, name);
  end loop;
end $$;

select narrow_statistics(c.oid)
  from pg_class c
 where c.oid in ('submission'::regclass, 'receipt'::regclass, 'delivery_batch'::regclass,
                 'journal'::regclass)
    or c.oid in (select relid from pg_partition_tree('report'));

alter table pending set (autovacuum_vacuum_insert_threshold = -1);

-- As in 004; a partition does not take over its table's targets.
create or replace function make_report_partitions(
  months_ahead int, out made int, out in_default text[]
) language plpgsql set lock_timeout = '2s' as $$
declare
  month date := date_trunc('month', now() at time zone 'UTC');
  part text;
begin
  made := 0;
  in_default := '{}';
  perform pg_advisory_xact_lock(7232014301);
  for i in 0..months_ahead loop
    part := 'report_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      begin
        execute format('create table %I partition of report for values from (%L) to (%L)',
                       part, month::timestamp at time zone 'UTC',
                       (month + interval '1 month')::timestamp at time zone 'UTC');
        perform narrow_statistics(part::regclass);
        made := made + 1;
      exception when check_violation then
        in_default := in_default || to_char(month, 'YYYY-MM');
      end;
    end if;
    month := month + interval '1 month';
  end loop;
end $$;

-- Every row moves once, when its rejection is judged again or settled: room for
-- the new place of each in the page where its key is.
alter index rejection_pkey set (fillfactor = 50);
alter index rejection_report set (fillfactor = 50);

-- Not for those who set it themselves, without a call for each row.
drop trigger rejection_told on rejection;
create trigger rejection_told before update on rejection for each row
  when (new.state in (3, 4, 5)
        and (new.state, new.returned_message) is distinct from (old.state, old.returned_message)
        and new.told_xact is not distinct from old.told_xact)
  execute function rejection_is_told();

-- As in 012, but what a report took the place of is found by the rejection that
-- was accepted as it: replaced_report needs no second index.
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
                where a.accepted_as = r.report_key
                  and exists (select from rejection j
                               where j.report_key = a.report_key and j.origin = 2)
                  and not exists (select from rejection j
                                   where j.report_key = a.report_key
                                     and j.destination_id = d.destination_id))) as h
   group by h.report_key
$$;
drop index replaced_report_by;

-- How many open ones have a code, whoever's they are: what everybody's groups
-- are made of, without a row for each municipality.
create table rejection_code_total (
  code text not null,
  submitter_id int not null,
  state smallint not null,
  rejections bigint not null,
  primary key (code, submitter_id, state)
) with (fillfactor = 50);
insert into rejection_code_total (code, submitter_id, state, rejections)
select code, submitter_id, state, sum(rejections)
  from rejection_total where code <> '' group by code, submitter_id, state;

-- As in 011, and into the new table too.
create or replace function rejection_fold() returns int language plpgsql as $$
declare
  folded int;
begin
  if not pg_try_advisory_xact_lock(7232014304) then return 0; end if;
  with taken as (
    delete from rejection_change
    returning municipality_id, submitter_id, code, state, rejections
  ), summed as (
    select municipality_id, submitter_id, code, state, sum(rejections) as rejections
      from taken group by municipality_id, submitter_id, code, state
  ), added as (
    insert into rejection_total as t (municipality_id, submitter_id, code, state, rejections)
    select municipality_id, submitter_id, code, state, rejections
      from summed where rejections <> 0
        on conflict (code, municipality_id, submitter_id, state)
        do update set rejections = t.rejections + excluded.rejections
  ), added_to_code as (
    insert into rejection_code_total as t (code, submitter_id, state, rejections)
    select code, submitter_id, state, sum(rejections)
      from summed where code <> '' group by code, submitter_id, state
    having sum(rejections) <> 0
        on conflict (code, submitter_id, state)
        do update set rejections = t.rejections + excluded.rejections
  )
  select count(*) into folded from taken;
  return folded;
end $$;
