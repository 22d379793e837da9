-- Mails that came back, each once: so that the same one again changes nothing, and for how many
-- readers complain. No address and no word of theirs.

create table returned_mail (
    -- What the signed token in its address names: a delivery or, from "u+" addresses, a subscription.
    about       text        not null check (about in ('DELIVERY', 'SUBSCRIPTION')),
    subject     bigint      not null,
    -- SHA-256 of the Message-ID or, where there is none, of the mail.
    message_key text        not null,
    kind        text        not null,
    code        text,
    at          timestamptz not null,
    primary key (about, subject, message_key)
);
create index returned_mail_at on returned_mail (at);
