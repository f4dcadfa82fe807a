-- What a job accepted is told by the job, not once more for every report.
--
-- An older gateway beside this one does not show, in a report's history, that a job
-- of this one accepted it; its state and what it was accepted as it does. Waits for
-- nobody.
set local lock_timeout = '3s';

-- The job that accepted it; null: something else did, or an older gateway.
alter table rejection add column accepted_in_job bigint;

-- All that was done about rejections. Without a number: told by its job; it was done
-- when the row came that the rejection was accepted as.
create view review_history as
  select event_id, rejection_id, at, actor, actor_name, kind, text
    from review_event
  union all
  select null, j.rejection_id, coalesce(r.received_at, j.updated_at), b.actor, b.actor_name,
         5::smallint, left(concat_ws(': ', r.rule_set, nullif(b.text, '')), 8000)
    from rejection j
    join review_job b on b.job_id = j.accepted_in_job
    left join lateral (select received_at, rule_set from report
                        where report_key = j.accepted_as and received_at >= j.received_at
                       offset 0) as r on true;
