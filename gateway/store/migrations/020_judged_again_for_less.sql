-- Less to do when a rejection is judged again.
--
-- An older gateway beside this one looks for what stands for a report id where it
-- used to be: it answers a repeat of such a report with the rejection, and lists both
-- rows. Waits for nobody.
set local lock_timeout = '3s';

-- What stands for a report id. When one of our own rejections was accepted later, its
-- row of `submission` was pointed to the new row, and the old one was noted in
-- replaced_report: a fifth of what it costs, for what the rejection says as well, by
-- accepted_as. Now both are done only for what a receiver rejected, as several
-- receivers may have rejected one row.
create view submission_stands as
  select s.submitter_id, s.report_id, s.digest,
         coalesce(a.report_key, s.report_key) as report_key,
         case when a.report_key is null then s.verdict else 1::smallint end as verdict,
         coalesce(a.received_at, s.received_at) as received_at
    from submission s
    left join lateral (select j.accepted_as as report_key,
                              coalesce(r.received_at, j.updated_at) as received_at
                         from rejection j
                         left join report r on r.report_key = j.accepted_as
                                           and r.received_at >= j.received_at
                        where s.verdict = 2 and j.report_key = s.report_key and j.origin = 1
                          and j.accepted_as is not null
                        limit 1) as a on true;
