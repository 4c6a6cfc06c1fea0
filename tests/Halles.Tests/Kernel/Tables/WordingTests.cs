using Halles.Kernel.Tables;

namespace Halles.Tests.Kernel.Tables;

public class WordingTests
{
    [Theory]
    [InlineData("Code-barres", "Code-barres")]
    [InlineData("EAN_13", "EAN_13")]
    [InlineData("Référence", null)]
    public void A_column_is_found_however_it_is_written(string name, string? found) =>
        Wording.Find(new TableColumns(["Nom", name]), Wording.Gtin).ShouldBe(found);

    [Fact]
    public void The_surer_word_comes_first() => Wording.Find(new TableColumns(["id", "SKU"]), Wording.Sku).ShouldBe("SKU");

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", -1)]
    [InlineData("'3", 3)]
    [InlineData("12,00", 12)]
    [InlineData("1 200", 1200)]
    [InlineData("1.200,0", 1200)]
    [InlineData("1,200.0", 1200)]
    [InlineData("1,5", null)]
    [InlineData("many", null)]
    [InlineData("", null)]
    public void Counts_are_whole_in_any_writing(string cell, int? count) => (Wording.TryCount(cell, out var read) ? (int?)read : null).ShouldBe(count);
}
