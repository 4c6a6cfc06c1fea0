using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Identity;

[DbContext(typeof(MallDb))]
[Migration("0002_Identity")]
internal sealed class IdentityMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE people (
            id {id} NOT NULL PRIMARY KEY, email {text}, email_confirmed_at {instant}, name {text} NOT NULL, phone {text}, language {text} NOT NULL,
            password_hash {text}, totp_secret {bytes}, totp_confirmed_at {instant}, totp_last_step {long} NOT NULL,
            failures {int} NOT NULL, locked_until {instant}, code_failures {int} NOT NULL, codes_locked_until {instant}, demo {bool} NOT NULL, created_at {instant} NOT NULL, erased_at {instant});
        CREATE UNIQUE INDEX people_email ON people (email);
        CREATE TABLE passkeys (
            credential_id {bytes} NOT NULL PRIMARY KEY, person_id {id} NOT NULL, name {text} NOT NULL, public_key {bytes} NOT NULL,
            sign_count {long} NOT NULL, data {text} NOT NULL, created_at {instant} NOT NULL, last_used_at {instant});
        CREATE INDEX passkeys_person ON passkeys (person_id);
        CREATE TABLE recovery_codes (hash {bytes} NOT NULL PRIMARY KEY, person_id {id} NOT NULL, used_at {instant});
        CREATE INDEX recovery_codes_person ON recovery_codes (person_id);
        CREATE TABLE sessions (
            token_hash {bytes} NOT NULL PRIMARY KEY, id {id} NOT NULL, person_id {id} NOT NULL, created_at {instant} NOT NULL, last_seen_at {instant} NOT NULL,
            expires_at {instant} NOT NULL, strong_at {instant}, proved_at {instant} NOT NULL, device {text} NOT NULL);
        CREATE INDEX sessions_person ON sessions (person_id);
        CREATE TABLE email_links (
            token_hash {bytes} NOT NULL PRIMARY KEY, purpose {text} NOT NULL, person_id {id}, email {text} NOT NULL,
            shop_id {id}, role {text}, created_at {instant} NOT NULL, expires_at {instant} NOT NULL, used_at {instant});
        CREATE INDEX email_links_email ON email_links (email);
        CREATE TABLE memberships (
            shop_id {id} NOT NULL, person_id {id} NOT NULL, role {text} NOT NULL, since {instant} NOT NULL, PRIMARY KEY (shop_id, person_id));
        CREATE INDEX memberships_person ON memberships (person_id);
        CREATE TABLE staff_roles (person_id {id} NOT NULL, role {text} NOT NULL, since {instant} NOT NULL, PRIMARY KEY (person_id, role));
        CREATE TABLE api_keys (
            id {id} NOT NULL PRIMARY KEY, hash {bytes} NOT NULL, prefix {text} NOT NULL, name {text} NOT NULL, shop_id {id}, person_id {id} NOT NULL,
            created_at {instant} NOT NULL, last_used_at {instant}, revoked_at {instant});
        CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);
        CREATE TABLE saved_addresses (id {id} NOT NULL PRIMARY KEY, person_id {id} NOT NULL, label {text} NOT NULL, address {text} NOT NULL);
        CREATE INDEX saved_addresses_person ON saved_addresses (person_id);
        CREATE TABLE data_protection_keys (id {text} NOT NULL PRIMARY KEY, sealed {bytes} NOT NULL, created_at {instant} NOT NULL);
        """);
}
