-- A subscription is served by mail, or by a webhook: then it names the receiver that is called, scheme, host
-- and port, for limits count for each receiver.
alter table subscription add column receiver text;
create index subscription_of_webhook on subscription (id) where receiver is not null;

create table webhook (
    subscription_id bigint primary key references subscription on delete cascade,
    url             text        not null,
    format          text        not null,
    events          text[]      not null,
    -- Encrypted under a token key.
    secret          bytea       not null,
    -- The secret before, which signs as well until then.
    previous_secret bytea,
    previous_until  timestamptz,
    created_at      timestamptz not null,
    -- Since when each call has failed; absent while calls are answered.
    failing_since   timestamptz,
    -- When it was ended, and why; absent while it is served.
    ended_at        timestamptz,
    end_reason      text
);
-- As of all that somebody gave.
alter table webhook
    alter column url set statistics 0,
    alter column secret set statistics 0,
    alter column previous_secret set statistics 0;
alter table subscription alter column receiver set statistics 0;

-- Deliveries of webhooks name their receiver. They are parked as well, under one name, so that no worker
-- that sends mail claims them.
alter table delivery add column receiver text collate "C";
alter table delivery alter column receiver set statistics 0;
create index delivery_of_webhook on delivery (receiver, next_attempt_at, id)
    where phase = 'WAITING' and receiver is not null;

-- A webhook is a reader of its own, whatever else its owner gets: by a number that no subscriber has.
create or replace view active_subscription as
    select s.id,
        case when s.receiver is null then s.subscriber_id else (1::bigint << 62) + s.id end
            as subscriber_id,
        s.frequency, s.timezone, s.hour, s.filter_key, s.next_slot,
        case when s.receiver is null then p.address_hash end as address_hash,
        s.receiver
    from subscription s
        cross join lateral (
            select address_hash from subscriber where id = s.subscriber_id offset 0) p
    where s.state = 'ACTIVE';

alter table edition drop constraint edition_kind_check;
alter table edition add constraint edition_kind_check
    check (kind in ('OPT_IN', 'WELCOME', 'ALERT', 'DAILY', 'WEEKLY', 'WEBHOOK_ENDED'));
