-- What the first release with webhooks and themes has besides.
insert into subscriber (address, address_key, address_hash, created_at) values
    ('', 'owner:1', 'hash-owner', '2025-12-03T08:00:00Z');

insert into subscription (subscriber_id, state, frequency, timezone, hour, categories, include, exclude, authors, paper_limit,
    filter_key, requested_at, confirmed_at, next_slot, about, not_about, like_papers, amount, theme_key, receiver) values
    (4, 'ACTIVE', 'INSTANT', 'UTC', 0, '{}', '{}', '{}', '{}', 10,
        'f-theme', '2025-12-03T08:00:00Z', '2025-12-03T08:05:00Z', null, '{robots that cook}', '{cars}', '{arxiv:2512.00001}', 'FEW',
        'theme-cooks', null),
    (5, 'ACTIVE', 'INSTANT', 'UTC', 0, '{}', '{}', '{}', '{}', 10,
        'f-instant', '2025-12-03T08:00:00Z', '2025-12-03T08:05:00Z', null, '{}', '{}', '{}', 'SOME', null, 'https://one.example.net:443'),
    (5, 'ACTIVE', 'INSTANT', 'UTC', 0, '{}', '{}', '{}', '{}', 10,
        'f-instant', '2025-12-03T08:00:00Z', '2025-12-03T08:05:00Z', null, '{}', '{}', '{}', 'SOME', null, 'https://two.example.net:443'),
    (5, 'ENDED', 'DAILY', 'UTC', 8, '{}', '{}', '{}', '{}', 10,
        'f-all', '2025-12-01T08:00:00Z', '2025-12-01T08:05:00Z', null, '{}', '{}', '{}', 'SOME', null, 'https://three.example.net:443');

insert into webhook (subscription_id, url, format, events, secret, previous_secret, previous_until, created_at, failing_since,
    ended_at, end_reason) values
    (9, 'https://one.example.net/hook', 'papertide', '{breakout}', '\x01', '\x02', '2025-12-05T08:00:00Z', '2025-12-03T08:00:00Z',
        null, null, null),
    (10, 'https://two.example.net/hook', 'slack', '{breakout,digest}', '\x01', null, null, '2025-12-03T08:00:00Z',
        '2025-12-03T09:00:00Z', null, null),
    (11, 'https://three.example.net/hook', 'papertide', '{digest}', '\x01', null, null, '2025-12-01T08:00:00Z',
        '2025-12-01T09:00:00Z', '2025-12-02T09:00:00Z', 'no answer');

insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at, composed_at) values
    ('WEBHOOK_ENDED/11/1', 'WEBHOOK_ENDED', '2025-12-02T09:00:00Z', '2025-12-02T09:00:00Z', '2025-12-04T09:00:00Z',
        '2025-12-02T09:00:00Z', '2025-12-02T09:00:00Z');

insert into content (id, kind, subject, body_text, body_html, created_at, in_words) values
    ('c-theme', 'ALERT', 'About robots that cook', 'text', '<p>html</p>', '2025-12-04T07:00:05Z', true),
    ('e-alert', 'ALERT', '', '{"type":"breakout"}', '', '2025-12-03T07:00:02Z', false);

insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state, reason, content_id, priority, attempts,
    next_attempt_at, receiver, parked_for) values
    (2, 9, (1::bigint << 62) + 9, 'alert/arxiv:2512.00001/1', 'PLANNED', null, 'e-alert', 2, 0,
        '2025-12-03T07:00:02Z', 'https://one.example.net:443', 'webhook'),
    (2, 10, (1::bigint << 62) + 10, 'alert/arxiv:2512.00001/1', 'DEFERRED', '503', 'e-alert', 2, 1,
        '2025-12-04T07:00:02Z', 'https://two.example.net:443', 'webhook');

insert into theme (theme_key, model, body, calibrated_at, waits_for, look_at) values
    ('theme-cooks', 'model-1', '{}', '2025-12-03T08:06:00Z', null, '2025-12-10T08:06:00Z'),
    ('theme-new', null, null, null, 'RANKING', '2025-12-04T07:59:00Z');

insert into paper_vector (paper_id, model, body) values ('arxiv:2512.00001', 'model-1', '[1]');
