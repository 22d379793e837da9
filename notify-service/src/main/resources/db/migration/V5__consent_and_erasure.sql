-- Evidence of a consent: the network that asked and the one that confirmed, shortened so that they
-- name no person, and the version of the words that were agreed to. Absent before this release.
alter table subscription
    add column requested_from text,
    add column confirmed_from text,
    add column wording text;

-- A text is deleted when no mail has it any more.
create index delivery_of_content on delivery (content_id) where content_id is not null;
