-- The opt-in mails of the last 30 days, for their limits. No address: keyed hashes of the mailbox,
-- under one name for all that it may have, and of the domain.

create table opt_in_mail (
    id           bigint generated always as identity primary key,
    mailbox_hash text        not null,
    domain_hash  text        not null,
    planned_at   timestamptz not null
);
create index opt_in_mail_of_mailbox on opt_in_mail (mailbox_hash, planned_at);
create index opt_in_mail_of_domain on opt_in_mail (domain_hash, planned_at);
create index opt_in_mail_at on opt_in_mail (planned_at);
