-- Which papers a text shows: once per text, however many people it is sent to. What a person has
-- seen follows from their mails; `seen` said it again for each of them.
create table shown (
    content_id text not null references content on delete cascade,
    paper_id   text not null,
    primary key (content_id, paper_id)
);
create index shown_paper on shown (paper_id);

insert into shown (content_id, paper_id)
    select distinct d.content_id, s.paper_id
    from seen s join delivery d on d.id = s.delivery_id where d.content_id is not null;
drop table seen;

-- When the audience was frozen in the ledger; absent while that is to be done.
alter table edition add column frozen_at timestamptz;
update edition set frozen_at = planned_at;
create index edition_requested on edition (id) where frozen_at is null;

-- Composing reads an edition in this order and begins where the batch before ended.
drop index delivery_open;
create index delivery_open on delivery (edition_id, id)
    where state in ('PLANNED', 'CLAIMED', 'HANDED', 'DEFERRED', 'UNCERTAIN');

-- What a person was sent is read from the index alone.
drop index delivery_of;
create index delivery_of on delivery (subscriber_id) include (content_id, state);
