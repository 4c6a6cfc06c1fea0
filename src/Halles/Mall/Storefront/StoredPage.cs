using System.Text.Json;
using System.Text.Json.Serialization;
using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Districts;
using Halles.Mall.Fulfilment;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Shops;

namespace Halles.Mall.Storefront;

/// <summary>A product's page in one language, as the file keeps it; shop, path, stores and stock are put beside it when read.</summary>
internal sealed record StoredPage(
    Wording Description,
    Wording Safety,
    string? Maker,
    IReadOnlyList<AttributeLine> Attributes,
    IReadOnlyList<OptionLine> Options,
    IReadOnlyList<StoredVariant> Variants,
    IReadOnlyList<Photo> Photos,
    SoldBy SoldBy,
    StockPolicy Policy,
    int PreparationHours,
    string TaxCategory,
    IReadOnlyList<RunningPromotion> Promotions);

/// <param name="Lowest">The lowest price of the 30 days before the reduction; null when there is none to announce.</param>
/// <param name="Reduced">Since when, in microseconds.</param>
internal sealed record StoredVariant(
    Guid Id, string Sku, string? Gtin, IReadOnlyList<int> Choice, string Words, long Price, long? Lowest, long? Reduced, long? UnitPrice, Unit? Unit, string? Measure, int Weight);

/// <summary>A shop as lists need it.</summary>
internal sealed record StoredShop(
    string Slug, string Name, string Kind, LocalText Strap, Photo? Logo, Photo? Cover, string Tint, ShopState State, Holiday? Holiday, IReadOnlyList<FulfilmentKind> Ways)
{
    [JsonIgnore]
    public bool Shown => State is ShopState.Open or ShopState.Paused;
}

/// <summary>The rest of a shop, for its own page.</summary>
internal sealed record StoredShopPage(
    LocalText Story, LocalText Returns, LegalIdentity Legal, string Email, string? Phone, WaysOfGetting Getting, PayingWays Paying, DateTimeOffset? OpenedAt);

internal sealed record StoredStore(
    Guid ShopId, string Slug, string Name, Address Address, double Latitude, double Longitude, string TimeZone, string Hours, DateTimeOffset? ClosedUntil,
    IReadOnlyList<string> Services, LocalText Access, string? Phone, int Position, bool Gone);

/// <param name="Slugs">Its name in addresses, in the languages in which that is not its code.</param>
/// <param name="OldAddresses">Addresses that led to it or to what became part of it.</param>
/// <param name="OtherNames">What it is also called: the names of what became part of it.</param>
internal sealed record StoredCategory(
    Guid? ParentId, string Code, int Position, LocalText Name, IReadOnlyList<string> Attributes, LocalText Slugs, IReadOnlyList<string> OldAddresses, IReadOnlyList<string> OtherNames);

/// <param name="Shops">Shops that belong to it wherever their stores are.</param>
/// <param name="LeftOut">Shops that do not.</param>
internal sealed record StoredDistrict(string Slug, LocalText Name, LocalText Text, int Position, Boundary Boundary, IReadOnlyList<Guid> Shops, IReadOnlyList<Guid> LeftOut);

internal sealed record StoredAttribute(LocalText Name, AttributeType Type, string? Unit, Dictionary<string, LocalText> Values);

/// <summary>Generated readers and writers of the kept records: reflection would cost at start and on every page.</summary>
[JsonSerializable(typeof(StoredPage))]
[JsonSerializable(typeof(StoredShop))]
[JsonSerializable(typeof(StoredShopPage))]
[JsonSerializable(typeof(StoredStore))]
[JsonSerializable(typeof(StoredCategory))]
[JsonSerializable(typeof(StoredAttribute))]
[JsonSerializable(typeof(StoredDistrict))]
[JsonSerializable(typeof(MallSettings))]
internal sealed partial class StorefrontJson : JsonSerializerContext
{
    public static readonly StorefrontJson Kept = new(new JsonSerializerOptions(Json.Stored));
}
