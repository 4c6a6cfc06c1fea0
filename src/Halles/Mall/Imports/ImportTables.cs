using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Imports;

/// <summary>A file of products that a shop took in, or is about to.</summary>
public sealed class Import
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    /// <summary>The system's word; null while nobody has said which column is what.</summary>
    public string? System { get; set; }

    public ImportState State { get; set; }

    /// <summary>What the shop chose for it.</summary>
    public ImportTerms Terms { get; set; } = new();

    /// <summary>Counted so far.</summary>
    public ImportCounts Counts { get; set; } = new();

    /// <summary>How many products of the file are done: where a restart goes on.</summary>
    public int Position { get; set; }

    /// <summary>How many products the file holds: while it runs, judged by how far the file is read.</summary>
    public int Products { get; set; }

    public required Guid? Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often it has failed since it last got on.</summary>
    public int Tries { get; set; }

    /// <summary>Whether it could not be taken back, so that some of it is still there; it can be tried again.</summary>
    public bool IsHalfUndone => State is ImportState.Done && Tries >= ImportTries.Most;

    /// <summary>Why it was given up, English with placeholders: the key of its translations; null where nobody can say.</summary>
    public string? Failure { get; set; }
}

public enum ImportState
{
    /// <summary>The file is here; the shop looks at what would happen.</summary>
    Waiting,
    Running,
    Cancelled,
    Done,
    Undoing,
    Undone,

    /// <summary>Given up after some tries; it can be begun again, or taken back.</summary>
    Failed,
}

/// <summary>What a shop chooses for an import.</summary>
public sealed record ImportTerms
{
    /// <summary>The longest that <see cref="ReadyHours"/> may be.</summary>
    public const int MostReadyHours = 720;

    /// <summary>Where new products stand whose own category is not known here; null for the shop's most used.</summary>
    public Guid? Category { get; init; }

    /// <summary>Categories by the words of the other system.</summary>
    public IReadOnlyDictionary<string, Guid> Categories { get; init; } = new Dictionary<string, Guid>();

    /// <summary>The tax category of new products that say none; null for the shop's most used.</summary>
    public string? Tax { get; init; }

    /// <summary>Tax categories by the words of the other system.</summary>
    public IReadOnlyDictionary<string, string> Taxes { get; init; } = new Dictionary<string, string>();

    /// <summary>The store whose stock the counts are; null for the first.</summary>
    public Guid? Store { get; init; }

    /// <summary>One unit of another currency in the mall's, by its ISO 4217 code; prices in one that is not here are left out.</summary>
    public IReadOnlyDictionary<string, decimal> Rates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The highest that a rate may be.</summary>
    public const int MostRate = 1_000_000;

    /// <summary>In how many hours a product is ready that the file does not count: it is made to order. 0 where it is counted, and none is there yet.</summary>
    public int ReadyHours { get; init; } = 24;

    /// <summary>Put on sale here what is on sale there.</summary>
    public bool Publish { get; init; } = true;

    /// <summary>Of an unknown system: for each field its column.</summary>
    public IReadOnlyDictionary<TableField, string> Columns { get; init; } = new Dictionary<TableField, string>();

    /// <summary>What was usual in the shop when the import began; of no meaning for another one.</summary>
    public UsualTerms? Usual { get; init; }
}

/// <summary>What a product gets of which neither the file nor the shop says it.</summary>
/// <param name="Category">A leaf.</param>
/// <param name="Tax">The word of a tax category.</param>
public sealed record UsualTerms(Guid Category, string Tax);

/// <summary>
/// Rows and products by what became of them. Each row is in exactly one of created, updated, unchanged and refused, with the
/// product that it belongs to.
/// </summary>
public sealed record ImportCounts
{
    public int Rows { get; init; }

    public int Products { get; init; }

    public int Variants { get; init; }

    public int Created { get; init; }

    public int Updated { get; init; }

    public int Unchanged { get; init; }

    public int Refused { get; init; }

    public int ProductsCreated { get; init; }

    public int ProductsUpdated { get; init; }

    public int ProductsUnchanged { get; init; }

    public int ProductsRefused { get; init; }

