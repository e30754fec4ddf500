-- Ways a message reaches the city, and the clocks each way starts. One engine runs them all: what is
-- measured, how much, in which unit, and what happens when the last day is a day off.
create table channels (
    city_id int not null,
    id int not null,
    slug text not null,
    position int not null,
    title_ru text not null,
    title_en text not null,
    department_id int not null,
    note text not null,
    retired_at timestamptz,
    constraint channels_pkey primary key (city_id, id),
    constraint channels_slug_key unique (city_id, slug),
    constraint channels_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id)
);

-- Nature `any` is the clock of questions that have none of their own.
create table clocks (
    city_id int not null,
    id int not null,
    position int not null,
    channel_id int not null,
    nature text not null,
    measure text not null,
    target int not null,
    unit text not null,
    last_day_off text not null,
    pausable boolean not null,
    source text not null,
    retired_at timestamptz,
    constraint clocks_pkey primary key (city_id, id),
    constraint clocks_channel_id_fkey
        foreign key (city_id, channel_id) references channels (city_id, id),
    constraint clocks_channel_id_nature_measure_key unique (city_id, channel_id, nature, measure),
    constraint clocks_nature_check check (nature in ('any', 'explanatory', 'urgent')),
    constraint clocks_measure_check check (measure in
        ('first_action', 'first_answer', 'registration', 'forwarding', 'appointment', 'answer', 'resolution')),
    constraint clocks_unit_check check (unit in ('hours', 'working_hours', 'calendar_days', 'working_days')),
    constraint clocks_last_day_off_check check (last_day_off in ('stay', 'previous_working', 'next_working')),
    constraint clocks_target_check check (target between 1 and 1000)
);

-- Days that are not what their weekday says: holidays, moved days off, working weekends, and working
-- days an hour shorter (these may also be working weekends, hence one row a day and kind).
create table calendar_days (
    city_id int not null,
    id int not null,
    day date not null,
    kind text not null,
    title_ru text not null,
    title_en text not null,
    retired_at timestamptz,
    constraint calendar_days_pkey primary key (city_id, id),
    constraint calendar_days_city_id_fkey foreign key (city_id) references cities (id),
    constraint calendar_days_day_kind_key unique (city_id, day, kind),
    constraint calendar_days_kind_check check (kind in
        ('holiday', 'moved_day_off', 'working_weekend', 'shortened'))
);
