-- One row a city, taken by the last statement of every write: it numbers events without gaps in
-- the order of commits, and gives reports the numbers that people say.
create table city_counters (
    city_id int not null,
    last_event bigint not null,
    number_year int not null,
    last_number int not null,
    constraint city_counters_pkey primary key (city_id),
    constraint city_counters_city_id_fkey foreign key (city_id) references cities (id)
);
