using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Tests.Mall.Catalogue;

public sealed class CombinationsTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");

    [Fact]
    public void Without_options_there_is_one_variant_and_it_stays()
    {
        Made([], [], []).ShouldBe([(null, null)]);
        Made([], [(A, [])], []).ShouldBe([(A, A)]);
    }

    [Fact]
    public void A_new_value_adds_and_a_lost_one_leaves_out_while_the_others_keep_their_ids()
    {
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("S", "M", "L")]).ShouldBe([(A, A), (null, A), (B, B)]);
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("L")]).ShouldBe([(B, B)]);
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("L", "S")]).ShouldBe([(B, B), (A, A)]);
    }

    [Fact]
    public void A_value_or_an_option_that_is_renamed_in_its_place_is_still_the_same()
    {
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("Small", "L")]).ShouldBe([(A, A), (B, B)]);
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("S", "L") with { Name = new LocalText("fr", "Grandeur") }]).ShouldBe([(A, A), (B, B)]);
    }

    [Fact]
    public void An_option_that_comes_goes_on_with_its_first_value_and_one_that_goes_with_its_first_too()
    {
        Made([Size("S", "L")], [(A, [0]), (B, [1])], [Size("S", "L"), Colour("red", "blue")]).ShouldBe([(A, A), (null, A), (B, B), (null, B)]);
        Made([Size("S", "L"), Colour("red", "blue")], [(A, [0, 0]), (B, [0, 1])], [Size("S", "L")]).ShouldBe([(A, A), (null, A)]);
        Made([], [(A, [])], [Size("S", "L")]).ShouldBe([(A, A), (null, A)]);
    }

    [Fact]
    public void A_new_variant_takes_after_the_one_that_it_shares_most_with()
    {
        var made = Made([Size("S", "L"), Colour("red", "blue")], [(A, [0, 0]), (B, [1, 1])], [Size("S", "L"), Colour("red", "blue", "green")]);
        made[5].ShouldBe((null, B)); // L and green
        made[2].ShouldBe((null, A)); // S and green
    }

    private static List<(Guid? Kept, Guid? Like)> Made(IReadOnlyList<ProductOption> before, (Guid, IReadOnlyList<int>)[] variants, IReadOnlyList<ProductOption> after) =>
        Combinations.Of(before, variants, after, "fr").ConvertAll(c => (c.Kept, c.Like));

    private static ProductOption Size(params string[] values) => Option("Taille", values);

    private static ProductOption Colour(params string[] values) => Option("Couleur", values);

    private static ProductOption Option(string name, string[] values) => new(new LocalText("fr", name), [.. values.Select(v => new LocalText("fr", v))]);
}
