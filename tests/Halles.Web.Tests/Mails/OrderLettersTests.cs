using Halles.Kernel.Storage;
using Halles.Mall.Orders;
using Halles.Mall.Stock;
using Halles.Testing;
using Halles.Web.Design;
using static Halles.Web.Tests.SampleMall;

namespace Halles.Web.Tests.Mails;

public sealed class OrderLettersTests
{
    private const string ToShop = "bonjour@" + Bakery + ".example";

    [Theory, OnBothEngines]
    public async Task The_shop_is_told_of_a_new_order_in_its_own_language_and_reminded(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var order = (await world.Buys("en", [world.Collect(Bakery, note: "Bien cuit, merci")], [(Bakery, Bread, 2)])).Orders[0];
        var code = OrderWords.CodeOf(order.Code);
        var letter = await world.Letter(ToShop, "Nouvelle commande " + code);
        foreach (var part in (string[])["Merci de l’accepter avant demain à 9 h", "Camille Durand, 06 61 91 24 18", "2 × Sourdough country loaf · 9,60 €", "Total 9,60 €", "Mot du client : Bien cuit, merci", $"{LetterWorld.Origin}/fr/desk/{Bakery}/orders/{order.Code}"])
        {
            letter.Text.ShouldContain(part, Case.Sensitive);
        }

        letter.Text.ShouldNotContain(OrderWords.CodeOf(world.Column(order, "pickup_code")), customMessage: "the pick-up code is the shopper's alone");
        world.Mall.Clock.Advance(TimeSpan.FromHours(18));
        await world.Run<AcceptDeadlines>();
        (await world.Letter(ToShop, $"La commande {code} vous attend")).Text.ShouldContain("Acceptez la commande avant");
    }

    [Theory, OnBothEngines]
    public async Task Accepted_and_ready_tell_when_where_and_the_code(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var order = await world.BuysBread();
        (await world.Get<PrepareOrders>().Accept(order.ShopId, order.OrderId, null)).Ok.ShouldBeTrue();
        (await world.Letter(LetterWorld.Email, "a accepté votre commande")).Text.ShouldContain("elle sera prête aujourd’hui à 11 h");
        (await world.Get<PrepareOrders>().Ready(order.ShopId, order.OrderId, null)).Ok.ShouldBeTrue();
        var ready = await world.Letter(LetterWorld.Email, "est prête");
        foreach (var part in (string[])["Commande " + OrderWords.CodeOf(order.Code), $"Montrez le code {OrderWords.CodeOf(world.Column(order, "pickup_code"))} à Rue du Four", "Elle est gardée jusqu’à", "2 × Pain de campagne au levain · 9,60 €", "Boulangerie Martin SARL", "Médiation d’essai", $"{LetterWorld.Origin}/fr/purchases/"])
        {
            ready.Text.ShouldContain(part, Case.Sensitive);
        }
    }

    [Theory, OnBothEngines]
    public async Task A_return_and_its_end_are_told_to_the_shop(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var purchase = await world.Buys("fr", [world.Collect(Bakery)], [(Bakery, Bread, 2)]);
        var (order, returns, mine) = (purchase.Orders[0], world.Get<ReturnOrders>(), OrderOwner.Link(purchase.LinkToken));
        (await world.Get<PrepareOrders>().Accept(order.ShopId, order.OrderId, null)).Ok.ShouldBeTrue();
        (await world.Get<PrepareOrders>().Ready(order.ShopId, order.OrderId, null)).Ok.ShouldBeTrue();
        (await world.Get<HandOverOrders>().Collect(order.ShopId, order.OrderId, world.Column(order, "pickup_code"), new HandOverChecks(Paid: true), null)).Ok.ShouldBeTrue();
        (await returns.Ask(order.ShopId, order.OrderId, mine, "Trop cuit")).Ok.ShouldBeTrue();
        var code = OrderWords.CodeOf(order.Code);
        (await world.Letter(ToShop, "Retour demandé : " + code)).Text.ShouldContain("Trop cuit");
        (await returns.Agree(order.ShopId, order.OrderId, null)).Ok.ShouldBeTrue();
        (await world.Letter(LetterWorld.Email, "Votre retour")).Text.ShouldContain("accepte votre retour");
        (await returns.Withdraw(order.ShopId, order.OrderId, mine)).Ok.ShouldBeTrue();
        (await world.Letter(ToShop, "Retour annulé : " + code)).Text.ShouldContain("garde finalement cette commande");
    }

