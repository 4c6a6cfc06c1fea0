using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Taxonomy;

/// <summary>Where an import of categories is.</summary>
public enum TaxonomyImportState
{
    /// <summary>Looked at; nothing has changed.</summary>
    Waiting,
    Running,
    Done,
    Cancelled,
}

/// <summary>An import of Google's product taxonomy, with its files for as long as they are needed.</summary>
public sealed class TaxonomyImport
{
    public required Guid Id { get; init; }

    public required TaxonomyImportState State { get; set; }

    /// <summary>Numbers of the branches that are wanted; all when empty.</summary>
    public IReadOnlyList<string> Branches { get; set; } = [];

    public required IReadOnlyList<string> FileNames { get; init; }

    /// <summary>How many categories and other names it writes.</summary>
    public int Total { get; set; }

    public int Written { get; set; }

    public required Guid Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A file of an import, compressed.</summary>
internal sealed class TaxonomyFile
{
    public required Guid ImportId { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>How a category left its place.</summary>
public enum CategoryChangeKind
{
    /// <summary>Below another one, with all that is below it.</summary>
    Move,

    /// <summary>It became part of another.</summary>
    Merge,
}

/// <summary>Where a change of a category's place is.</summary>
public enum CategoryChangeState
{
    /// <summary>Products follow.</summary>
    Running,
    Done,
    Undoing,
    Undone,
}

/// <summary>A category that was moved or merged, kept so that it can be put back.</summary>
public sealed class CategoryChange
{
    public required Guid Id { get; init; }

    public required CategoryChangeKind Kind { get; init; }

    public required CategoryChangeState State { get; set; }

    /// <summary>The category that was moved, or that is no more.</summary>
    public required Guid CategoryId { get; init; }

    /// <summary>Below which, or of which it is a part now; null for an aisle.</summary>
    public Guid? TargetId { get; init; }

    /// <summary>The category as it was.</summary>
    public required Category Before { get; init; }

    /// <summary>The target of a merge as it was.</summary>
    public Category? TargetBefore { get; init; }

    /// <summary>The target of a merge as the merge left it: it can be undone while it is still so.</summary>
    public Category? TargetAfter { get; set; }

    /// <summary>Categories that were right below the merged one.</summary>
    public IReadOnlyList<Guid> Children { get; init; } = [];

    /// <summary>What led to the merged category and leads to the target now.</summary>
    public IReadOnlyList<Guid> Aliases { get; init; } = [];

    /// <summary>How many products followed.</summary>
    public int Products { get; set; }

    public required Guid Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A product that followed a merge.</summary>
internal sealed class CategoryChangeProduct
{
    public required Guid ShopId { get; init; }

    public required Guid ChangeId { get; init; }

    public required Guid ProductId { get; init; }
}

internal sealed class TaxonomyTables : IEntityTypeConfiguration<TaxonomyImport>, IEntityTypeConfiguration<TaxonomyFile>, IEntityTypeConfiguration<CategoryChange>,
    IEntityTypeConfiguration<CategoryChangeProduct>
{
    public void Configure(EntityTypeBuilder<TaxonomyImport> builder)
    {
        builder.ToTable("taxonomy_imports").HasKey(i => i.Id);
        builder.Property(i => i.Branches).HasJson();
        builder.Property(i => i.FileNames).HasJson();
    }

    public void Configure(EntityTypeBuilder<TaxonomyFile> builder) => builder.ToTable("taxonomy_files").HasKey(f => new { f.ImportId, f.FileName });

    public void Configure(EntityTypeBuilder<CategoryChange> builder)
    {
        builder.ToTable("category_changes").HasKey(c => c.Id);
        builder.Property(c => c.Before).HasColumnName("category_before").HasJson();
        builder.Property(c => c.TargetBefore).HasJson();
        builder.Property(c => c.TargetAfter).HasJson();
        builder.Property(c => c.Children).HasJson();
        builder.Property(c => c.Aliases).HasJson();
    }

    public void Configure(EntityTypeBuilder<CategoryChangeProduct> builder)
    {
        builder.ToTable("category_change_products").HasKey(p => new { p.ShopId, p.ChangeId, p.ProductId });
        builder.HasIndex(p => p.ChangeId).HasDatabaseName("category_change_products_change");
    }
}

[DbContext(typeof(MallDb))]
[Migration("0028_Taxonomy")]
internal sealed class TaxonomyMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE categories ADD COLUMN slugs {text} NOT NULL DEFAULT '{}';
        ALTER TABLE categories ADD COLUMN name_states {text} NOT NULL DEFAULT '{}';
        ALTER TABLE categories ADD COLUMN google_id {int};
        CREATE UNIQUE INDEX categories_google ON categories (google_id);
        CREATE INDEX products_category ON products (category_id);
        ALTER TABLE products ADD COLUMN translated_from {text} NOT NULL DEFAULT '{}';
        CREATE TABLE category_aliases (id {id} NOT NULL PRIMARY KEY, category_id {id} NOT NULL, address {text}, former_id {id}, google_id {int}, name {text} NOT NULL);
        CREATE UNIQUE INDEX category_aliases_address ON category_aliases (address);
        CREATE UNIQUE INDEX category_aliases_google ON category_aliases (google_id);
        CREATE INDEX category_aliases_former ON category_aliases (former_id);
        CREATE INDEX category_aliases_category ON category_aliases (category_id);
        CREATE TABLE category_changes (
            id {id} NOT NULL PRIMARY KEY, kind {text} NOT NULL, state {text} NOT NULL, category_id {id} NOT NULL, target_id {id}, category_before {text} NOT NULL,
            target_before {text}, target_after {text}, children {text} NOT NULL, aliases {text} NOT NULL, products {int} NOT NULL, actor {id} NOT NULL, created_at {instant} NOT NULL);
        CREATE TABLE category_change_products (shop_id {id} NOT NULL, change_id {id} NOT NULL, product_id {id} NOT NULL, PRIMARY KEY (shop_id, change_id, product_id));
        CREATE INDEX category_change_products_change ON category_change_products (change_id);
        CREATE TABLE taxonomy_imports (
            id {id} NOT NULL PRIMARY KEY, state {text} NOT NULL, branches {text} NOT NULL, file_names {text} NOT NULL, total {int} NOT NULL, written {int} NOT NULL,
            actor {id} NOT NULL, created_at {instant} NOT NULL, ended_at {instant});
        CREATE TABLE taxonomy_files (import_id {id} NOT NULL, file_name {text} NOT NULL, content {bytes} NOT NULL, PRIMARY KEY (import_id, file_name));
        """);
}
