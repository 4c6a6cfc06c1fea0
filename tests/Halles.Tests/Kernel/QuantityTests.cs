using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class QuantityTests
{
    private static readonly SoldBy HundredGrams = new(Unit.Gram, 100, Weighed: true);

    [Fact]
    public void Pieces_and_steps_have_a_measure_and_a_price()
    {
        new Quantity(3, HundredGrams).ToString().ShouldBe("300 g");
        new Quantity(3, SoldBy.Piece).ToString().ShouldBe("3");
        new Quantity(3, HundredGrams).Times(Money.Eur(2.40m)).ShouldBe(Money.Eur(7.20m));
    }

    [Theory]
    [InlineData("300 g", 3)]
    [InlineData("1.2 kg", 12)]
    [InlineData("250 g", null)]
    [InlineData("1 l", null)]
    public void A_measure_is_a_whole_number_of_steps_or_none(string measure, int? steps) =>
        (HundredGrams.Steps(Measure.Parse(measure)) is { } quantity ? quantity.Count : (int?)null).ShouldBe(steps);

    [Fact]
    public void What_makes_no_sense_is_known()
    {
        SoldBy.Piece.IsValid.ShouldBeTrue();
        HundredGrams.IsValid.ShouldBeTrue();
        new SoldBy(Unit.Piece, 2).IsValid.ShouldBeFalse();
        new SoldBy(Unit.Piece, 1, Weighed: true).IsValid.ShouldBeFalse();
        new SoldBy(Unit.Gram, 0).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Weighed_goods_are_charged_by_the_scale_and_never_above_the_most()
    {
        var cheese = new WeighedQuantity(Measure.Parse("300 g"), Measure.Parse("330 g"), new UnitPrice(Money.Eur(24), Unit.Kilogram));
        cheese.Expected.ShouldBe(Money.Eur(7.20m));
        cheese.Ceiling.ShouldBe(Money.Eur(7.92m));
        cheese.Charge(Measure.Parse("285 g")).ShouldBe(Money.Eur(6.84m));
        cheese.Charge(Measure.Parse("0.32 kg")).ShouldBe(Money.Eur(7.68m));
        cheese.Charge(Measure.Parse("400 g")).ShouldBe(Money.Eur(7.92m));
    }
}
