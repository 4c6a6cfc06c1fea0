using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Stock;
using Halles.Testing;
using Halles.Web.Mails;
using static Halles.Web.Tests.SampleMall;

namespace Halles.Web.Tests.Mails;

public sealed class TeamLettersTests
{
    private const string Owner = "odile@example.org", Manager = "marc@example.org", Clerk = "clara@example.org";

    [Theory, OnBothEngines]
    public async Task An_order_is_told_to_those_who_want_it_each_in_their_language(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var clerk = await Joins(world, Bakery, Clerk, ShopRole.Clerk);
        await Joins(world, Bakery, Owner, ShopRole.Owner, "en");
        await Joins(world, Bakery, Manager, ShopRole.Manager);
        await world.BuysBread();
        var letter = await world.Letter(Owner, "New order");
        letter.Text.ShouldContain($"{LetterWorld.Origin}/en/desk/{Bakery}/orders/");
        letter.Text.ShouldContain($"Choose which e-mails you get\n{LetterWorld.Origin}/en/desk/{Bakery}/settings/letters");
        letter.Html.ShouldContain($"<a href=\"{LetterWorld.Origin}/en/desk/{Bakery}/settings/letters\"");
        (await world.Letter(Manager, "Nouvelle commande")).Text.ShouldContain("Merci de l’accepter");
        To(world, Clerk).ShouldBeEmpty("who helps at the desk sees it there");
        To(world, $"bonjour@{Bakery}.example").ShouldBeEmpty();

        (await world.Get<TeamLetters>().Choose(world.Sample.Id(Bakery), clerk, [TeamLetter.Orders])).Ok.ShouldBeTrue();
        await world.BuysBread();
        await world.Letter(Clerk, "Nouvelle commande");
    }

