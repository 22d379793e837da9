-- A mail writes its row when it is planned, composed, claimed, handed over and settled. What the indexes
-- need of its state is a column of its own, which stays as it is while a mail is handed over: then no
-- index is written, and the new version of the row stays on its page (a "heap-only tuple"), where half
-- of the room is kept free for it.
alter table delivery add column phase text not null generated always as (
    case
        when state in ('PLANNED', 'DEFERRED', 'UNCERTAIN') then 'WAITING'
        when state in ('CLAIMED', 'HANDED') then 'HELD'
        when state = 'ACCEPTED' then 'SENT'
        else 'DROPPED'
    end) stored;
alter table delivery set (fillfactor = 50);

drop index delivery_ready;
create index delivery_ready on delivery (priority, next_attempt_at, content_id)
    where phase = 'WAITING' and content_id is not null and parked_for is null;
drop index delivery_parked;
create index delivery_parked on delivery (parked_for, priority, next_attempt_at)
    where phase = 'WAITING' and parked_for is not null;
drop index delivery_leased;
create index delivery_leased on delivery (lease_until) where phase = 'HELD';
drop index delivery_open;
create index delivery_open on delivery (edition_id, id) where phase in ('WAITING', 'HELD');
drop index delivery_of;
create index delivery_of on delivery (subscriber_id) include (content_id, phase);
