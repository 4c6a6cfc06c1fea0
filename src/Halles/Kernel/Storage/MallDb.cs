using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Halles.Kernel.Storage;

/// <summary>
/// The system of record through EF Core. Each feature maps its own records beside them (an
/// <see cref="IEntityTypeConfiguration{TEntity}"/> in its <c>…Tables.cs</c>); this context only sets what holds for all:
/// snake_case names, ids, instants and enums as both engines keep them.
/// </summary>
public sealed class MallDb(DbContextOptions<MallDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MallDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(p => p.FindAnnotation(RelationalAnnotationNames.ColumnName) is null))
            {
                property.SetColumnName(Names.Snake(property.Name));
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<MicrosConverter>();
        conventions.Properties<Enum>().HaveConversion<string>();
        if (Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal))
        {
            conventions.Properties<Guid>().HaveConversion<BigEndianConverter>();
        }
    }

    private sealed class MicrosConverter() : ValueConverter<DateTimeOffset, long>(t => t.Micros(), m => Instants.FromMicros(m));

    // 16 bytes in the order in which UUIDv7 rise, so that SQLite's indexes grow at their right edge.
    private sealed class BigEndianConverter() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), b => new Guid(b, true));
}

/// <summary>What mappings share.</summary>
public static class Mapping
{
    /// <summary>Keeps a value as JSON text in one column.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property)
        where T : class?
    {
        property.HasConversion(
            v => JsonSerializer.Serialize(v, Json.Stored),
            s => JsonSerializer.Deserialize<T>(s, Json.Stored)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json.Stored) == JsonSerializer.Serialize(b, Json.Stored),
                v => JsonSerializer.Serialize(v, Json.Stored).GetHashCode(StringComparison.Ordinal),
                v => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(v, Json.Stored), Json.Stored)!));
        return property;
    }
}
