using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Halles.Kernel.Storage;

/// <summary>The INSERT of a record as the model maps it, and how its arguments are read from one.</summary>
internal sealed class RowInsert
{
    private static readonly ConcurrentDictionary<(Engine, Type), RowInsert> Known = new();
    private readonly (IClrPropertyGetter Getter, ValueConverter? Converter)[] _columns;

    private RowInsert(IEntityType entity)
    {
        var properties = entity.GetProperties().ToList();
        _columns = [.. properties.Select(p => (p.GetGetter(), p.GetTypeMapping().Converter))];
        Statement = $"""
            INSERT INTO {entity.GetSchemaQualifiedTableName()} ({string.Join(", ", properties.Select(p => p.GetColumnName()))})
            VALUES ({string.Join(", ", properties.Select((_, i) => $"${i + 1}"))})
            """;
    }

    /// <summary>The statement, with a placeholder for each column.</summary>
    public string Statement { get; }

    /// <summary>That of a type of record.</summary>
    public static RowInsert Of<T>(MallDb db, Engine engine) => Known.GetOrAdd(
        (engine, typeof(T)), key => new RowInsert(db.Model.FindEntityType(key.Item2) ?? throw new InvalidOperationException($"{key.Item2} has no table.")));

    /// <summary>The arguments of a row, converted as they are stored.</summary>
    public object?[] Arguments(object row) => Array.ConvertAll(_columns, c =>
    {
        var value = c.Getter.GetClrValue(row);
        return c.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    });
}