    [Theory, OnBothEngines]
    public async Task What_nobody_of_the_team_wants_goes_to_the_shop_itself(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var owner = await Joins(world, Bakery, Owner, ShopRole.Owner);
        (await world.Get<TeamLetters>().Choose(world.Sample.Id(Bakery), owner, [])).Ok.ShouldBeTrue();
        var order = await world.BuysBread();
        await world.Get<OrderMessages>().Post(order.ShopId, order.OrderId, false, null, "Bien cuit ?", "k1");
        await world.Letter($"bonjour@{Bakery}.example", "Nouvelle commande");
        (await world.Letter($"bonjour@{Bakery}.example", "Un message")).Text.ShouldContain("Bien cuit ?");
        To(world, Owner).ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task A_message_is_told_to_those_who_want_it(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var owner = await Joins(world, Bakery, Owner, ShopRole.Owner);
        await Joins(world, Bakery, Manager, ShopRole.Manager, "en");
        (await world.Get<TeamLetters>().Choose(world.Sample.Id(Bakery), owner, [TeamLetter.Orders])).Ok.ShouldBeTrue();
        var order = await world.BuysBread();
        await world.Get<OrderMessages>().Post(order.ShopId, order.OrderId, false, null, "Bien cuit ?", "k1");
        (await world.Letter(Manager, "A message about order")).Text.ShouldContain("settings/letters");
        To(world, Owner).ShouldNotContain(m => m.Subject.StartsWith("Un message", StringComparison.Ordinal));
    }

    [Theory, OnBothEngines]
    public async Task What_became_few_is_told_once_in_one_letter_an_hour_and_by_day_only(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        await Joins(world, Bakery, Owner, ShopRole.Owner);
        await Sells(world, "pain-6", 9);
        await world.Run<LowStockMailJob>();
        To(world, Owner).ShouldBeEmpty("what is baked each morning is few each evening");
        await Counted(world);
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE stock SET on_hand = 20 WHERE variant_id = $1", world.Sample.Id($"{Bakery}/pain-6/0")));
        await Sells(world, "pain-1", 8);
        await Sells(world, "pain-2", 10);
        await Sells(world, "pain-3", 7);
        await world.Run<LowStockMailJob>();
        var letter = await world.Letter(Owner, "Bientôt épuisé chez Boulangerie Martin");
        letter.Text.ShouldContain("Pain numéro 2 : épuisé\nPain numéro 1 : reste 2");
        letter.Text.ShouldNotContain("Pain numéro 3", customMessage: "three are left, and two is the usual level");
        letter.Text.ShouldContain($"{LetterWorld.Origin}/fr/desk/{Bakery}/stock?view=out&store=premier");
        letter.Text.ShouldContain($"/fr/desk/{Bakery}/settings/letters");

        await Sells(world, "pain-3", 1);
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(1, "within the hour it waits");
        await Sells(world, "pain-4", 9);
        world.Mall.Clock.Advance(TimeSpan.FromMinutes(61));
        await world.Run<LowStockMailJob>();
        var second = To(world, Owner).MaxBy(m => m.Id)!.Text;
        second.ShouldContain("Pain numéro 3");
        second.ShouldContain("Pain numéro 4");
        second.ShouldNotContain("Pain numéro 1", customMessage: "told before");

        world.Mall.Clock.Advance(TimeSpan.FromHours(11)); // past nine in the evening
        await Sells(world, "pain-5", 9);
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(2, "nobody is woken");
        world.Mall.Clock.Advance(TimeSpan.FromHours(11));
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(3);
    }

    [Theory, OnBothEngines]
    public async Task What_was_filled_up_is_told_anew_when_it_falls(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        await Joins(world, Bakery, Owner, ShopRole.Owner);
        await Counted(world);
        await Sells(world, "pain-1", 9);
        await world.Run<LowStockMailJob>();
        await Change(world, "pain-1", MovementReason.Delivery, 20);
        world.Mall.Clock.Advance(TimeSpan.FromHours(2));
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(1);
        await Sells(world, "pain-1", 20);
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(2);
        world.Mall.Clock.Advance(TimeSpan.FromHours(2));
        await world.Run<LowStockMailJob>();
        To(world, Owner).Count.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task The_day_is_told_once_each_morning_to_who_wants_it_and_not_when_there_is_nothing(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var owner = await Joins(world, Bakery, Owner, ShopRole.Owner);
        await Joins(world, Bakery, Manager, ShopRole.Manager);
        var potter = await Joins(world, Pottery, "paul@example.org", ShopRole.Owner);
        await world.Get<TeamLetters>().Choose(world.Sample.Id(Bakery), owner, [TeamLetter.Day]);
        await world.Get<TeamLetters>().Choose(world.Sample.Id(Pottery), potter, [TeamLetter.Day]);
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE stock SET on_hand = 50 WHERE shop_id IN ($1, $2)", world.Sample.Id(Pottery), world.Sample.Id(Bakery)));
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE stock SET on_hand = 1 WHERE variant_id = $1", world.Sample.Id($"{Bakery}/pain-6/0"))); // baked each morning: few is usual
        await world.Run<DayMailJob>();
        To(world, Owner).ShouldBeEmpty("nothing was sold and nothing waits");

        var order = await world.BuysBread();
        await world.BuysBread();
        await world.Get<OrderMessages>().Post(order.ShopId, order.OrderId, false, null, "Bien cuit ?", "k1");
        await world.Run<DayMailJob>();
        To(world, Owner).ShouldBeEmpty("once a day");
        world.Mall.Clock.Advance(TimeSpan.FromHours(19)); // four in the morning
        await world.Run<DayMailJob>();
        To(world, Owner).ShouldBeEmpty();
        world.Mall.Clock.Advance(TimeSpan.FromHours(4));
        await world.Run<DayMailJob>();
        await world.Run<DayMailJob>();
        var letter = await world.Letter(Owner, "Aujourd’hui chez Boulangerie Martin");
        foreach (var part in (string[])["Hier : 2 commandes, 19,20 €.", "2 commandes à préparer.", "1 message non lu.", $"{LetterWorld.Origin}/fr/desk/{Bakery}/today", "/settings/letters"])
        {
            letter.Text.ShouldContain(part, Case.Sensitive);
        }

        letter.Text.ShouldNotContain("bientôt");
        To(world, Manager).ShouldNotContain(m => m.Subject.StartsWith("Aujourd’hui", StringComparison.Ordinal));
        To(world, "paul@example.org").ShouldBeEmpty();
    }

    private static List<MailMessage> To(LetterWorld world, string email) => MailQueue.Newest(world.Mall.Database, 100).FindAll(m => m.To == email);

    private static Task<Guid> Joins(LetterWorld world, string shop, string email, ShopRole role, string language = "fr") => world.Mall.Write<Guid>(s =>
    {
        var person = People.Add(s, EmailAddress.Parse(email), "Odile Martin", language, null, confirmed: true);
        Team.Grant(s, world.Sample.Id(shop), person.Id, role, null);
        return person.Id;
    });

    private static Task Counted(LetterWorld world) =>
        world.Mall.Write<int>(s => s.Sql.Execute("UPDATE products SET policy = 'Counted' WHERE shop_id = $1", world.Sample.Id(Bakery)));

    private static Task Sells(LetterWorld world, string product, long quantity) => Change(world, product, MovementReason.Sale, quantity);

    private static async Task Change(LetterWorld world, string product, MovementReason reason, long quantity) =>
        (await world.Get<AdjustStock>().Run(new StockChange(world.Sample.Id(Bakery), world.Sample.Id($"{Bakery}/{product}/0"), world.Sample.Id(Bakery + "/premier"), reason, quantity, null))).Problem.ShouldBeNull();
}
