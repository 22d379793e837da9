-- What papers are to be about, in the reader's own words or by example. Releases before this one leave
-- these columns as they are.
alter table subscription
    add column about text[] not null default '{}',
    add column not_about text[] not null default '{}',
    add column like_papers text[] not null default '{}',
    add column amount text not null default 'SOME',
    -- Hash of these four; absent where all are empty.
    add column theme_key text;
alter table subscription
    alter column about set statistics 0,
    alter column not_about set statistics 0,
    alter column like_papers set statistics 0;
create index subscription_theme on subscription (theme_key) where theme_key is not null;

-- What papers are compared with, once for all subscriptions of one theme. Gone with the last of them.
create table theme (
    theme_key     text primary key,
    -- The text model whose vectors it has, and these with their bar, as JSON; absent until they have come.
    model         text,
    body          text,
    calibrated_at timestamptz,
    -- Why they have not come.
    waits_for     text,
    -- When it is looked after next.
    look_at       timestamptz not null
);
alter table theme alter column body set statistics 0;
create index theme_due on theme (look_at);

-- What a paper's text means, by each text model that has a vector of it: derived, from embeddings.v1.
create table paper_vector (
    paper_id text  not null,
    model    text  not null,
    -- The record's vector as it came, as JSON.
    body     text  not null,
    primary key (paper_id, model)
);

-- Whether the text repeats what a reader wrote: then it goes with the last of its readers.
alter table content add column in_words boolean not null default false;
