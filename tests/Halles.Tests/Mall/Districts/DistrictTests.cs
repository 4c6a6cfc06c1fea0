using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Districts;
using Halles.Testing;

namespace Halles.Tests.Mall.Districts;

public sealed class DistrictTests
{
    [Theory]
    [InlineData(47.59, 1.33, "41000", true)]
    [InlineData(47.60, 1.40, "41000", false)]
    [InlineData(47.60, 1.40, "41 350", true)]
    [InlineData(0, 0, "75001", false)]
    public void A_store_is_within_a_radius_or_in_a_postcode(double latitude, double longitude, string postcode, bool within) =>
        new Boundary(47.59, 1.33, 1000, "41350").Holds(new GeoPoint(latitude, longitude), postcode).ShouldBe(within);

    [Theory, OnBothEngines]
    public async Task A_place_is_added_named_arranged_and_removed(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (edit, read) = (new EditDistricts(trader.Mall.Writer, trader.Settings), new ReadDistricts(trader.Mall.Database));
        (await edit.Save(null, Input("", new LocalText("en", "Old town"), 0), trader.Actor)).Problem!.Field.ShouldBe("name.fr");
        (await edit.Save(null, Input("", new LocalText("fr", "Vieille ville"), 500), trader.Actor)).Problem.ShouldBe(DistrictProblems.NoMiddle);
        var old = TestTrader.Ok(await edit.Save(null, Input("", new LocalText("fr", "Vieille ville"), 0), trader.Actor));
        var port = TestTrader.Ok(await edit.Save(null, Input("port", new LocalText("fr", "Le port"), 0), trader.Actor));
        (await edit.Save(port, Input("vieille-ville", new LocalText("fr", "Le port"), 0), trader.Actor)).Problem.ShouldBe(DistrictProblems.SlugTaken);
        (await edit.Save(port, Input("Le Port", new LocalText("fr", "Le port"), 0), trader.Actor)).Problem.ShouldBe(DistrictProblems.Slug);
        read.All().Select(d => d.District.Slug).ShouldBe(["vieille-ville", "port"]);
        TestTrader.Ok(await edit.Move(port, up: true, trader.Actor));
        read.All().Select(d => d.District.Slug).ShouldBe(["port", "vieille-ville"]);
        TestTrader.Ok(await edit.Save(old, Input("", new LocalText("en", "Old town"), 0), trader.Actor));
        read.Find(old)!.Name.ShouldBe(new LocalText { ["fr"] = "Vieille ville", ["en"] = "Old town" });
        TestTrader.Ok(await edit.Remove(port, trader.Actor));
        (await edit.Remove(port, trader.Actor)).Problem.ShouldBe(DistrictProblems.None);
    }

    private static DistrictInput Input(string slug, LocalText name, int metres) => new(slug, name, [], new Boundary(0, 0, metres, "41000"));
}