    [Theory, OnBothEngines]
    public async Task A_refused_line_is_named_with_its_reason_and_the_new_total(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var order = (await world.Buys("fr", [world.Collect(Bakery)], [(Bakery, Bread, 2), (Bakery, "pain-1", 3)])).Orders[0];
        var prepare = world.Get<PrepareOrders>();
        (await prepare.RefuseLine(order.ShopId, order.OrderId, 1, null, OrderReasons.SoldOut, null)).Ok.ShouldBeTrue();
        var letter = await world.Letter(LetterWorld.Email, "a changé");
        foreach (var part in (string[])["le total passe de 15,63 € à 6,03 €", "2 × Pain de campagne au levain : pas disponible (plus en rayon)", "3 × Pain numéro 1 · 6,03 €", "Total 6,03 €"])
        {
            letter.Text.ShouldContain(part, Case.Sensitive);
        }

        letter.Text.ShouldNotContain("sold-out");
    }

    [Theory, OnBothEngines]
    public async Task Part_of_a_line_and_a_weight_are_named_too(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var bread = await world.BuysBread("en");
        await world.Get<PrepareOrders>().RefuseLine(bread.ShopId, bread.OrderId, 1, 1, "Fell <b>down</b>", null);
        var letter = await world.Letter(LetterWorld.Email, "Boulangerie Martin has changed");
        letter.Text.ShouldContain("Sourdough country loaf: 1 not available (Fell <b>down</b>); 1 left");
        letter.Text.ShouldContain("1 × Sourdough country loaf · €4.80");
        letter.Html.ShouldContain("(Fell &lt;b&gt;down&lt;/b&gt;)");

        var cheese = (await world.Buys("fr", [world.Collect(Dairy)], [(Dairy, Cheese, 5)])).Orders[0];
        await world.Get<PrepareOrders>().EnterWeight(cheese.ShopId, cheese.OrderId, 1, 480, null);
        (await world.Letter(LetterWorld.Email, "chez Crèmerie Roux a changé")).Text.ShouldContain("Tomme de montagne : 480 g sur la balance, 500 g demandés ; 9,55 €");
    }

    [Theory, OnBothEngines]
    public async Task A_change_that_leaves_the_total_as_it_is_is_told(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET price = 0 WHERE id = $1", world.Sample.Id($"{Bakery}/pain-2/0")));
        var order = (await world.Buys("fr", [world.Collect(Bakery)], [(Bakery, Bread, 1), (Bakery, "pain-2", 1)])).Orders[0];
        await world.Get<PrepareOrders>().RefuseLine(order.ShopId, order.OrderId, 2, null, OrderReasons.Other, null);
        var letter = await world.Letter(LetterWorld.Email, "a changé");
        letter.Text.ShouldContain("le total est de 4,80 €");
        letter.Text.ShouldContain("1 × Pain numéro 2 : pas disponible (autre raison)");
    }

    [Theory, OnBothEngines]
    public async Task Goods_that_are_gone_are_told_to_both(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var order = (await world.Buys("fr", [world.Collect(Dairy)], [(Dairy, Cheese, 5)])).Orders[0];
        var count = new StockChange(order.ShopId, world.Sample.Id($"{Dairy}/{Cheese}/0"), world.Sample.Id(Dairy + "/premier"), MovementReason.Count, 3, null);
        (await world.Get<AdjustStock>().Run(count)).Problem.ShouldBeNull();
        const string Gone = "Tomme de montagne : 200 g pas disponible (l’article n’était plus là) ; reste 300 g";
        (await world.Letter(LetterWorld.Email, "a changé")).Text.ShouldContain(Gone);
        (await world.Letter($"bonjour@{Dairy}.example", "Il manque des produits")).Text.ShouldContain(Gone);
    }

