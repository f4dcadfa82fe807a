-- Ends jobs of which every part has ended; all that are left: a gateway may
-- have stopped between a part's end and its job's.
update review_job b set state = 2, ended_at = now()
 where b.state = 1
   and not exists (select from review_job_part p where p.job_id = b.job_id and not p.ended)
