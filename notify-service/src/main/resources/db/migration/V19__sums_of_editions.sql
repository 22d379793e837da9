-- What became of the mails of an edition that have left the ledger, and what came back of those that were
-- accepted: so the account of an edition stays true when its rows have gone.
create table edition_sum (
    edition_id bigint not null references edition on delete cascade,
    -- The state in which mails left, or RETURNED.
    entry      text   not null,
    -- Why they were excluded, or as what they came back; else empty.
    reason     text   not null,
    mails      bigint not null,
    primary key (edition_id, entry, reason)
);

-- When the last mail of an edition had left; absent while it has some.
alter table edition add column left_at timestamptz;
create index edition_in_ledger on edition (closed_at) where closed_at is not null and left_at is null;
create index edition_left on edition (closed_at) where left_at is not null;

-- The server that had the last attempt, by its name in the settings. Releases before this one leave it absent.
alter table delivery add column relay text;

-- When it is to be published that a mail came back; absent when it is, or is not to be.
alter table returned_mail add column book_at timestamptz;
create index returned_mail_to_book on returned_mail (book_at) where book_at is not null;
