-- The edition that has to be booked before it is published that a mail of it came back; absent when none has. It is
-- published when that edition is booked, and book_at is a bound: releases before this one know nothing else.
alter table returned_mail add column waits_for bigint;
create index returned_mail_waiting on returned_mail (waits_for) where waits_for is not null;
