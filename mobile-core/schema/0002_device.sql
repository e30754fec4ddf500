-- The key by which the city counts what this phone sends; made here, and of no other use.
create table device (
    key text primary key
) strict;
