-- Changes of a case that were named by whoever sent them, so that one that is sent again after a lost
-- answer is done once. Kept for as long as a phone may be without a network.
create table repeats (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    report_id uuid not null,
    digest bytea not null,
    done_at timestamptz not null,
    constraint repeats_pkey primary key (city_id, id),
    constraint repeats_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint repeats_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);
comment on column repeats.digest is 'of what was asked: the same name with another question is a mistake';
create index repeats_done_at_idx on repeats (city_id, done_at);
