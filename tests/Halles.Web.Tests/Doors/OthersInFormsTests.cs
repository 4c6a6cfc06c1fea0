using System.Net;
using System.Text.RegularExpressions;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Doors;

/// <summary>
/// Objects that a form, a body or a query names: another's answers word for word like one that is nowhere, and their own is
/// reached. Every route that writes says here what it names, or that it names nothing.
/// </summary>
public sealed class OthersInFormsTests
{
    /// <summary>What stands in a body for the object that is tried.</summary>
    private const string X = "@";

    private const string Account = "/{lang:language}/account/", Desk = "/{lang:language}/desk/{shop}/";

    /// <summary>Routes that write and whose bodies name no object: text, numbers, states, or secrets that only their owner knows.</summary>
    private static readonly string[] Nameless =
    [
        "/api/v1/baskets", "/api/v1/baskets/{id:guid}/codes/{code}", "/api/v1/baskets/{id:guid}/lines/{variant:guid}", "/{lang:language}/basket/codes", "/{lang:language}/basket/codes/remove", "/api/v1/shop/orders/{code}/steps",
        "/api/v1/shop/products", "/api/v1/shop/products/{id:guid}", "/api/v1/shop/products/{id:guid}/state", "/api/v1/shop/variants/{sku}/price", "/api/v1/ways", "/light",
        Account + "data/erase", Account + "data/export", Account + "keys", Account + "profile", Account + "security/code", Account + "security/code/begin", Account + "security/code/off", Account + "security/email",
        Account + "security/passkeys", Account + "security/passkeys/question", Account + "security/password", Account + "security/recovery", Account + "sessions/end-others", Account + "sign-out",
        "/{lang:language}/checkout/check", "/{lang:language}/checkout/how", "/{lang:language}/checkout/pay", "/{lang:language}/checkout/who",
        Desk + "imports/", Desk + "imports/photos", Desk + "imports/{id:guid}", // a file; a photo, store or category that is not there is passed over
        Desk + "orders/{code}/give-back", Desk + "orders/{code}/messages", Desk + "orders/{code}/refuse-line", Desk + "orders/{code}/steps", Desk + "orders/{code}/weight",
        Desk + "products/bulk/{edit:guid}", Desk + "products/bulk/{edit:guid}/undo", Desk + "products/new", Desk + "products/{id:guid}", Desk + "products/{id:guid}/copy",
        Desk + "products/{id:guid}/state", Desk + "products/{id:guid}/translations", Desk + "orders/views", Desk + "orders/views/{view:guid}/remove", Desk + "promotions/{id:guid}/stop",
        Desk + "settings/", Desk + "settings/holiday", Desk + "settings/identity", Desk + "settings/keys/", Desk + "settings/letters/", Desk + "leave", Desk + "settings/opening", Desk + "settings/opening/changed", Desk + "settings/paying", Desk + "settings/pictures",
        Desk + "settings/places/new", Desk + "settings/places/{id:guid}", Desk + "settings/places/{id:guid}/remove", Desk + "settings/places/given-up/{id:guid}", Desk + "settings/sharing", Desk + "settings/story", Desk + "settings/team/",
        "/{lang:language}/forgotten", "/{lang:language}/link/{token}", "/{lang:language}/office/attributes/new", "/{lang:language}/office/attributes/{code}", "/{lang:language}/office/attributes/{code}/remove",
        "/{lang:language}/office/categories/new", "/{lang:language}/office/categories/{id:guid}", "/{lang:language}/office/categories/{id:guid}/move", "/{lang:language}/office/categories/{id:guid}/remove",
        "/{lang:language}/office/categories/changes/{change:guid}/undo", "/{lang:language}/office/categories/import", "/{lang:language}/office/categories/import/{id:guid}", "/{lang:language}/office/categories/names",
        "/{lang:language}/office/categories/{id:guid}/merge", "/{lang:language}/office/categories/{id:guid}/place", // the mall's own categories, which no shop owns
        "/{lang:language}/office/brand/", "/{lang:language}/office/brand/undo", "/{lang:language}/office/places/new", "/{lang:language}/office/places/{id:guid}", "/{lang:language}/office/places/{id:guid}/move", "/{lang:language}/office/places/{id:guid}/remove", "/{lang:language}/office/places/{id:guid}/shop", // of the mall, and any shop of it
        "/{lang:language}/office/jobs", "/{lang:language}/office/people/invite", "/{lang:language}/office/jobs/{id:guid}", "/{lang:language}/office/settings", "/{lang:language}/office/settings/test-mail", "/{lang:language}/office/shops/{id:guid}", "/{lang:language}/office/shops/{id:guid}/ask", "/{lang:language}/office/shops/{id:guid}/enter", "/{lang:language}/open-a-shop/",
        "/{lang:language}/orders", "/{lang:language}/orders/{code}/cancel", "/{lang:language}/orders/{code}/messages", "/{lang:language}/orders/{code}/return", "/{lang:language}/orders/{code}/withdraw-return",
        Desk + "decisions/{id:guid}", "/{lang:language}/report/{shop}", "/{lang:language}/report/{shop}/{handle}", "/{lang:language}/reports/{id:guid}", "/{lang:language}/office/reports/{id:guid}", // a photo or decision that is another's is none of it
        "/{lang:language}/office/pages/new", "/{lang:language}/office/pages/{id:guid}", "/{lang:language}/office/pages/{id:guid}/bring-back", "/{lang:language}/office/pages/{id:guid}/delete", "/{lang:language}/office/pages/{id:guid}/restore",
        "/{lang:language}/prove/code", "/{lang:language}/prove/link", "/{lang:language}/prove/passkey", "/{lang:language}/prove/password", "/{lang:language}/shops/{shop}/{handle}/tell-me/",
        "/{lang:language}/sign-in/", "/{lang:language}/sign-in/code", "/{lang:language}/sign-in/link", "/{lang:language}/sign-in/passkey", "/{lang:language}/sign-in/passkey-question", "/{lang:language}/sign-up",
    ];

