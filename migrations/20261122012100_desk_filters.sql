-- Filters of the desk that people keep for themselves.
create table desk_filters (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    name text not null,
    query jsonb not null,
    saved_at timestamptz not null,
    constraint desk_filters_pkey primary key (city_id, id),
    constraint desk_filters_user_id_fkey foreign key (city_id, user_id) references users (city_id, id)
);
comment on column desk_filters.query is 'the parameters of the desk''s list, by name';

create index desk_filters_user_id_idx on desk_filters (city_id, user_id);
