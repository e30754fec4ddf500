-- What staff writes to each other about a case. It is never public, has no public view, and goes with
-- the words of the case.
create table remarks (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    author_id uuid not null,
    text text not null,
    written_at timestamptz not null,
    constraint remarks_pkey primary key (city_id, id),
    constraint remarks_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint remarks_author_id_fkey foreign key (city_id, author_id) references users (city_id, id),
    constraint remarks_text_check check (char_length(text) between 1 and 4000)
);
create index remarks_report_id_idx on remarks (city_id, report_id, written_at);
-- What is past its term is found among what is still there.
create index remarks_written_at_idx on remarks (city_id, written_at);

-- Whom a remark tells, and since when they know.
create table mentions (
    city_id int not null,
    remark_id uuid not null,
    user_id uuid not null,
    mentioned_at timestamptz not null,
    read_at timestamptz,
    constraint mentions_pkey primary key (city_id, remark_id, user_id),
    constraint mentions_remark_id_fkey foreign key (city_id, remark_id) references remarks (city_id, id),
    constraint mentions_user_id_fkey foreign key (city_id, user_id) references users (city_id, id)
);
create index mentions_user_id_idx on mentions (city_id, user_id, mentioned_at desc, remark_id desc);
create index mentions_unread_idx on mentions (city_id, user_id) where read_at is null;
