-- Editions that were stopped lately are looked for every minute, among those of three years.
create index edition_stopped on edition (stopped_at) where stopped_at is not null;