    /// <summary>How often each note was made, by its code; of what is told once for a column by code and column.</summary>
    public IReadOnlyDictionary<string, int> Notes { get; init; } = new Dictionary<string, int>();

    /// <summary>Of how many products something is told once for a column; 0 where it is told of each.</summary>
    public int Times(string code, string column) => Notes.GetValueOrDefault(Tally.KeyOf(code, column));
}

/// <summary>Something told of a row of an import.</summary>
public sealed class ImportRemark
{
    public required Guid ShopId { get; init; }

    public required Guid ImportId { get; init; }

    public required int Number { get; init; }

    public required int Row { get; init; }

    public required string Field { get; init; }

    public required string Code { get; init; }

    /// <summary>English, with placeholders: the key of its translations.</summary>
    public required string Message { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>True where the row was refused; false where it was taken with a note.</summary>
    public required bool Refused { get; init; }

    /// <summary>The product that could not be taken back, or not wholly; null where this is told of the file.</summary>
    public Guid? ProductId { get; init; }
}

/// <summary>What an import did to a product, so that it can be undone.</summary>
public sealed class ImportedProduct
{
    public required Guid ShopId { get; init; }

    public required Guid ImportId { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>As it was before; null when the import made it.</summary>
    public string? Before { get; init; }

    /// <summary>The product's version after the import: another one means that somebody changed it since.</summary>
    public required long Version { get; init; }

    /// <summary>The row by which the file names it.</summary>
    public int Row { get; init; }

    /// <summary>What the import counted, as <see cref="StockStep"/>s; null when nothing.</summary>
    public string? Stock { get; init; }

    /// <summary>Hashes of the photos that have come by it, with blanks between; null when none has.</summary>
    public string? Photos { get; init; }
}

/// <summary>Which product a file's key is, and a print of what the file said last: the same again changes nothing.</summary>
public sealed class ImportMark
{
    public required Guid ShopId { get; init; }

    /// <summary>From system and key.</summary>
    public required Guid Key { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid Print { get; init; }

    /// <summary>What the file said last, as the next one is held against it; null where that is not known.</summary>
    public string? Said { get; init; }
}

/// <summary>A photo that is to be fetched by its address.</summary>
public sealed class PhotoFetch
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid ProductId { get; init; }

    public required string Address { get; init; }

    /// <summary>What is to be seen on it, in the language of the shop.</summary>
    public required string Alt { get; init; }

    /// <summary>The same in other languages, as JSON; null where there are none.</summary>
    public string? Alts { get; init; }

    /// <summary>The import that it is of.</summary>
    public Guid? ImportId { get; init; }

    public Guid? Actor { get; init; }

    public int Attempts { get; set; }

    /// <summary>Why it did not come: English, with placeholders, the key of its translations; null while it is tried.</summary>
    public string? Problem { get; set; }

    public IReadOnlyList<string> ProblemArgs { get; init; } = [];
}

/// <summary>A piece of an uploaded file, compressed, while the import needs it.</summary>
public sealed class ImportPart
{
    public required Guid ShopId { get; init; }

    public required Guid ImportId { get; init; }

    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}

internal sealed class ImportTables : IEntityTypeConfiguration<Import>, IEntityTypeConfiguration<ImportRemark>, IEntityTypeConfiguration<ImportedProduct>,
    IEntityTypeConfiguration<ImportMark>, IEntityTypeConfiguration<PhotoFetch>, IEntityTypeConfiguration<ImportPart>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("imports").HasKey(i => new { i.ShopId, i.Id });
        builder.Ignore(i => i.IsHalfUndone);
        builder.Property(i => i.Terms).HasJson();
        builder.Property(i => i.Counts).HasJson();
    }

    public void Configure(EntityTypeBuilder<ImportRemark> builder)
    {
        builder.ToTable("import_remarks").HasKey(r => new { r.ShopId, r.ImportId, r.Number });
        builder.Property(r => r.Row).HasColumnName("file_row");
        builder.Property(r => r.Field).HasColumnName("file_column");
        builder.Property(r => r.Args).HasJson();
    }

    public void Configure(EntityTypeBuilder<ImportedProduct> builder)
    {
        builder.ToTable("imported_products").HasKey(p => new { p.ShopId, p.ImportId, p.ProductId });
        builder.Property(p => p.Row).HasColumnName("file_row");
    }

