-- The reports of a submitter about one municipality, newest first: what a caller
-- with a token for that municipality may list. Without it one would have to look
-- at those of all municipalities that the submitter reports for.
--
-- Writers wait while it is built, about a second for a million reports; better
-- to give up soon, and be tried again, than to wait behind a long reader too.
set local lock_timeout = '3s';

create index report_of_municipality on report (submitter_id, municipality_id, report_key);
