-- Who an edition is for, from the moment it is frozen until each has their mail in the ledger. A mail used
-- to be written there without its content, and again with it: into nine indexes each time.
create table audience (
    -- No foreign key: it would be checked for each row, and only editions that are closed are deleted.
    edition_id      bigint  not null,
    -- Parts are composed side by side; all subscriptions of a subscriber are in one.
    part            integer not null,
    place           bigint  not null generated always as identity,
    subscription_id bigint  not null,
    subscriber_id   bigint  not null,
    local_period    text    not null,
    -- Why they get no mail, if that was known.
    exclusion       text,
    primary key (edition_id, part, place)
);
