-- Links by which a member of staff sets a password. The secret is in the link alone; here is its hash.
-- One to a person: a new link makes the older one void.
create table invites (
    city_id int not null,
    user_id uuid not null,
    secret_hash bytea not null,
    created_by uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint invites_pkey primary key (city_id, user_id),
    constraint invites_secret_hash_key unique (city_id, secret_hash),
    constraint invites_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint invites_created_by_fkey foreign key (city_id, created_by) references users (city_id, id),
    constraint invites_expires_at_check check (expires_at > created_at)
);
comment on column invites.created_by is 'null: whoever runs the installation';

-- Somebody who was invited has no password yet. Changes of a person name the version they saw.
alter table users alter column password_hash drop not null;
alter table users add column user_version int not null default 1;
