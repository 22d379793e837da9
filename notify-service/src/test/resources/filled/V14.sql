-- What came since, as the last release without webhooks and themes has it.
insert into subscriber (address, address_key, address_hash, created_at) values
    ('four@example.org', 'four@example.org', '0:hash-four', '2025-12-01T08:00:00Z');

insert into subscription (subscriber_id, state, frequency, timezone, hour, categories, include, exclude, authors, paper_limit,
    filter_key, requested_at, confirmed_at, requested_from, confirmed_from, wording, next_slot) values
    (4, 'ACTIVE', 'DAILY', 'UTC', 9, '{}', '{}', '{}', '{}', 10,
        'f-all', '2025-12-01T08:00:00Z', '2025-12-01T08:05:00Z', '192.0.2.0/24', '198.51.100.0/24', '1', '2025-12-04T09:00:00Z');

insert into candidate (paper_id, score, day_rising, day_top, week_rising, week_top, observed_at, body) values
    ('arxiv:2512.00001', 12.5, 1.5, 2.5, 3.5, 4.5, '2025-12-04T07:00:00Z',
        '{"paper":{"title":"One"},"listed":"2025-12-03T01:02:03Z"}'),
    ('arxiv:2510.00009', 0.5, null, null, null, null, '2025-11-04T07:00:00Z',
        '{"paper":{"title":"Old"},"listed":"2025-10-03T01:02:03Z"}');
insert into paper_alias (alias, paper_id) values ('doi:10.1000/one', 'arxiv:2512.00001');
insert into ranking (ranking_key, as_of, body) values ('rising/day/cs.LG', '2025-12-04T07:00:00Z', '{"entries":[]}');

insert into opt_in_mail (mailbox_hash, domain_hash, planned_at) values ('m-two', 'd-example', '2025-12-04T07:30:00Z');

insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at, composed_at, closed_at, booking_at, booked_upto,
    booking_upto, booking_after, leaving, trace) values
    -- Asked for, and not frozen.
    ('DAILY/2025-12-04T09:00:00Z', 'DAILY', '2025-12-04T09:00:00Z', '2025-12-04T09:00:00Z', '2025-12-05T09:00:00Z',
        null, null, null, null, 0, null, null, false, '00-trace'),
    -- While it is booked.
    ('DAILY/2025-12-02T07:00:00Z', 'DAILY', '2025-12-02T07:00:00Z', '2025-12-02T07:00:00Z', '2025-12-03T07:00:00Z',
        '2025-12-02T07:00:01Z', '2025-12-02T07:00:02Z', '2025-12-02T08:00:00Z', '2025-12-02T08:01:00Z', 0, 9, 5, false, null),
    -- Booked, and its mails are leaving.
    ('DAILY/2025-09-02T07:00:00Z', 'DAILY', '2025-09-02T07:00:00Z', '2025-09-02T07:00:00Z', '2025-09-03T07:00:00Z',
        '2025-09-02T07:00:01Z', '2025-09-02T07:00:02Z', '2025-09-02T08:00:00Z', '2025-09-02T08:01:00Z', 4, null, null, true, null);

insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state, reason, content_id, priority, attempts,
    next_attempt_at, parked_for) values
    (1, 7, 4, '2025-12-04', 'DEFERRED', '451 slow down', 'c-daily', 3, 1, '2025-12-04T07:10:00Z', 'mx.example.org'),
    (9, 106, 106, '2025-09-02', 'ACCEPTED', null, 'c-daily', 3, 1, null, null);

insert into audience (edition_id, part, subscription_id, subscriber_id, local_period, exclusion) values
    (6, 0, 7, 4, '2025-12-05', null),
    (6, 1, 102, 102, '2025-12-05', 'suppressed');

insert into returned_mail (about, subject, message_key, kind, code, at) values
    ('DELIVERY', 6, 'k-complaint', 'COMPLAINT', null, '2025-12-04T07:40:00Z'),
    ('DELIVERY', 10, 'k-bounce', 'HARD', '5.1.1', '2025-12-03T08:00:00Z'),
    ('SUBSCRIPTION', 3, 'k-wish', 'UNSUBSCRIBE', null, '2025-12-03T08:00:00Z');

insert into mail_sum (day, kind, receiver, outcome, mails) values ('2025-12-03', 'ALERT', 'other', 'ACCEPTED', 1);
