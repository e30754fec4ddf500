-- One-time codes by which residents prove an e-mail address or a phone number. The address itself is
-- kept until the code is used or over; its keyed hash stays for a day, for the limits.
create table sign_in_codes (
    city_id int not null,
    id uuid not null,
    way text not null,
    address text,
    address_hash bytea not null,
    code_hash bytea not null,
    language text not null,
    consent text,
    tries int not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint sign_in_codes_pkey primary key (city_id, id),
    constraint sign_in_codes_city_id_fkey foreign key (city_id) references cities (id),
    constraint sign_in_codes_way_check check (way in ('email', 'sms')),
    constraint sign_in_codes_used_at_check check (used_at is null or address is null)
);
create index sign_in_codes_address_hash_idx on sign_in_codes (city_id, address_hash, created_at);
create index sign_in_codes_expires_at_idx on sign_in_codes (city_id, expires_at);
