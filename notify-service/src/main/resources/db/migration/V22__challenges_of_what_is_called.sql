-- Counts what was asked to echo a challenge, and for what: a challenge of before is no good any more.
alter table webhook add column version integer not null default 1;
