-- A part of a job looks at its own rejections only, and one that the database
-- refuses to store stops no job.
--
-- An older gateway goes on inserting rejections without a lane, and works on
-- parts as it did. Better to give up soon, and be tried again, than to wait
-- behind a long reader.
set local lock_timeout = '3s';

-- Its report's; null: then the report has to be asked.
alter table rejection add column lane smallint;

-- Of those looked at: judged, but the database would not have what came of it.
alter table review_job_part add column refused bigint not null default 0;

-- History is found by what it is about, and numbered by one sequence: an index
-- on numbers alone was kept in order for nobody.
alter table review_event drop constraint review_event_pkey;
