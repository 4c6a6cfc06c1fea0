using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;

namespace Halles.Tests.Mall.Payments;

public sealed class PaymentMethodTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly WaysOfPaying All = new(true, true, new BankAccount("Martin", "FR7630006000011234567890189"));

    [Fact]
    public void Each_method_goes_with_its_ways_of_getting()
    {
        IPaymentMethod[] methods = [new InStore(), new OnDelivery(), new Transfer()];
        string Taken(FulfilmentKind way, WaysOfPaying ways) => string.Join(' ', methods.Where(m => m.Takes(ways, way)).Select(m => m.Code));
        Taken(FulfilmentKind.Collect, All).ShouldBe("in-store transfer");
        Taken(FulfilmentKind.Deliver, All).ShouldBe("on-delivery transfer");
        Taken(FulfilmentKind.Ship, All).ShouldBe("transfer");
        Taken(FulfilmentKind.Collect, WaysOfPaying.None).ShouldBe("");
    }

    [Theory]
    [InlineData("2026-03-03 09:00", "2026-03-03 11:00", "2026-03-04 19:00")] // Tuesday: Wednesday's close
    [InlineData("2026-03-07 17:30", "2026-03-10 09:00", "2026-03-10 19:00")] // Saturday: Tuesday's close
    [InlineData("2026-03-03 09:00", "2026-03-06 10:00", "2026-03-07 19:00")] // ready only on Friday: Saturday's close
    public void A_reservation_is_kept_until_the_close_of_the_next_open_day(string placed, string ready, string until) =>
        new InStore().HoldUntil(new UnpaidOrder(Local(placed), Local(ready), OpeningHours.Parse(Town.Hours), Paris)).ShouldBe(Local(until));

    [Theory]
    [InlineData("2026-03-03 09:00", "2026-03-11 00:00")] // Tuesday: Wed, Thu, Fri, Mon, Tue
    [InlineData("2026-03-07 23:59", "2026-03-14 00:00")] // Saturday: Mon to Fri
    public void A_transfer_has_five_working_days(string placed, string until) =>
        new Transfer().HoldUntil(new UnpaidOrder(Local(placed), Local(placed), OpeningHours.Parse(Town.Hours), Paris)).ShouldBe(Local(until));

    [Fact]
    public void A_transfer_quotes_an_ISO_11649_reference() => new Transfer().Reference("H7K2M9Q4").ShouldBe("RF05H7K2M9Q4");

    [Fact]
    public void A_banking_app_reads_the_transfer_from_its_code()
    {
        var account = new BankAccount("SARL Martin et Fille", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP");
        EpcQr.Text(account, Money.Eur(47.90m), "RF05H7K2M9Q4").ShouldBe(
            "BCD\n002\n1\nSCT\nAGRIFRPP\nSARL Martin et Fille\nFR7630006000011234567890189\nEUR47.90\n\nRF05H7K2M9Q4");
        EpcQr.Text(account, new Money(4790, Currency.Usd), "RF05H7K2M9Q4").ShouldBeNull();
        EpcQr.Text(account, Money.Eur(0m), "RF05H7K2M9Q4").ShouldBeNull();
        var cut = EpcQr.Text(account with { Holder = string.Concat(Enumerable.Repeat("é", 200)) + "\nBCD" }, Money.Eur(1m), "RF05H7K2M9Q4")!.Split('\n');
        cut.Length.ShouldBe(10);
        cut[5].ShouldBe(new string('é', 70));
    }

    private static DateTimeOffset Local(string time) => Paris.InstantOf(DateTime.Parse(time, CultureInfo.InvariantCulture));
}
