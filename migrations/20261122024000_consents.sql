-- What people agree to, as it was written: a text is replaced by another version and never changed, so
-- that everybody can read later what they agreed to.
create table consent_texts (
    city_id int not null,
    version text not null,
    text_ru text not null,
    text_en text not null,
    loaded_at timestamptz not null,
    retired_at timestamptz,
    constraint consent_texts_pkey primary key (city_id, version),
    constraint consent_texts_city_id_fkey foreign key (city_id) references cities (id)
);
-- One text is current.
create unique index consent_texts_current_key on consent_texts (city_id) where retired_at is null;

-- Who agreed to what. The row stays when the data that it allowed is erased: it says that the city was
-- allowed to have it, and names nobody.
create table consents (
    city_id int not null,
    id uuid not null,
    report_id uuid,
    resident_id uuid,
    version text not null,
    purposes text[] not null,
    channel text not null,
    given_at timestamptz not null,
    withdrawn_at timestamptz,
    constraint consents_pkey primary key (city_id, id),
    constraint consents_version_fkey foreign key (city_id, version) references consent_texts (city_id, version),
    constraint consents_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint consents_resident_id_fkey foreign key (city_id, resident_id) references residents (city_id, id),
    constraint consents_subject_check check ((report_id is null) <> (resident_id is null)),
    constraint consents_purposes_check check (purposes <@ array['answer', 'account'] and purposes <> '{}')
);
comment on column consents.report_id is 'whose contact it came with';
create unique index consents_report_id_version_key on consents (city_id, report_id, version)
    where report_id is not null and withdrawn_at is null;
create unique index consents_resident_id_version_key on consents (city_id, resident_id, version)
    where resident_id is not null and withdrawn_at is null;

create view public_consent_texts as
select city_id, version, text_ru, text_en, loaded_at, retired_at from consent_texts;

grant select on public_consent_texts to citycenter_public;
