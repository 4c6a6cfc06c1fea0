using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Testing;
using Halles.Web.Design;
using static Halles.Web.Tests.SampleMall;

namespace Halles.Web.Tests.Mails;

public sealed class ConfirmationTests
{
    [Theory, OnBothEngines]
    public async Task It_tells_goods_fees_times_payment_trader_withdrawal_and_terms(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        var placed = await world.Buys(
            "fr",
            [world.Collect(Dairy), world.Brought(Pottery, FulfilmentKind.Deliver, "transfer"), world.Brought(Cellar, FulfilmentKind.Ship, "transfer")],
            [(Dairy, Cheese, 5), (Pottery, Vase, 1), (Cellar, Wine, 2)]);
        var (cheese, vase) = (placed.Orders[0], placed.Orders[1]);
        var letter = await world.Letter(LetterWorld.Email, "Votre commande chez");
        letter.Subject.ShouldBe("Votre commande chez Halles de Saint-Aubin");
        var most = world.Mall.Scalar<long>("SELECT most FROM order_lines WHERE order_id = $1", cheese.OrderId);
        foreach (var part in (string[])
        [
            "Bonjour Camille Durand,", "500 g Tomme de montagne · 9,95 €", $"pesé à la préparation, {most / 100},{most % 100:00} € au plus",
            $"Code de retrait {OrderWords.CodeOf(world.Column(cheese, "pickup_code"))}", "aujourd’hui à 11 h", "À payer : Payer en boutique",
            "1 × Vase bleu tourné main, Taille : 18 cm · 38,00 €", "Livré par la boutique · 3,50 €", "Total 41,50 €", "8 rue des Tanneurs", "prête à partir",
            "À payer : Virement à la boutique", "Montant : 41,50 €", "IBAN : FR76 3000 6000 0112 3456 7890 189", "Référence : " + Reference(world, vase.OrderId), "Les articles sont gardés jusqu’à",
            "2 × Pineau d’aunis 2023 · 19,60 €", "Expédié · 5,90 €", "Trente jours.",
            "Terre & Feu SARL", "1 rue du Four", "RCS Blois", "8 000 €", "FR02000487066", "02 61 91 01 01", "bonjour@terre-et-feu.example", "Médiateur de la consommation : Médiation d’essai",
            "Modèle de formulaire de rétractation", "Terre & Feu SARL, 1 rue du Four, 41100 Saint-Aubin, bonjour@terre-et-feu.example / La Cave du Loir SARL", "Signature du ou des consommateurs",
            "vous rétracter", "Conditions de vente", "Avec qui vous achetez", "médiateur de la consommation", "Retours et rétractation", "quatorze jours",
            $"{LetterWorld.Origin}/fr/purchases/",
        ])
        {
            letter.Text.ShouldContain(part, Case.Sensitive);
        }

        letter.Text.ShouldNotContain("](", customMessage: "Markdown's marks are gone");
        letter.Text.ShouldNotContain("**");
        letter.Html.ShouldContain(">Conditions de vente</h2>");
        letter.Html.ShouldContain(world.Column(vase, "code")[..4]);
    }

    [Theory, OnBothEngines]
    public async Task It_speaks_the_language_of_the_purchase(Engine engine)
    {
        using var world = await LetterWorld.On(engine);
        await world.Buys("en", [world.Collect(Dairy)], [(Dairy, Cheese, 5)]);
        var letter = await world.Letter(LetterWorld.Email, "Your order at");
        foreach (var part in (string[])["Hello Camille Durand,", "500 g Mountain cheese", "weighed when it is packed", "Pick-up code", "Consumer mediator: ", "Model form of withdrawal", "Terms of sale", $"{LetterWorld.Origin}/en/purchases/"])
        {
            letter.Text.ShouldContain(part, Case.Sensitive);
        }

        letter.Html.ShouldContain("<html lang=\"en\" dir=\"ltr\">");
    }

    private static string Reference(LetterWorld world, Guid order) => world.Mall.Scalar<string>("SELECT reference FROM payments WHERE order_id = $1", order)!;
}
