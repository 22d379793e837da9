-- Statistics of columns hold values of rows, also of those that are deleted, until they are gathered anew. So
-- none are gathered of what a reader gave, of the mails that repeat it, and of what servers said. No
-- statement is planned by them: rows are looked up by keys.
alter table subscriber
    alter column address set statistics 0,
    alter column address_key set statistics 0;
alter table subscription
    alter column timezone set statistics 0,
    alter column categories set statistics 0,
    alter column include set statistics 0,
    alter column exclude set statistics 0,
    alter column authors set statistics 0,
    alter column requested_from set statistics 0,
    alter column confirmed_from set statistics 0;
alter table content
    alter column subject set statistics 0,
    alter column body_text set statistics 0,
    alter column body_html set statistics 0;
alter table delivery
    alter column reason set statistics 0,
    alter column queue_id set statistics 0;

-- Those gathered before would stay.
select pg_clear_attribute_stats(n.nspname::text, c.relname::text, a.attname::text, false)
from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and c.relkind = 'r' and a.attnum > 0 and a.attstattarget = 0;
