-- The cities that this phone is at home in, one row for each person that signs in there and one for nobody.
-- `server` is empty for a city that an older version knew by its name alone: adding the city fills it in.
create table accounts (
    id integer primary key autoincrement,
    server text not null,
    city text not null,
    person_id text,
    person text,
    chosen integer not null default 0,
    constraint accounts_person_check check ((person_id is null) = (person is null)),
    constraint accounts_chosen_check check (chosen in (0, 1))
) strict;
create unique index accounts_server_city_person_id_key on accounts (server, city, coalesce(person_id, ''));
create unique index accounts_chosen_key on accounts (chosen) where chosen = 1;
insert into accounts (server, city) select distinct '', city from outbox;

-- Null in drafts of older versions, until the first city is added.
alter table drafts add column account_id integer references accounts (id);
create index drafts_account_id on drafts (account_id, id);

alter table outbox add column account_id integer references accounts (id);
update outbox set account_id = (select id from accounts where accounts.city = outbox.city);

-- The keys of which a server's certificate has to have one, as the city's link said; none for any
-- certificate that the system trusts.
create table pins (
    server text not null,
    pin text not null,
    primary key (server, pin)
) strict;
