-- The papers seen. A paper's row stays when it is merged into another: the old key's last revision.
create table paper (
    id          text collate "C" primary key,
    revision    bigint      not null,
    merged_into text collate "C",
    aliases     text[]      not null,
    -- What is known, per field with the source that told it: see Facts.
    facts       jsonb       not null,
    first_seen  timestamptz not null,
    changed_at  timestamptz not null
) with (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);

-- Other identities, each of exactly one paper.
create table alias (
    key   text collate "C" primary key,
    paper text collate "C" not null
);

-- The titles (as title: identities) that identified papers have or had; several may share one.
create table paper_title (
    title text collate "C" not null,
    paper text collate "C" not null,
    primary key (title, paper)
);
create index paper_title_paper on paper_title (paper);

-- Papers with an arXiv identity and no category: to be asked about.
create table incomplete (
    paper      text collate "C" primary key,
    first_seen timestamptz not null,
    asked_at   timestamptz
);
create index incomplete_asked on incomplete (asked_at nulls first, first_seen desc);

-- What a paper stood at. May be of papers that are not known (yet).
create table reading (
    paper       text collate "C" not null,
    metric      text collate "C" not null,
    source      text collate "C" not null,
    observed_at timestamptz not null,
    value       bigint      not null,
    recorded_at timestamptz not null,
    primary key (paper, metric, source, observed_at)
);
create index reading_recorded on reading using brin (recorded_at);

-- Pushed increments, counted up; last_observed_at keeps their readings' times apart.
create table counter (
    paper            text collate "C" not null,
    metric           text collate "C" not null,
    source           text collate "C" not null,
    value            bigint      not null,
    last_observed_at timestamptz not null,
    primary key (paper, metric, source)
);

-- Pushed events that were taken, so that each counts once.
create table pushed_event (
    source      text collate "C" not null,
    event_id    text collate "C" not null,
    recorded_at timestamptz not null,
    primary key (source, event_id)
);
create index pushed_event_recorded on pushed_event using brin (recorded_at);

-- Records on their way to Kafka, in the order of their ids per key.
create table outbox (
    id         bigint generated always as identity primary key,
    topic      text        not null,
    key        text        not null,
    headers    jsonb       not null,
    value      text        not null,
    created_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Where each source stands.
create table source (
    name         text primary key,
    state        text        not null,
    position     text,
    last_run     timestamptz,
    last_success timestamptz,
    last_new     timestamptz,
    next_run     timestamptz,
    failures     integer     not null,
    message      text,
    added        bigint      not null,
    changed      bigint      not null,
    unchanged    bigint      not null,
    readings     bigint      not null,
    refused      bigint      not null
);

-- Who may talk to a remote host.
create table lease (
    host         text primary key,
    holder       text,
    held_until   timestamptz,
    next_request timestamptz not null
);
