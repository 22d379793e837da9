-- What came until the migration of this name.
insert into edition_sum (edition_id, entry, reason, mails) values
    (9, 'ACCEPTED', '', 40),
    (9, 'EXCLUDED', 'suppressed', 2),
    (9, 'RETURNED', 'HARD', 1);

insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at, composed_at, closed_at, booking_at, leaving,
    left_at) values
    ('DAILY/2025-08-02T07:00:00Z', 'DAILY', '2025-08-02T07:00:00Z', '2025-08-02T07:00:00Z', '2025-08-03T07:00:00Z',
        '2025-08-02T07:00:01Z', '2025-08-02T07:00:02Z', '2025-08-02T08:00:00Z', '2025-08-02T08:01:00Z', true,
        '2025-11-02T08:01:00Z'),
    ('ALERT/arxiv:2512.00002/1', 'ALERT', '2025-12-04T07:50:00Z', '2025-12-04T07:50:00Z', '2025-12-05T07:50:00Z',
        '2025-12-04T07:50:01Z', '2025-12-04T07:50:02Z', null, null, false, null);

insert into waiting_alert (edition_id, paper_id, body, look_at, expires_at) values
    (12, 'arxiv:2512.00002', '{}', '2025-12-04T07:55:00Z', '2025-12-05T07:50:00Z');

insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state, content_id, priority, attempts, queue_id,
    settled_at, relay) values
    (1, 110, 110, '2025-12-04', 'ACCEPTED', 'c-daily', 3, 1, 'Q110', '2025-12-04T07:06:00Z', 'backup');

insert into returned_mail (about, subject, message_key, kind, code, at, book_at, waits_for) values
    ('DELIVERY', 16, 'k-early', 'SOFT', '4.2.2', '2025-12-04T07:45:00Z', '2025-12-04T07:45:00Z', null),
    ('DELIVERY', 16, 'k-waits', 'HARD', '5.1.1', '2025-12-04T07:46:00Z', '2025-12-11T07:46:00Z', 1);

update webhook set failed_days = 2, failed_on = '2025-12-04' where subscription_id = 10;

insert into address_failure (address_hash, kind, at, refusal, receiver, in_a_row, edition_id) values
    ('0:hash-alike', 'HARD', '2025-12-04T07:30:00Z', 77, 4294967297, false, 1),
    ('0:hash-in-a-row', 'HARD', '2025-12-04T07:30:00Z', 78, 4294967297, true, null);
