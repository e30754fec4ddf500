-- Staff may be known by an OpenID Connect provider, and then have no password.
alter table users alter column password_hash drop not null;

-- Who somebody is to a provider. Only the pair of issuer and subject is theirs for good: logins and
-- mail addresses pass from one person to another.
create table user_identities (
    city_id int not null,
    id uuid not null,
    user_id uuid not null,
    issuer text not null,
    subject text not null,
    linked_at timestamptz not null,
    constraint user_identities_pkey primary key (city_id, id),
    constraint user_identities_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint user_identities_issuer_subject_key unique (city_id, issuer, subject),
    constraint user_identities_user_id_issuer_key unique (city_id, user_id, issuer)
);
