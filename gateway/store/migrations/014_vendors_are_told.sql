-- What submitters who watch are told of: that a rejection was returned,
-- dismissed or accepted later, in an order that a reader can follow without
-- missing any (see 003_receipt_order). Those who reject pay nothing for it:
-- both indexes leave out what nobody has acted on.
--
-- An older gateway knows nothing of it and goes on telling of receipts. Better
-- to give up soon, and be tried again, than to wait behind a long reader.
set local lock_timeout = '3s';

alter table rejection add column told_xact xid8;
create index rejection_in_order on rejection (submitter_id, told_xact, rejection_id)
  where told_xact is not null;
create index rejection_accepted_as on rejection (accepted_as) where accepted_as is not null;

create function rejection_is_told() returns trigger language plpgsql as $$
begin
  new.told_xact := pg_current_xact_id();
  return new;
end $$;

create trigger rejection_told before update on rejection for each row
  when (new.state in (3, 4, 5)
        and (new.state, new.returned_message) is distinct from (old.state, old.returned_message))
  execute function rejection_is_told();
