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
}
