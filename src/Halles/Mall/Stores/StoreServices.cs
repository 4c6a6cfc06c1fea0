namespace Halles.Mall.Stores;

/// <summary>What a store can say that it offers.</summary>
public static class StoreServices
{
    public static readonly IReadOnlyList<string> All =
        ["collect", "wheelchair", "card", "gift-wrap", "click-and-collect-locker", "parking", "repairs", "tasting", "workshop", "wifi", "dogs-welcome", "delivery"];
}
