-- On how many days calls have failed since the last that was answered, and the last of these days.
alter table webhook add column failed_days integer not null default 0, add column failed_on date;
-- Of those that fail as this runs, it is not known.
update webhook set failed_days = 1 where failing_since is not null;
