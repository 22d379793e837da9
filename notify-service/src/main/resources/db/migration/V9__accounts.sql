-- What became of mails, day by day. It outlives the rows of the ledger, and is read in their place.
create table mail_sum (
    day      date   not null,
    kind     text   not null,
    -- One of the big receivers, else 'other': a rare domain would name a person.
    receiver text   not null,
    outcome  text   not null,
    mails    bigint not null,
    primary key (day, kind, receiver, outcome)
);

-- An edition that is closed is booked: its mails are counted into the sums, each once, and told of.
alter table edition
    -- When that began, for what the edition had when it closed; absent before, and after a reopening.
    add column booking_at timestamptz,
    -- Mails up to this number were booked in earlier closings.
    add column booked_upto bigint not null default 0,
    -- While it is being booked: up to this number, and after this subscription's.
    add column booking_upto bigint,
    add column booking_after bigint,
    -- Its mails are leaving the ledger: its account is no longer whole.
    add column leaving boolean not null default false;
create index edition_unbooked on edition (id) where closed_at is not null and booking_at is null;
create index edition_in_booking on edition (id) where booking_upto is not null;
