-- What an extract of OpenStreetMap knows of a city beyond its folder: railways and waters that are
-- lines, parts of the city by name, doors and plots without a house; houses without a number.

-- Where a city's map is from, and which edition of the address words it can be searched by.
create table city_maps (
    city_id int not null,
    imported_at timestamptz,
    attribution text,
    words_edition int,
    constraint city_maps_pkey primary key (city_id),
    constraint city_maps_city_id_fkey foreign key (city_id) references cities (id),
    constraint city_maps_attribution_check check ((attribution is null) = (imported_at is null))
);

alter table houses alter column number drop not null;

alter table grounds
    add column min_zoom smallint not null default 0,
    drop constraint grounds_class_check,
    add constraint grounds_class_check check (class in ('park', 'wood', 'grass', 'water', 'square', 'block'));

create table lines (
    city_id int not null,
    id int not null,
    slug text not null,
    class text not null,
    name_ru text,
    name_en text,
    line geometry(LineString, 4326) not null,
    retired_at timestamptz,
    constraint lines_pkey primary key (city_id, id),
    constraint lines_slug_key unique (city_id, slug),
    constraint lines_city_id_fkey foreign key (city_id) references cities (id),
    constraint lines_class_check check (class in ('rail', 'tram', 'river', 'stream'))
);

create table localities (
    city_id int not null,
    id int not null,
    slug text not null,
    class text not null,
    name_ru text not null,
    name_en text,
    place geometry(Point, 4326) not null,
    retired_at timestamptz,
    constraint localities_pkey primary key (city_id, id),
    constraint localities_slug_key unique (city_id, slug),
    constraint localities_city_id_fkey foreign key (city_id) references cities (id),
    constraint localities_class_check check (class in ('district', 'quarter', 'village'))
);

create table address_points (
    city_id int not null,
    id int not null,
    slug text not null,
    street_id int not null,
    number text not null,
    place geometry(Point, 4326) not null,
    retired_at timestamptz,
    constraint address_points_pkey primary key (city_id, id),
    constraint address_points_slug_key unique (city_id, slug),
    constraint address_points_city_id_fkey foreign key (city_id) references cities (id),
    constraint address_points_street_id_fkey foreign key (city_id, street_id) references streets (city_id, id)
);

create index lines_line_idx on lines using gist (line);
create index localities_place_idx on localities using gist (place);
create index address_points_place_idx on address_points using gist (place);
-- Tiles from afar read only what is drawn there, of a city with hundreds of thousands of rows.
create index streets_main_line_idx on streets using gist (line) where class = 'main' and retired_at is null;
create index grounds_far_outline_idx on grounds using gist (outline) where min_zoom <= 12 and retired_at is null;

create or replace view public_grounds as
select city_id, class, name_ru, name_en, outline, min_zoom from grounds where retired_at is null;

create view public_lines as
select city_id, class, name_ru, name_en, line from lines where retired_at is null;

create view public_localities as
select city_id, class, name_ru, name_en, place from localities where retired_at is null;

create view public_address_points as
select city_id, street_id, number, place from address_points where retired_at is null;

grant select on public_lines, public_localities, public_address_points to citycenter_public;
