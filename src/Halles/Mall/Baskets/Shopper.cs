namespace Halles.Mall.Baskets;

/// <summary>Who fills a basket and buys: a person with an account, or a guest known by the random id in their cookie.</summary>
/// <param name="Id">The person's id, or the guest's; also the id of the basket.</param>
/// <param name="IsPerson">True for a person with an account.</param>
public readonly record struct Shopper(Guid Id, bool IsPerson)
{
    public static Shopper Person(Guid id) => new(id, true);

    public static Shopper Guest(Guid id) => new(id, false);

    /// <summary>The person's id; null for a guest.</summary>
    public Guid? PersonId => IsPerson ? Id : null;

    /// <summary>Where idempotency keys of this shopper live.</summary>
    public string Scope => $"{(IsPerson ? "person" : "guest")}:{Id:N}";
}