    private static readonly string Nowhere = Guid.AllBitsSet.ToString();

    [Theory, OnBothEngines]
    public async Task What_a_form_names_of_others_answers_word_for_word_like_none(Engine engine)
    {
        await using var objects = await Objects.In(engine);
        var forms = Forms(objects);
        RouteList.Of(objects.Mall.Web).Where(r => r.Method is not ("GET" or "HEAD")).Select(r => r.Pattern).Distinct().Except(Nameless).Except(forms.Select(f => f.Route))
            .ShouldBeEmpty("routes that write: say what their bodies name");
        var wrong = new List<string>();
        foreach (var form in forms)
        {
            var none = await Ask(objects, form, form.Object.None);
            if ((int)none.Status is < 400 or >= 500 && form.Refuses)
            {
                wrong.Add($"{form.Route} {form.Body}: none answers {none.Status}");
            }

            foreach (var other in form.Object.Others)
            {
                var answer = await Ask(objects, form, other);
                if (answer != none)
                {
                    wrong.Add($"{form.Route} {form.Body}: {other} answers {answer.Status}, none {none.Status}; {OthersObjectsTests.Difference(answer.Body, none.Body)}");
                }
            }
        }

        foreach (var form in forms.Where(f => f.Refuses))
        {
            var own = await Ask(objects, form, form.Object.Mine!);
            if ((int)own.Status >= 400)
            {
                wrong.Add($"{form.Route} {form.Body}: their own answers {own.Status}");
            }
        }

        string.Join('\n', wrong).ShouldBeEmpty();
    }

    private sealed record Form(Asker Asker, string Route, string Body, Named Object, bool Refuses = true);

