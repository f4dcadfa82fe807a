-- A child's reports are found by an ordered index.
--
-- The hashed one of 011 walks all that a child has for each new report: nothing
-- for the ten or twenty of a real child, but whoever tries a new fagsystem sends a
-- hundred thousand about eight test persons, and storing became twice as dear.
-- This one costs an insert some microseconds more, is half as large, and does not
-- mind.
--
-- Writers wait while it is built (about a second for a million reports); better
-- to give up soon, and be tried again, than to wait behind a long reader too.
set local lock_timeout = '3s';

drop index report_of_citizen;
create index report_of_citizen on report (citizen)
  where citizen <> '\x00000000000000000000000000000000';
