-- What somebody has of a few municipalities' is found without looking through the
-- rest of these.
--
-- Few rejections have somebody; the others are not entered. An older gateway
-- beside this one keeps the index and does not look at it. Writers of rejections
-- wait while it is built.
set local lock_timeout = '3s';

create index rejection_of_assignee on rejection (assignee, municipality_id, state, rejection_id)
  where assignee is not null;