    private static List<Form> Forms(Objects o)
    {
        var address = $"&label=Bureau&name=Camille&line1=1+rue+Basse&postcode=41100&city=Saint-Aubin&country=FR";
        var (place, there) = (o.Mine.StoreId, o.Other.StoreId.ToString());
        var (variant, sku) = (o["variant"], Guid.Parse(o["variant"]).ToString("N"));
        Named own = new(o["variant"], Nowhere, o["variant-there"]), member = new(o["clerk"], Nowhere, o["member-there"], o["admin"]);
        var choices = $$"""[{"shop":"{{o.Mine.Slug}}","way":"collect","payment":"in-store","storeId":"{{place}}"}]""";
        return
        [
            new(Asker.Shopper, Account + "addresses/edit", $"id={X}{address}", new(o["address"], Nowhere, o["address-of-another"])),
            new(Asker.Shopper, "GET " + Account + "addresses/edit", $"id={X}", new(o["address"], Nowhere, o["address-of-another"])),
            new(Asker.Shopper, Account + "addresses/remove", $"id={X}", new(o["address"], Nowhere, o["address-of-another"])),
            new(Asker.Shopper, Account + "sessions/end", $"id={X}", new(o["session"], Nowhere, o["session-of-another"])),
            new(Asker.Shopper, Account + "keys/revoke", $"id={X}", new(o["key"], Nowhere, o["key-of-another"], o["shop-key"])),
            new(Asker.Shopper, Account + "security/passkeys/remove", $"id={X}", new(o["passkey"], "AAAA", o["passkey-of-another"])),
            new(Asker.Owner, Desk + "settings/keys/revoke", $"id={X}", new(o["shop-key"], Nowhere, o["shop-key-there"], o["key"])),
            new(Asker.Owner, Desk + "settings/team/role", $"person={X}&role=manager", member),
            new(Asker.Owner, Desk + "settings/team/remove", $"person={X}", member),
            new(Asker.Owner, Desk + "settings/team/withdraw", $"email={X}", new("asked@exemple.fr", "nobody@exemple.fr", "asked-there@exemple.fr")),
            new(Asker.Owner, Desk + "stock", $"variant={X}&store=first&by=1", own),
            new(Asker.Owner, Desk + "stock", $"variant={variant}&store={X}&by=1", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/{variant:guid}", $"store={X}&reason=count&amount=50", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/{variant:guid}/move", $"store={X}&to=spare&amount=1", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/{variant:guid}/move", $"store=first&to={X}&amount=1", new("spare", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/count/", $"variant={X}&store=first&counted=1", own),
            new(Asker.Owner, Desk + "stock/count/", $"variant={variant}&store={X}&counted=1", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/count/apply", $"store={X}", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/count/drop", $"store={X}&variant={variant}", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "stock/count/drop", $"store=first&variant={X}", own, Refuses: false),
            new(Asker.Owner, Desk + "stock/file/", $"store={X}", new(null, "nothing", "gone"), Refuses: false),
            new(Asker.Owner, Desk + "products/bulk/", $"kind=stock&product={X}&store=first&level=9", new(o["product"], Nowhere, o["product-there"])),
            new(Asker.Owner, Desk + "products/bulk/", $"kind=stock&product={o["product"]}&store={X}&level=8", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "promotions/new", $"act=draft&name=Fournee&kind=percent&percent=10&scope=products&product={X}", new(o["product"], Nowhere, o["product-there"])),
            new(Asker.Owner, Desk + "promotions/{id:guid}", $"act=draft&name=Fournee&kind=percent&percent=10&scope=products&product={X}", new(o["product"], Nowhere, o["product-there"])),
            new(Asker.Owner, Desk + "stock/{variant:guid}/terms", $"store={X}&safety=1", new("first", "nothing", "gone")),
            new(Asker.Owner, Desk + "products/scan", $"code=3017620422003&name=Miel&category={X}&tax=food&price=4,10&publish=on", new(o["category"], Nowhere, o["variant-there"])),
            new(Asker.Owner, Desk + "hours/", $"store={X}", new("first", "nothing", "gone"), Refuses: false),
            new(Asker.Owner, Desk + "hours/now", $"store={X}", new("first", "nothing", "gone"), Refuses: false),
            new(Asker.Owner, Desk + "orders/bulk", $"step=slips&order={X}", new(o["order"], "ZZZZ9999", o["order-there"])),
            new(Asker.Owner, Desk + "orders/bulk", $"step=ready&order={X}", new(o["order"], "ZZZZ9999", o["order-there"]), Refuses: false),
            new(Asker.Owner, Desk + "orders/bulk", $"step=pick-list&order={X}", new(o["order"], "ZZZZ9999", o["order-there"]), Refuses: false),
            new(Asker.Owner, Desk + "hand-over/find", $"code={X}&store=first", new(null, "ZZZZZZ", o["pickup-there"]), Refuses: false),
            new(Asker.Owner, Desk + "hand-over", $"order={X}&code={o["pickup-there"]}&store=first", new(null, "ZZZZ9999", o["order-there"]), Refuses: false),
            new(Asker.Administrator, "/{lang:language}/office/people/grant", $"person={X}&role=finance", new(o["clerk"], Nowhere)),
            new(Asker.Administrator, "/{lang:language}/office/people/remove", $"person={X}&role=finance", new(o["clerk"], Nowhere, o["member-there"])),
            new(Asker.Shopper, "/{lang:language}/basket/lines", $"variant={X}&quantity=1", new(variant, Nowhere, o["draft-variant"])),
            new(Asker.Shopper, "/{lang:language}/basket/remove", $"variant={X}", new(variant, Nowhere, o["variant-there"]), Refuses: false),
            new(Asker.ShopKey, "/api/v1/shop/stock", $$"""{"sku":"{{X}}","storeId":"{{place}}","reason":"delivery","quantity":1}""", new(sku, "nothing", Guid.Parse(o["variant-there"]).ToString("N"))),
            new(Asker.ShopKey, "/api/v1/shop/stock", $$"""{"sku":"{{sku}}","storeId":"{{X}}","reason":"delivery","quantity":1}""", new(place.ToString(), Nowhere, there)),
            new(Asker.ShopperKey, "/api/v1/quotes", $$"""{"shops":{{choices}},"basketId":"{{X}}"}""", new(o["shopper"], Nowhere, o["another"])),
            new(Asker.ShopperKey, "/api/v1/quotes", $$"""{"shops":{{choices}},"lines":[{"variantId":"{{X}}","quantity":1}]}""", new(variant, Nowhere, o["draft-variant"])),
            new(Asker.ShopperKey, "/api/v1/quotes", $$"""{"shops":{{choices.Replace(place.ToString(), X, StringComparison.Ordinal)}},"lines":[{"variantId":"{{variant}}","quantity":1}]}""", new(place.ToString(), Nowhere, there, o["given-up-place"])),
            new(Asker.ShopperKey, "/api/v1/purchases", $$"""{"shops":{{choices}},"contact":{"name":"C","email":"c@example.org","phone":"+33612345678"},"language":"fr","expectedTotal":{"minor":480,"currency":"EUR"},"basketId":"{{X}}"}""", new(null, Nowhere, o["another"]), Refuses: false),
        ];
    }

    private static async Task<(HttpStatusCode Status, string Body)> Ask(Objects objects, Form form, string named)
    {
        var get = form.Route.StartsWith("GET ", StringComparison.Ordinal);
        var path = form.Route.Replace("GET ", "", StringComparison.Ordinal).Replace("{lang:language}", "fr", StringComparison.Ordinal)
            .Replace("{shop}", objects.Mine.Slug, StringComparison.Ordinal).Replace("{variant:guid}", objects["variant"], StringComparison.Ordinal).Replace("promotions/{id:guid}", "promotions/" + objects["promotion"], StringComparison.Ordinal);
        var value = form.Body.StartsWith('{') ? named : Uri.EscapeDataString(named);
        var body = form.Body.Replace(X, value, StringComparison.Ordinal);
        var (status, answer) = get ? await objects.Ask(form.Asker, "GET", $"{path}?{body}") : await objects.Ask(form.Asker, "POST", path, body);
        answer = Regex.Replace(answer, "value=\"(CfDJ8[^\"]*|[0-9a-f]{32}|[0-9a-f-]{36})\"", ""); // forms carry keys that are new each time
        return (status, answer.Replace(named, "", StringComparison.Ordinal).Replace(value, "", StringComparison.Ordinal));
    }
}
