-- The city's own base map and addresses: streets, houses on them, and the grounds people know by
-- name (parks, water, squares). Tiles are cut from these tables by box, hence the gist indexes.
create table streets (
    city_id int not null,
    id int not null,
    slug text not null,
    name_ru text,
    name_en text,
    class text not null,
    line geometry(LineString, 4326) not null,
    retired_at timestamptz,
    constraint streets_pkey primary key (city_id, id),
    constraint streets_slug_key unique (city_id, slug),
    constraint streets_city_id_fkey foreign key (city_id) references cities (id),
    constraint streets_class_check check (class in ('main', 'street', 'lane', 'path'))
);

create table houses (
    city_id int not null,
    id int not null,
    slug text not null,
    street_id int,
    number text not null,
    outline geometry(MultiPolygon, 4326) not null,
    retired_at timestamptz,
    constraint houses_pkey primary key (city_id, id),
    constraint houses_slug_key unique (city_id, slug),
    constraint houses_city_id_fkey foreign key (city_id) references cities (id),
    constraint houses_street_id_fkey foreign key (city_id, street_id) references streets (city_id, id)
);

create table grounds (
    city_id int not null,
    id int not null,
    slug text not null,
    class text not null,
    name_ru text,
    name_en text,
    outline geometry(MultiPolygon, 4326) not null,
    retired_at timestamptz,
    constraint grounds_pkey primary key (city_id, id),
    constraint grounds_slug_key unique (city_id, slug),
    constraint grounds_city_id_fkey foreign key (city_id) references cities (id),
    constraint grounds_class_check check (class in ('park', 'water', 'square'))
);

create index streets_line_idx on streets using gist (line);
create index houses_outline_idx on houses using gist (outline);
create index grounds_outline_idx on grounds using gist (outline);
