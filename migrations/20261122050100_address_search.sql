-- The address search of a city: what has a name, how it sounds (see domain::address), and the houses
-- in a street. All three are made anew from the map by each load and import that changes something.
create extension if not exists pg_trgm;

create table place_names (
    city_id int not null,
    id int not null,
    kind text not null,
    street_kind text,
    title_ru text not null,
    title_en text,
    near_ru text,
    near_en text,
    place geometry(Point, 4326) not null,
    constraint place_names_pkey primary key (city_id, id),
    constraint place_names_city_id_fkey foreign key (city_id) references cities (id),
    constraint place_names_kind_check check (kind in ('street', 'ground', 'locality'))
);

create table place_keys (
    city_id int not null,
    id int not null,
    name_id int not null,
    key text collate "C" not null,
    whole boolean not null,
    constraint place_keys_pkey primary key (city_id, id),
    constraint place_keys_name_id_fkey foreign key (city_id, name_id) references place_names (city_id, id)
);

create table addresses (
    city_id int not null,
    id int not null,
    name_id int not null,
    number text not null,
    number_key text collate "C" not null,
    place geometry(Point, 4326) not null,
    constraint addresses_pkey primary key (city_id, id),
    constraint addresses_name_id_fkey foreign key (city_id, name_id) references place_names (city_id, id)
);

-- What begins so, for whoever is still typing; what sounds alike, for whoever made a mistake.
create index place_keys_key_idx on place_keys (city_id, key);
create index place_keys_alike_idx on place_keys using gin (key gin_trgm_ops) where whole;
create index place_keys_name_id_idx on place_keys (city_id, name_id);
create index addresses_number_key_idx on addresses (city_id, name_id, number_key);

create view public_place_names as
select city_id, id, kind, street_kind, title_ru, title_en, near_ru, near_en, place from place_names;

create view public_place_keys as select city_id, id, name_id, key, whole from place_keys;

create view public_addresses as select city_id, id, name_id, number, number_key, place from addresses;

grant select on public_place_names, public_place_keys, public_addresses to citycenter_public;
