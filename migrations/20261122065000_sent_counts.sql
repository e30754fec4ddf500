-- How much came from whoever sends a lot, by the process that let it in, so that several processes count
-- together. A keyed hash stands for who it was; `slot` is the hour since 1970. A crash may lose it: then
-- whoever sent a lot begins anew.
create unlogged table sent_counts (
    city_id int not null,
    deed text not null,
    mark bytea not null,
    slot bigint not null,
    process uuid not null,
    count int not null,
    constraint sent_counts_pkey primary key (city_id, deed, mark, slot, process),
    constraint sent_counts_city_id_fkey foreign key (city_id) references cities (id),
    constraint sent_counts_count_check check (count > 0)
);
create index sent_counts_slot_idx on sent_counts (city_id, slot);
