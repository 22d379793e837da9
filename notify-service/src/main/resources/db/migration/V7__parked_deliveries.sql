-- The receiving group that a delivery waits for: claims pass it over until the group may go on.
alter table delivery add column parked_for text;

drop index delivery_ready;
create index delivery_ready on delivery (priority, next_attempt_at)
    where state in ('PLANNED', 'DEFERRED', 'UNCERTAIN') and content_id is not null
        and parked_for is null;
create index delivery_parked on delivery (parked_for, priority, next_attempt_at)
    where state in ('PLANNED', 'DEFERRED', 'UNCERTAIN') and parked_for is not null;
