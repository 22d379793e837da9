-- When a paper first had a vector, of whatever model: a digest looks at those as well that came after the last one. Of the vectors that
-- are here as this runs it is not known, and none of them is late.
alter table paper_vector add column came_at timestamptz not null default '1970-01-01T00:00:00Z';
alter table paper_vector alter column came_at set default now();
create index paper_vector_came on paper_vector (came_at);

-- Alerts that some themes could not be asked about yet, for the paper had no vector.
create table waiting_alert (
    edition_id bigint primary key references edition on delete cascade,
    paper_id   text        not null,
    -- The breakout as JSON.
    body       text        not null,
    -- When it is decided again, if there is a vector by then.
    look_at    timestamptz not null,
    expires_at timestamptz not null
);
