-- When a paper was listed: how many days of papers an installation has, and how many papers a day.
alter table candidate add column listed timestamptz;
