using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Mail;

[DbContext(typeof(MallDb))]
[Migration("0014_Mail")]
internal sealed class MailMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE mails (
            id {id} NOT NULL PRIMARY KEY, recipient {text} NOT NULL, subject {text} NOT NULL, text {text} NOT NULL, html {text} NOT NULL,
            created_at {instant} NOT NULL, sent_at {instant}, waits {bool} NOT NULL);
        CREATE INDEX mails_created ON mails (created_at);
        CREATE INDEX mails_waits ON mails (waits) WHERE waits;
        """);
}
