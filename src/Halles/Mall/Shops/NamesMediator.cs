using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>A shop names who mediates with its consumers before it opens, where its country's law asks for it.</summary>
public sealed class NamesMediator : IOpeningCheck
{
    // France: Code de la consommation, L612-1 and R616-1. Elsewhere one is named by traders who are bound to one (Directive 2013/11/EU, art. 13).
    private static readonly string[] Countries = ["FR"];

    /// <summary>Whether traders of this country must name one, as an ISO 3166 code of two letters.</summary>
    public static bool IsAskedIn(string country) => Countries.Contains(country);

    /// <inheritdoc/>
    public Problem? Missing(SqlSession sql, Guid shop)
    {
        var legal = JsonSerializer.Deserialize<LegalIdentity>(sql.Scalar<string>("SELECT legal FROM shops WHERE id = $1", shop) ?? "null", Json.Stored);
        return legal is { Mediator: "", Seat.Country.Alpha2: var country } && IsAskedIn(country) ? ShopProblems.NoMediator : null;
    }
}
