-- Rows of every kind, as the first schema has them.
insert into subscriber (address, address_key, address_hash, created_at) values
    ('one@example.org', 'one@example.org', 'hash-one', '2025-11-01T08:00:00Z'),
    ('two@example.org', 'two@example.org', 'hash-two', '2025-12-03T08:00:00Z'),
    ('three@example.org', 'three@example.org', 'hash-three', '2025-11-01T08:00:00Z');

insert into subscription (subscriber_id, state, frequency, timezone, hour, categories, include, exclude, authors,
    minimum_score, paper_limit, filter_key, requested_at, confirmed_at, ended_at, merged_into, next_slot) values
    (1, 'ACTIVE', 'DAILY', 'Europe/Berlin', 8, '{cs.LG}', '{diffusion}', '{survey}', '{Doe}',
        2.5, 10, 'f-daily', '2025-11-01T08:00:00Z', '2025-11-01T08:05:00Z', null, null, '2025-12-04T07:00:00Z'),
    (1, 'ACTIVE', 'WEEKLY', 'UTC', 7, '{}', '{}', '{}', '{}',
        null, 20, 'f-weekly', '2025-11-01T08:00:00Z', '2025-11-01T08:05:00Z', null, null, '2025-12-08T07:00:00Z'),
    (1, 'ACTIVE', 'INSTANT', 'UTC', 0, '{cs.CL}', '{}', '{}', '{}',
        null, 10, 'f-instant', '2025-11-01T08:00:00Z', '2025-11-01T08:05:00Z', null, null, null),
    (2, 'PENDING', 'DAILY', 'UTC', 8, '{}', '{}', '{}', '{}',
        null, 10, 'f-all', '2025-12-03T08:00:00Z', null, null, null, null),
    (3, 'ENDED', 'DAILY', 'UTC', 8, '{}', '{}', '{}', '{}',
        null, 10, 'f-all', '2025-11-01T08:00:00Z', '2025-11-01T08:05:00Z', '2025-11-20T08:00:00Z', null, null),
    (1, 'ENDED', 'DAILY', 'UTC', 8, '{cs.LG}', '{}', '{}', '{}',
        null, 10, 'f-daily', '2025-11-01T09:00:00Z', null, '2025-11-01T09:05:00Z', 1, null);

insert into suppression (address_hash, reason, at) values
    ('hash-gone', '550 5.1.1 <gone@example.org> is unknown', '2025-11-10T08:00:00Z'),
    ('hash-complained', 'complaint', '2025-11-10T08:00:00Z');

insert into address_failure (address_hash, kind, at) values
    ('hash-one', 'SOFT', '2025-12-01T08:00:00Z'),
    ('hash-fails', 'HARD', '2025-12-01T08:00:00Z'),
    ('hash-fails', 'HARD', '2025-12-02T08:00:00Z'),
    ('hash-fails', 'DISABLED', '2025-12-03T08:00:00Z');

insert into token_key (id, secret, created_at) values (0, '\x00ff', '2025-11-01T08:00:00Z');

insert into edition (edition_key, kind, as_of, planned_at, expires_at, composed_at, closed_at, stopped_at, stop_reason) values
    ('DAILY/2025-12-04T07:00:00Z', 'DAILY', '2025-12-04T07:00:00Z', '2025-12-04T07:00:01Z', '2025-12-05T07:00:00Z',
        '2025-12-04T07:00:05Z', null, null, null),
    ('ALERT/arxiv:2512.00001/1', 'ALERT', '2025-12-03T07:00:00Z', '2025-12-03T07:00:01Z', '2025-12-04T07:00:00Z',
        '2025-12-03T07:00:02Z', '2025-12-03T07:01:00Z', null, null),
    ('WEEKLY/2025-12-01T07:00:00Z', 'WEEKLY', '2025-12-01T07:00:00Z', '2025-12-01T07:00:01Z', '2025-12-04T07:00:00Z',
        '2025-12-01T07:00:05Z', '2025-12-01T08:00:00Z', '2025-12-01T07:30:00Z', 'refused'),
    ('OPT_IN/4/1', 'OPT_IN', '2025-12-03T08:00:00Z', '2025-12-03T08:00:00Z', '2025-12-05T08:00:00Z',
        '2025-12-03T08:00:00Z', null, null, null),
    ('WELCOME/1/1', 'WELCOME', '2025-11-01T08:05:00Z', '2025-11-01T08:05:00Z', '2025-11-03T08:05:00Z',
        '2025-11-01T08:05:00Z', '2025-11-01T08:06:00Z', null, null),
    ('DAILY/2025-12-04T08:00:00Z', 'DAILY', '2025-12-04T08:00:00Z', '2025-12-04T08:00:00Z', '2025-12-05T08:00:00Z',
        null, null, null, null);

insert into content (id, kind, subject, body_text, body_html, created_at) values
    ('c-daily', 'DAILY', 'Papers', 'text', '<p>html</p>', '2025-12-04T07:00:05Z'),
    ('c-alert', 'ALERT', 'A paper', 'text', '<p>html</p>', '2025-12-03T07:00:02Z'),
    ('c-opt-in', 'OPT_IN', 'Confirm', 'text', '<p>html</p>', '2025-12-03T08:00:00Z');

-- One in each state, one that has no content yet, and an alert.
insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state, reason, content_id, priority,
    attempts, next_attempt_at, worker, lease_until, queue_id, settled_at) values
    (1, 1, 1, '2025-12-04', 'PLANNED', null, 'c-daily', 3, 0, '2025-12-04T07:00:05Z', null, null, null, null),
    (1, 102, 102, '2025-12-04', 'DEFERRED', '451 later', 'c-daily', 3, 1, '2025-12-04T07:10:00Z', null, null, null, '2025-12-04T07:05:00Z'),
    (1, 103, 103, '2025-12-04', 'UNCERTAIN', 'lost', 'c-daily', 3, 1, '2025-12-04T07:20:00Z', null, null, null, '2025-12-04T07:05:00Z'),
    (1, 104, 104, '2025-12-04', 'CLAIMED', null, 'c-daily', 3, 1, '2025-12-04T07:00:05Z', 'dead', '2025-12-04T07:30:00Z', null, null),
    (1, 105, 105, '2025-12-04', 'HANDED', null, 'c-daily', 3, 1, '2025-12-04T07:00:05Z', 'dead', '2025-12-04T07:30:00Z', null, null),
    (1, 106, 106, '2025-12-04', 'ACCEPTED', null, 'c-daily', 3, 1, null, null, null, 'Q106', '2025-12-04T07:05:00Z'),
    (1, 107, 107, '2025-12-04', 'REJECTED', '550 no', 'c-daily', 3, 1, null, null, null, null, '2025-12-04T07:05:00Z'),
    (1, 108, 108, null, 'EXCLUDED', 'suppressed', null, 3, 0, null, null, null, null, '2025-12-04T07:00:05Z'),
    (1, 109, 109, null, 'EXPIRED', 'never sent', 'c-daily', 3, 1, null, null, null, null, '2025-12-04T07:05:00Z'),
    (2, 3, 1, 'alert/arxiv:2512.00001', 'ACCEPTED', null, 'c-alert', 2, 1, null, null, null, 'Q10', '2025-12-03T07:00:30Z'),
    (6, 2, 1, '2025-12-05', 'PLANNED', null, null, 3, 0, null, null, null, null, null);

insert into seen (subscriber_id, paper_id, delivery_id) values
    (1, 'arxiv:2512.00001', 10),
    (106, 'arxiv:2512.00002', 6),
    (106, 'arxiv:2512.00003', 6);
