-- Lists of other mailers, and what an operator wrote, had addresses in their reasons: beside a hash that is there so that the table has none.
update suppression set reason = regexp_replace(reason, '\S+@\S+', '…', 'g') where reason ~ '\S@\S';
