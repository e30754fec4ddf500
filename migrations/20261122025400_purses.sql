-- What was spent on things that cost the city money, by its local day: for the whole city, for the
-- beginning of a number, and for one number, of which a keyed hash is kept.
create table purses (
    city_id int not null,
    purse text not null,
    day date not null,
    kind text not null,
    mark bytea not null,
    spent int not null,
    constraint purses_pkey primary key (city_id, purse, day, kind, mark),
    constraint purses_city_id_fkey foreign key (city_id) references cities (id),
    constraint purses_kind_check check (kind in ('city', 'prefix', 'number'))
);
