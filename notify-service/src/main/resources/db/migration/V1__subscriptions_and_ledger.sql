-- Times are passed in by the service (its clock may be offset); no default is now().

create table subscriber (
    id           bigint generated always as identity primary key,
    address      text        not null,
    -- The address folded, so that one mailbox is one subscriber.
    address_key  text        not null unique,
    -- SHA-256 of the key: what suppression remembers, also after the address was erased.
    address_hash text        not null unique,
    created_at   timestamptz not null
);

create table subscription (
    id            bigint generated always as identity primary key,
    subscriber_id bigint      not null references subscriber on delete cascade,
    state         text        not null check (state in ('PENDING', 'ACTIVE', 'ENDED')),
    frequency     text        not null check (frequency in ('DAILY', 'WEEKLY', 'INSTANT')),
    timezone      text        not null,
    hour          integer     not null check (hour between 0 and 23),
    categories    text[]      not null,
    include       text[]      not null,
    exclude       text[]      not null,
    authors       text[]      not null,
    minimum_score double precision,
    paper_limit   integer     not null,
    -- Hash of frequency and filters: equal interests select equal papers.
    filter_key    text        not null,
    requested_at  timestamptz not null,
    confirmed_at  timestamptz,
    ended_at      timestamptz,
    -- The same interest of the same subscriber, which took this one's place when it was confirmed.
    merged_into   bigint,
    -- When the next digest is due; absent for alerts and whatever is not active.
    next_slot     timestamptz
);
create index subscription_of on subscription (subscriber_id);
create index subscription_due on subscription (next_slot) where state = 'ACTIVE';
create index subscription_filter on subscription (frequency, filter_key) where state = 'ACTIVE';

create table suppression (
    address_hash text primary key,
    reason       text        not null,
    at           timestamptz not null
);

-- Failures that count towards suppression.
create table address_failure (
    id           bigint generated always as identity primary key,
    address_hash text        not null,
    kind         text        not null check (kind in ('HARD', 'DISABLED', 'SOFT')),
    at           timestamptz not null
);
create index address_failure_of on address_failure (address_hash, at);

create table token_key (
    id         integer primary key check (id between 0 and 255),
    secret     bytea       not null,
    created_at timestamptz not null
);

create table edition (
    id          bigint generated always as identity primary key,
    edition_key text        not null unique,
    kind        text        not null
        check (kind in ('OPT_IN', 'WELCOME', 'ALERT', 'DAILY', 'WEEKLY')),
    as_of       timestamptz not null,
    planned_at  timestamptz not null,
    expires_at  timestamptz not null,
    -- When each of its mails had its content.
    composed_at timestamptz,
    closed_at   timestamptz,
    stopped_at  timestamptz,
    stop_reason text
);
create index edition_uncomposed on edition (id) where composed_at is null;
create index edition_open on edition (id) where closed_at is null;

create table content (
    id         text primary key,
    kind       text        not null,
    subject    text        not null,
    body_text  text        not null,
    body_html  text        not null,
    created_at timestamptz not null
);

create table delivery (
    id              bigint generated always as identity primary key,
    edition_id      bigint  not null references edition,
    -- No foreign keys: the account outlives an erased subscriber.
    subscription_id bigint  not null,
    subscriber_id   bigint  not null,
    -- The subscriber's day or week, or the paper of an alert; absent where nothing was sent.
    local_period    text,
    state           text    not null check (state in ('PLANNED', 'CLAIMED', 'HANDED', 'ACCEPTED',
        'DEFERRED', 'REJECTED', 'UNCERTAIN', 'EXCLUDED', 'EXPIRED')),
    -- Why excluded, or the last reply.
    reason          text,
    content_id      text references content,
    priority        integer not null,
    attempts        integer not null default 0,
    -- When it may be claimed; absent if never again.
    next_attempt_at timestamptz,
    worker          text,
    lease_until     timestamptz,
    queue_id        text,
    settled_at      timestamptz,
    unique (edition_id, subscription_id),
    unique (subscription_id, local_period)
);
create index delivery_ready on delivery (priority, next_attempt_at)
    where state in ('PLANNED', 'DEFERRED', 'UNCERTAIN') and content_id is not null;
create index delivery_leased on delivery (lease_until) where state in ('CLAIMED', 'HANDED');
create index delivery_open on delivery (edition_id)
    where state in ('PLANNED', 'CLAIMED', 'HANDED', 'DEFERRED', 'UNCERTAIN');
create index delivery_of on delivery (subscriber_id);

-- The papers that a person was sent, in any mail.
create table seen (
    subscriber_id bigint not null,
    paper_id      text   not null,
    delivery_id   bigint not null,
    primary key (subscriber_id, paper_id)
);
create index seen_paper on seen (paper_id);
create index seen_delivery on seen (delivery_id);
