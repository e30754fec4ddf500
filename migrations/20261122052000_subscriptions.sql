-- Up to which event people were told what became of their cases.
create table news_told (
    city_id int not null,
    n bigint not null,
    constraint news_told_pkey primary key (city_id),
    constraint news_told_city_id_fkey foreign key (city_id) references cities (id)
);

-- Mails about one case or an area, to people without an account. Nothing is sent before the address is
-- confirmed; a subscription that ends is a row that goes.
create table subscriptions (
    city_id int not null,
    id uuid not null,
    email text not null,
    language text not null,
    report_id uuid,
    place geometry(Point, 4326),
    metres int,
    consent text,
    asked_at timestamptz not null,
    confirmed_at timestamptz,
    told_n bigint not null,
    next_at timestamptz not null,
    constraint subscriptions_pkey primary key (city_id, id),
    constraint subscriptions_city_id_fkey foreign key (city_id) references cities (id),
    constraint subscriptions_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint subscriptions_consent_fkey foreign key (city_id, consent) references consent_texts (city_id, version),
    constraint subscriptions_subject_check check
        ((report_id is null) = (place is not null) and (place is null) = (metres is null))
);
comment on column subscriptions.place is 'the middle of an area, metres around it';
comment on column subscriptions.told_n is 'of an area: the last event that its mails have told';
comment on column subscriptions.next_at is 'of an area: no mail before this';
create index subscriptions_email_idx on subscriptions (city_id, email);
create index subscriptions_report_id_idx on subscriptions (city_id, report_id) where report_id is not null;
create index subscriptions_next_at_idx on subscriptions (city_id, next_at)
    where place is not null and confirmed_at is not null;

-- Who gave an address and wants no more mails there about what became of cases.
alter table contacts add column quiet_at timestamptz;
alter table residents add column quiet_at timestamptz;

-- The address by which a mail program takes somebody off the list (RFC 8058).
alter table messages add column unsubscribe text;
