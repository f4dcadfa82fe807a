-- A month whose rows the default partition has caught (a clock that was far
-- ahead) cannot get a partition of its own: its rows stay where they are, and
-- the other months are made all the same. Rows are immutable, so they are not
-- moved; queries find them in either place.
--
-- Making a partition needs a lock that waits for every reader and makes every
-- writer wait behind it: better to give up soon and try again later.
drop function make_report_partitions(int);
create function make_report_partitions(
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
        made := made + 1;
      exception when check_violation then
        in_default := in_default || to_char(month, 'YYYY-MM');
      end;
    end if;
    month := month + interval '1 month';
  end loop;
end $$;
