-- What the city sends to people: kept with the change that causes it, sent afterwards, and sent again
-- until it arrives or is of no use any more. Whom it went to and what it said is kept until then only.
create table messages (
    city_id int not null,
    id uuid not null,
    way text not null,
    kind text not null,
    address text,
    subject text,
    body text,
    created_at timestamptz not null,
    useful_until timestamptz not null,
    attempts int not null,
    next_at timestamptz,
    sent_at timestamptz,
    given_up_at timestamptz,
    constraint messages_pkey primary key (city_id, id),
    constraint messages_city_id_fkey foreign key (city_id) references cities (id),
    constraint messages_way_check check (way in ('email', 'sms')),
    constraint messages_next_at_check check ((next_at is null) = (sent_at is not null or given_up_at is not null)),
    constraint messages_address_check check ((address is null and body is null) = (next_at is null))
);
comment on column messages.next_at is 'when it is tried next; empty when nothing is left to do';
create index messages_next_at_idx on messages (city_id, next_at) where next_at is not null;
create index messages_created_at_idx on messages (city_id, created_at);
