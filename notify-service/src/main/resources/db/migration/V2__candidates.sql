-- What the ranking sent: derived, and made again by reading the topics from the start.

create table candidate (
    paper_id    text primary key,
    score       double precision not null,
    day_rising  double precision,
    day_top     double precision,
    week_rising double precision,
    week_top    double precision,
    observed_at timestamptz      not null,
    -- The score event, as JSON.
    body        text             not null
);
create index candidate_day_rising on candidate (day_rising desc) where day_rising is not null;
create index candidate_day_top on candidate (day_top desc) where day_top is not null;
create index candidate_week_rising on candidate (week_rising desc) where week_rising is not null;
create index candidate_week_top on candidate (week_top desc) where week_top is not null;

-- Other identities of a paper.
create table paper_alias (
    alias    text primary key,
    paper_id text not null
);
create index paper_alias_of on paper_alias (paper_id);

create table ranking (
    ranking_key text primary key,
    as_of       timestamptz not null,
    -- The ranking event, as JSON.
    body        text        not null
);
