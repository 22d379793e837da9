-- Rows of every kind, as the first schema has them, with what is known of papers as the first release wrote it.
insert into paper (id, revision, merged_into, aliases, facts, first_seen, changed_at) values
    ('arxiv:2512.00001', 1764835200000, null, '{doi:10.1000/one}',
        '{"tellings": {"ATOM": {"source": "arxiv", "at": "2025-12-03T08:00:00Z"},
                       "HUGGING_FACE": {"source": "huggingface", "at": "2025-12-03T09:00:00Z"}},
          "title": ["Robots that cook", "ATOM", 2],
          "abstract": ["They cook.", "ATOM", 2],
          "authors": [["Ann Doe", "Bob Roe"], "ATOM", 2],
          "categories": [["cs.RO", "cs.LG"], "ATOM", 2],
          "primaryCategory": ["cs.RO", "ATOM", 2],
          "page": ["https://arxiv.org/abs/2512.00001", "ATOM", 2],
          "pdf": ["https://arxiv.org/pdf/2512.00001", "ATOM", 2],
          "discussion": ["https://huggingface.co/papers/2512.00001", "HUGGING_FACE", null],
          "code": ["https://github.com/example/cook", "HUGGING_FACE", null],
          "project": ["https://cook.example.org/", "HUGGING_FACE", null],
          "submitted": ["2025-12-02T10:00:00Z", "ATOM", 2],
          "updated": ["2025-12-03T07:00:00Z", "ATOM", 2],
          "withdrawn": [false, "ATOM", 2],
          "organisation": ["Example", "HUGGING_FACE", null],
          "submitterFollowers": [12, "HUGGING_FACE", null],
          "authorParticipating": [true, "HUGGING_FACE", null],
          "version": 2, "announced": "2025-12-03T00:00:00Z", "listed": "2025-12-03T08:00:00Z"}',
        '2025-12-03T08:00:00Z', '2025-12-03T09:00:00Z'),
    ('title:00112233445566778899aabbccddeeff', 1764835200001, 'arxiv:2512.00001', '{}',
        '{"tellings": {"PAGE": {"source": "page", "at": "2025-12-02T08:00:00Z"}}, "title": ["Robots that cook", "PAGE", null]}',
        '2025-12-02T08:00:00Z', '2025-12-03T08:00:00Z');

insert into alias (key, paper) values ('doi:10.1000/one', 'arxiv:2512.00001');
insert into paper_title (title, paper) values ('title:00112233445566778899aabbccddeeff', 'arxiv:2512.00001');
insert into incomplete (paper, first_seen, asked_at) values
    ('arxiv:2512.00002', '2025-12-03T08:00:00Z', null),
    ('arxiv:2512.00003', '2025-12-03T08:00:00Z', '2025-12-03T09:00:00Z');

insert into reading (paper, metric, source, observed_at, value, recorded_at) values
    ('arxiv:2512.00001', 'UPVOTES', 'huggingface', '2025-12-03T09:00:00Z', 3, '2025-12-03T09:00:01Z'),
    ('arxiv:2512.00001', 'UPVOTES', 'huggingface', '2025-12-03T10:00:00Z', 5, '2025-12-03T10:00:01Z'),
    ('arxiv:2512.00009', 'COMMENTS', 'pushed', '2025-12-03T10:00:00Z', 1, '2025-12-03T10:00:01Z');
insert into counter (paper, metric, source, value, last_observed_at) values
    ('arxiv:2512.00001', 'GITHUB_STARS', 'pushed', 7, '2025-12-03T10:00:00Z');
insert into pushed_event (source, event_id, recorded_at) values ('pushed', 'event-1', '2025-12-03T10:00:00Z');

insert into outbox (topic, key, headers, value, created_at) values
    ('PAPERS', 'arxiv:2512.00001', '{}', '{"id": "arxiv:2512.00001"}', '2025-12-03T09:00:00Z'),
    ('SIGNALS', 'arxiv:2512.00001', '{"traceparent": "00-trace"}', '{"paper": "arxiv:2512.00001"}', '2025-12-03T10:00:00Z');

insert into source (name, state, position, last_run, last_success, last_new, next_run, failures, message, added, changed, unchanged,
    readings, refused)
select lower(state), state, '2025-12-03', '2025-12-03T08:00:00Z', '2025-12-03T08:00:00Z', '2025-12-02T08:00:00Z', '2025-12-03T09:00:00Z',
    2, 'no answer', 1, 2, 3, 4, 5
from unnest('{FRESH,QUIET,HOLIDAY,REFUSED,STALE,PARTIAL,FAILED,DISABLED}'::text[]) as s (state);

insert into lease (host, holder, held_until, next_request) values
    ('export.arxiv.org', 'dead', '2025-12-03T08:05:00Z', '2025-12-03T08:00:03Z'),
    ('huggingface.co', null, null, '2025-12-03T08:00:03Z');
