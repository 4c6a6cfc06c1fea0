using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Reports;

[DbContext(typeof(MallDb))]
[Migration("0026_Reports")]
internal sealed class ReportsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE reports (
            shop_id {id} NOT NULL, id {id} NOT NULL, code {text} NOT NULL, subject {text} NOT NULL, product_id {id}, media {text}, reason {text} NOT NULL, words {text} NOT NULL,
            name {text} NOT NULL, email {text}, person_id {id}, language {text} NOT NULL, evidence {text}, state {text} NOT NULL, measure {text} NOT NULL, at {instant} NOT NULL, decided_at {instant},
            PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX reports_id ON reports (id);
        CREATE UNIQUE INDEX reports_code ON reports (code);
        CREATE INDEX reports_state ON reports (state, at);
        CREATE INDEX reports_email ON reports (email);
        CREATE TABLE report_decisions (
            shop_id {id} NOT NULL, id {id} NOT NULL, report_id {id} NOT NULL, measure {text} NOT NULL, before {text} NOT NULL, ground {text} NOT NULL, rule {text} NOT NULL, facts {text} NOT NULL,
            actor {id} NOT NULL, at {instant} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE INDEX report_decisions_report ON report_decisions (shop_id, report_id);
        CREATE TABLE report_appeals (
            shop_id {id} NOT NULL, id {id} NOT NULL, report_id {id} NOT NULL, decision_id {id} NOT NULL, side {text} NOT NULL, words {text} NOT NULL, at {instant} NOT NULL, answer_id {id},
            PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX report_appeals_once ON report_appeals (shop_id, decision_id, side);
        CREATE INDEX report_appeals_report ON report_appeals (shop_id, report_id);
        CREATE TABLE withdrawn_photos (
            shop_id {id} NOT NULL, product_id {id} NOT NULL, media {text} NOT NULL, position {int} NOT NULL, alt {text} NOT NULL, PRIMARY KEY (shop_id, product_id, media));
        ALTER TABLE products ADD COLUMN withdrawn_from {text};
        """);
}
