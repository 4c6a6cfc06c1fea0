namespace Halles.Mall.Baskets;

/// <summary>Told of what is put into baskets. Implemented by the statistics.</summary>
public interface IBasketWatcher
{
    /// <summary>A variant of the product has come into a basket that did not hold it, and that is committed. Quick, and cannot fail.</summary>
    void PutIn(Guid shop, Guid product);
}
