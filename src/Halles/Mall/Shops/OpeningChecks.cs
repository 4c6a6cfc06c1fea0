using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;

namespace Halles.Mall.Shops;

/// <summary>A shop says who it is before it opens: firm, number, seat.</summary>
internal sealed class HasIdentity : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Identity;

    public Problem? Missing(SqlSession sql, Guid shop) =>
        LegalOf(sql, shop) is { Name.Length: > 0, Number.Length: > 0, Seat: { Line1.Length: > 0, City.Length: > 0 } } ? null : ShopProblems.NoIdentity;

    internal static LegalIdentity? LegalOf(SqlSession sql, Guid shop) =>
        JsonSerializer.Deserialize<LegalIdentity>(sql.Scalar<string>("SELECT legal FROM shops WHERE id = $1", shop) ?? "null", Json.Stored);
}

/// <summary>A shop names who mediates with its consumers before it opens, where its country's law asks for it.</summary>
public sealed class NamesMediator : IOpeningCheck
{
    // France: Code de la consommation, L612-1 and R616-1. Elsewhere one is named by traders who are bound to one (Directive 2013/11/EU, art. 13).
    private static readonly string[] Countries = ["FR"];

    /// <inheritdoc/>
    public OpeningTask Task => OpeningTask.Identity;

    /// <summary>Whether traders of this country must name one, as an ISO 3166 code of two letters.</summary>
    public static bool IsAskedIn(string country) => Countries.Contains(country);

    /// <inheritdoc/>
    public Problem? Missing(SqlSession sql, Guid shop) =>
        HasIdentity.LegalOf(sql, shop) is { Mediator: "", Seat.Country.Alpha2: var country } && IsAskedIn(country) ? ShopProblems.NoMediator : null;
}

/// <summary>A shop says how goods come back before it opens.</summary>
internal sealed class HasPolicies : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Policies;

    public Problem? Missing(SqlSession sql, Guid shop) =>
        sql.List("SELECT returns FROM shops WHERE id = $1", r => r.Json<LocalText>(0), shop) is [{ Count: > 0 }] ? null : ShopProblems.NoPolicies;
}

/// <summary>An owner of the shop has a passkey or TOTP, without which nobody opens its desk.</summary>
internal sealed class OwnerHasSecondFactor : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.SecondFactor;

    public Problem? Missing(SqlSession sql, Guid shop) => Team.HasOwnerWithSecondFactor(sql, shop) ? null : ShopProblems.NoSecondFactor;
}
