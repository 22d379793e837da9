-- The number of the address of a subscription's private feed that is good now; a new address has the next one.
alter table subscription add column feed_version integer not null default 1;
