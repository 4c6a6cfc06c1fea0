namespace Halles.Client;

/// <summary>An amount of money.</summary>
/// <param name="Minor">Whole minor units: 480 is 4.80 EUR, 480 JPY.</param>
/// <param name="Currency">ISO 4217, such as <c>EUR</c>.</param>
public sealed record Amount(long Minor, string Currency);

/// <summary>What one unit costs.</summary>
/// <param name="Unit"><c>kg</c>, <c>l</c>, <c>m</c>, <c>m2</c> or <c>piece</c>.</param>
public sealed record AmountPer(Amount Amount, string Unit);

/// <summary>A text and the language that it is really in, which may be another than was asked for.</summary>
/// <param name="Language">BCP 47 tag.</param>
public sealed record Words(string Text, string Language);

/// <summary>Who or what a short name stands for.</summary>
/// <param name="Slug">Its name in addresses.</param>
public sealed record Named(string Slug, string Name);

/// <summary>A list with the cursor of what follows.</summary>
/// <param name="Next">Give it back as <c>cursor</c> to read on; null at the end.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A postal address; the country decides which parts are needed.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record PostalAddress(
    string Name, string Line1, string Postcode, string City, string Country, string Line2 = "", string Organisation = "", string Region = "", string District = "", string SortingCode = "");