    [Theory, OnBothEngines]
    public async Task A_cancelled_order_says_by_whom_and_why(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var byShop = await world.BuysBread();
        await world.Get<CancelOrders>().ByShop(byShop.ShopId, byShop.OrderId, "Four en panne", null);
        (await world.Letter(LetterWorld.Email, "close")).Text.ShouldContain("Boulangerie Martin a annulé votre commande.\nRaison : Four en panne\nVous ne devez rien");

        using var other = await LetterWorld.On(engine);
        var refused = await other.BuysBread();
        await other.Get<PrepareOrders>().RefuseLine(refused.ShopId, refused.OrderId, 1, null, OrderReasons.Damaged, null);
        (await other.Letter(LetterWorld.Email, "close")).Text.ShouldContain("Raison : abîmé\n");
    }

    [Theory, OnBothEngines]
    public async Task Cancelled_by_shopper_or_program_both_sides_are_told_why(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var mine = await world.Buys("fr", [world.Collect(Bakery)], [(Bakery, Bread, 2)]);
        await world.Get<CancelOrders>().ByShopper(mine.Orders[0].ShopId, mine.Orders[0].OrderId, OrderOwner.Link(mine.LinkToken), "");
        var ended = await world.Letter(LetterWorld.Email, "close");
        ended.Text.ShouldContain("Vous avez annulé votre commande chez Boulangerie Martin.\nVous ne devez rien");
        (await world.Letter(ToShop, OrderWords.CodeOf(mine.Orders[0].Code) + " est annulée")).Text.ShouldContain("Le client a annulé cette commande.");

        var slow = (await world.Buys("en", [world.Collect(Bakery)], [(Bakery, Bread, 1)])).Orders[0];
        world.Mall.Clock.Advance(TimeSpan.FromHours(24));
        await world.Run<AcceptDeadlines>();
        (await world.Letter(LetterWorld.Email, "has ended")).Text.ShouldContain("was cancelled by the market's program.\nReason: the shop did not answer in time\nYou owe nothing");
        (await world.Letter(ToShop, OrderWords.CodeOf(slow.Code) + " est annulée")).Text.ShouldContain("Raison : la boutique n’a pas répondu à temps");

        var unpaid = (await world.Buys("en", [world.Collect(Dairy)], [(Dairy, Cheese, 1)])).Orders[0];
        await world.Get<PrepareOrders>().Accept(unpaid.ShopId, unpaid.OrderId, null);
        world.Mall.Clock.Advance(TimeSpan.FromDays(3));
        await world.Run<ExpireHolds>();
        (await world.Letter(LetterWorld.Email, "at Crèmerie Roux has ended")).Text.ShouldContain("Reason: it was not paid in time");
    }

    [Theory, OnBothEngines]
    public async Task What_people_write_is_never_more_than_words(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        const string Name = "<script>alert(1)</script> \u202Eeilrahc", Note = "<img src=x onerror=alert(1)> نص \u202Edne";
        var order = (await world.Buys("fr", [world.Collect(Naughty, Note)], [(Naughty, Odd, 1)], Name)).Orders[0];
        var toShopper = await world.Letter(LetterWorld.Email, "Votre commande chez");
        var toShop = await world.Letter($"bonjour@{Naughty}.example", "Nouvelle commande");
        await world.Get<PrepareOrders>().RefuseLine(order.ShopId, order.OrderId, 1, null, Note, null);
        var ended = await world.Letter(LetterWorld.Email, "close");
        foreach (var letter in new[] { toShopper, toShop, ended })
        {
            letter.Html.ShouldContain("&lt;");
            letter.Html.ShouldNotContain("<script", Case.Insensitive);
            letter.Html.ShouldNotContain("<img", Case.Insensitive);
            (letter.Subject + letter.Text + letter.Html).ShouldNotContain('\u202E');
        }

        toShop.Text.ShouldContain("\u2068<img src=x onerror=alert(1)> نص dne\u2069", customMessage: "set apart, so that it turns nothing around it");
        toShopper.Text.ShouldContain("<script>alert(1)</script> eilrahc");
    }

    [Fact]
    public async Task Nobody_is_written_to_about_what_is_gone()
    {
        using var world = await LetterWorld.On(Engine.Sqlite);
        await world.BuysBread();
        await world.Mall.Write<int>(s => s.Sql.Execute("UPDATE purchases SET contact = $1", """{"Name":"","Email":"","Phone":""}"""));
        await world.Letter(ToShop, "Nouvelle commande");
        world.Mall.Scalar<long>("SELECT count(*) FROM mails WHERE recipient <> $1", ToShop).ShouldBe(0);
    }
}
