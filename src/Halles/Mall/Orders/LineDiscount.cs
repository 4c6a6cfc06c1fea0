using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>What a promotion took off a line of an order, kept with the name that it had then.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Language">That of the name; empty where it is not known.</param>
public sealed record LineDiscount(Guid Promotion, string Name, long Amount, string Language = "")
{
    internal static long Sum(IReadOnlyList<LineDiscount> discounts) => discounts.Count == 0 ? 0 : discounts.Sum(d => d.Amount);

    /// <summary>The same of what is left of a line: its discount as it now is, split by what each took off at first.</summary>
    internal static IReadOnlyList<LineDiscount> Of(IReadOnlyList<LineDiscount> placed, KeptLine line) =>
        placed.Count == 0 ? [] : [.. placed.Zip(Money.Split(line.Off(line.Gross), placed.Select(d => d.Amount).ToList()), (d, amount) => d with { Amount = amount })];

    // Most lines have none.
    private const string None = "[]";

    /// <summary>As a column keeps them.</summary>
    internal static string Write(IReadOnlyList<LineDiscount> discounts) => discounts.Count == 0 ? None : JsonSerializer.Serialize(discounts, Json.Stored);

    internal static IReadOnlyList<LineDiscount> Read(SqlRows rows, int column) => rows.Text(column) == None ? [] : rows.Json<List<LineDiscount>>(column);
}
