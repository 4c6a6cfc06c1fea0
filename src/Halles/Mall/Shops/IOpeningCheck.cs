using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>Something that a shop must have before it opens; each feature that asks for something says so itself.</summary>
public interface IOpeningCheck
{
    /// <summary>What is missing, told to the merchant; null when it is there.</summary>
    Problem? Missing(SqlSession sql, Guid shop);
}