    public void Configure(EntityTypeBuilder<ImportMark> builder)
    {
        builder.ToTable("import_marks").HasKey(m => new { m.ShopId, m.Key });
        builder.HasIndex(m => new { m.ShopId, m.ProductId }).HasDatabaseName("import_marks_product");
        builder.Property(m => m.Key).HasColumnName("source_key");
    }

    public void Configure(EntityTypeBuilder<PhotoFetch> builder)
    {
        builder.ToTable("photo_fetches").HasKey(f => new { f.ShopId, f.Id });
        builder.HasIndex(f => new { f.ShopId, f.ProductId, f.Address }).IsUnique().HasDatabaseName("photo_fetches_once");
        builder.HasIndex(f => f.Id).HasDatabaseName("photo_fetches_id");
        builder.Property(f => f.ProblemArgs).HasJson();
    }

    public void Configure(EntityTypeBuilder<ImportPart> builder) =>
        builder.ToTable("import_parts").HasKey(p => new { p.ShopId, p.ImportId, p.Number });
}

[DbContext(typeof(MallDb))]
[Migration("0017_Imports")]
internal sealed class ImportsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE imports (
            shop_id {id} NOT NULL, id {id} NOT NULL, file_name {text} NOT NULL, system {text}, state {text} NOT NULL, terms {text} NOT NULL, counts {text} NOT NULL,
            position {int} NOT NULL, products {int} NOT NULL, actor {id}, created_at {instant} NOT NULL, ended_at {instant}, PRIMARY KEY (shop_id, id));
        CREATE TABLE import_remarks (
            shop_id {id} NOT NULL, import_id {id} NOT NULL, number {int} NOT NULL, file_row {int} NOT NULL, file_column {text} NOT NULL, code {text} NOT NULL,
            message {text} NOT NULL, args {text} NOT NULL, refused {bool} NOT NULL, PRIMARY KEY (shop_id, import_id, number));
        CREATE TABLE imported_products (
            shop_id {id} NOT NULL, import_id {id} NOT NULL, product_id {id} NOT NULL, before {text}, version {long} NOT NULL, PRIMARY KEY (shop_id, import_id, product_id));
        CREATE TABLE import_marks (
            shop_id {id} NOT NULL, source_key {id} NOT NULL, product_id {id} NOT NULL, print {id} NOT NULL, PRIMARY KEY (shop_id, source_key));
        CREATE INDEX import_marks_product ON import_marks (shop_id, product_id);
        CREATE TABLE photo_fetches (
            shop_id {id} NOT NULL, id {id} NOT NULL, product_id {id} NOT NULL, address {text} NOT NULL, alt {text} NOT NULL, actor {id}, attempts {int} NOT NULL,
            problem {text}, PRIMARY KEY (shop_id, id));
        CREATE UNIQUE INDEX photo_fetches_once ON photo_fetches (shop_id, product_id, address);
        CREATE INDEX photo_fetches_id ON photo_fetches (id);
        CREATE TABLE import_parts (
            shop_id {id} NOT NULL, import_id {id} NOT NULL, number {int} NOT NULL, content {bytes} NOT NULL, PRIMARY KEY (shop_id, import_id, number));
        """);
}

[DbContext(typeof(MallDb))]
[Migration("0035_ImportsRemember")]
internal sealed class ImportsRemember : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE import_marks ADD COLUMN said {text};
        ALTER TABLE imported_products ADD COLUMN file_row {int} NOT NULL DEFAULT 0;
        ALTER TABLE imported_products ADD COLUMN stock {text};
        ALTER TABLE imported_products ADD COLUMN photos {text};
        ALTER TABLE import_remarks ADD COLUMN product_id {id};
        ALTER TABLE photo_fetches ADD COLUMN import_id {id};
        ALTER TABLE photo_fetches ADD COLUMN alts {text};
        ALTER TABLE photo_fetches ADD COLUMN problem_args {text} NOT NULL DEFAULT '[]';
        ALTER TABLE imports ADD COLUMN tries {int} NOT NULL DEFAULT 0;
        ALTER TABLE imports ADD COLUMN failure {text};
        """);
}
