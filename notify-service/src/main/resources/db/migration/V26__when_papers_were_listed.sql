-- When a paper was listed: how many days of papers an installation has, and how many papers a day.
alter table candidate add column listed timestamptz;
update candidate set listed = cast(substring(body from '"listed":"([^"]+)"') as timestamptz);
create index candidate_listed on candidate (listed);
