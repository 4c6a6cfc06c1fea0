using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Shops;
using Halles.Testing;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class ImportPagesTests
{
    private const string Imports = "/fr/desk/boulangerie-martin/imports";
    private const string Table = "Handle,Title,Vendor,Variant SKU,Variant Price\nfouace,Fouace,Martin,MAR-950,\"1.234,50\"\n";

    [Fact]
    public async Task Content_decides_what_a_file_is_and_what_is_none_comes_back_with_its_problem()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get(Imports);
        foreach (var (name, content) in new[] { ("empty.csv", ""), ("header.csv", "Handle,Title,Vendor\n"), ("photo.csv", Encoding.Latin1.GetString(TestPhotos.Png(160, 160))), ("bomb.xml", "<rss><item>") })
        {
            var refused = await claire.Upload(list, "form[enctype]", "file", Encoding.Latin1.GetBytes(content), name);
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, name);
            refused.Html.GetElementById("file-error").ShouldNotBeNull(name);
        }

        mall.Scalar<long>("SELECT count(*) FROM imports").ShouldBe(0);
        var looked = await claire.Upload(list, "form[enctype]", "file", Encoding.UTF8.GetBytes(Table), "photo.jpg");
        looked.Status.ShouldBe(HttpStatusCode.OK);
        looked.Path.ShouldStartWith(Imports + "/");
        looked.Words.ShouldContain("Shopify");
    }

    /// <summary>Which column is what is asked once; and all that is told of rows can be taken along.</summary>
    [Fact]
    public async Task What_was_chosen_for_a_file_is_there_for_the_next_one_and_its_remarks_are_a_table()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var list = await claire.Get(Imports);
        var first = await claire.Upload(list, "form[enctype]", "file", "Ding;Foo;Bar\nFouace;7,50;beaucoup\nPompe;deux;3\n"u8.ToArray(), "one.csv");
        var category = mall.Scalar<Guid>("SELECT c.id FROM categories c WHERE NOT EXISTS (SELECT 1 FROM categories d WHERE d.parent_id = c.id) ORDER BY c.code LIMIT 1").ToString();
        var looked = await claire.Submit(first, "form.form", ("column.Name", "Ding"), ("column.Price", "Foo"), ("column.Stock", "Bar"), ("category", category), ("do", "look"));
        var remarks = await claire.Get(looked.Path + "/remarks");
        var rows = remarks.Html.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        rows[0].ShouldEndWith("Ligne;Colonne;Ce qui est signalé;refusé");
        rows.ShouldContain(r => r.StartsWith("3;Foo;", StringComparison.Ordinal) && r.EndsWith(";1", StringComparison.Ordinal), remarks.Words);
        await claire.Submit(looked, "form.form", ("do", "begin"));

        var second = await claire.Upload(list, "form[enctype]", "file", "Ding;Foo;Bar\nGibassier;4,50;2\n"u8.ToArray(), "two.csv");
        (((IHtmlSelectElement)second.Html.GetElementById("column.Name")!).Value, ((IHtmlSelectElement)second.Html.GetElementById("column.Stock")!).Value).ShouldBe(("Ding", "Bar"));
        ((IHtmlSelectElement)second.Html.GetElementById("category")!).Value.ShouldBe(category);
    }

    [Fact]
    public async Task What_the_file_leaves_open_is_asked_and_a_shop_without_products_says_where_they_stand()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        var owner = mall.Scalar<Guid>("SELECT m.person_id FROM memberships m JOIN shops s ON s.id = m.shop_id WHERE s.slug = 'boulangerie-martin' AND m.role = 'Owner'");
        var shop = (await mall.Get<ApplyForShop>().Run(
            new ShopProfile
            {
                Name = "Papeterie neuve", Kind = "stationery", Language = "fr", Email = "bonjour@papeterie.example",
                Legal = new LegalIdentity { Name = "SARL Papier", Number = "732 829 320 00074", Seat = new Address { Line1 = "12 rue du Four", Postcode = "41100", City = "Saint-Aubin", Country = Country.France } },
            }, Country.France, owner)).Value;
        using var claire = await mall.As(DemoPeople.Merchant); // only now: who is signed in learns of another shop a moment later
        var imports = $"/fr/desk/{mall.Scalar<string>("SELECT slug FROM shops WHERE id = $1", shop)}/imports";
        const string File = "ID,Type,SKU,Name,Published,Tax class,Regular price,Categories,Tags\n1,simple,A,Livre,1,reduced-rate,10,Nowhere known,vieux\n2,simple,B,Lampe,1,,20,,vieux\n3,simple,C,Dollar,1,,\"7 USD\",,\n";
        var look = await claire.Upload(await claire.Get(imports), "form[enctype]", "file", Encoding.UTF8.GetBytes(File), "woo.csv");
        look.Words.ShouldContain("TVA que le fichier appelle reduced-rate (1)");
        look.Words.ShouldContain("Choisir…");
        look.Words.ShouldContain("2 produits", Case.Sensitive, "the tags of two products are told once");
        var refused = await claire.Submit(look, "form.form", ("do", "begin"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.GetElementById("category-error").ShouldNotBeNull();
        mall.Scalar<string>("SELECT state FROM imports").ShouldBe("Waiting");

        var category = refused.Html.QuerySelector("#category option:not([value=''])")!.GetAttribute("value")!;
        var begun = await claire.Submit(refused, "form.form", ("category", category), ("tax.0", "books"), ("tax", "food"), ("rate.USD", "0,9"), ("do", "begin"));
        begun.Status.ShouldBe(HttpStatusCode.OK);
        var terms = mall.Scalar<string>("SELECT terms FROM imports")!;
        foreach (var said in new[] { "\"taxes\":{\"reduced-rate\":\"books\"}", "\"tax\":\"food\"", "\"rates\":{\"USD\":0.9}", category })
        {
            terms.ShouldContain(said);
        }
    }

    [Fact]
    public async Task What_was_given_up_or_could_not_be_taken_back_is_told_with_what_to_do()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var look = await claire.Upload(await claire.Get(Imports), "form[enctype]", "file", Encoding.UTF8.GetBytes(Table), "table.csv");
        await Write("UPDATE imports SET state = 'Failed', ended_at = created_at, failure = 'The file ends in the middle or is damaged. Export it again.'");
        await Write(
            """
            INSERT INTO import_remarks (shop_id, import_id, number, file_row, file_column, code, message, args, refused, product_id)
            SELECT i.shop_id, i.id, 1, 7, '', 'undo-changed', 'It was changed in the meantime and stays as it is.', '[]', 1, p.id FROM imports i JOIN products p ON p.shop_id = i.shop_id LIMIT 1
            """);
        var page = await claire.Get(look.Path);
        page.Words.ShouldContain("Il s’est arrêté après plusieurs essais.");
        page.Words.ShouldContain("Le fichier s’arrête au milieu ou est abîmé.");
        page.Words.ShouldContain("Il a été modifié entre-temps et reste tel quel.");
        page.Html.QuerySelector("main table a[href*='/products/']").ShouldNotBeNull();
        (await claire.Submit(page, "form:has(button[value=go-on])", ("do", "go-on"))).Status.ShouldBe(HttpStatusCode.OK);
        mall.Scalar<string>("SELECT state FROM imports").ShouldNotBe("Failed");

        Task Write(string sql) => mall.Get<MallWriter>().Write<Done>(s =>
        {
            s.Sql.Execute(sql);
            return default(Done);
        });
    }

    [Fact]
    public async Task A_form_that_ends_in_the_middle_is_the_senders_fault()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        using var form = new StringContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nHandle,Ti");
        form.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var request = new HttpRequestMessage(HttpMethod.Post, Imports) { Content = form };
        (await claire.Send(request)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>What the server takes in before it says no is what it could have kept, in memory or beside it.</summary>
    [Theory]
    [InlineData(true, 16_000_000)] // what the machine holds between two programs
    [InlineData(false, 80_000_000)]
    public async Task A_file_of_500_MB_is_refused_with_a_clear_page_and_not_taken_in(bool saysItsLength, long most)
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        using var claire = await mall.As(DemoPeople.Merchant);
        var form = (IHtmlFormElement)(await claire.Get(Imports)).Html.QuerySelector("form[enctype]")!;
        var token = (IHtmlInputElement)form.QuerySelector("input[type=hidden]")!;
        var (answer, sent) = await Pour(mall.Origin, claire.Cookies.GetCookieHeader(mall.Origin), $"{Part(token.Name!)}{token.Value}\r\n{Part("file\"; filename=\"big.csv")}", saysItsLength);
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("dépasse les 63 Mo acceptés ici");
        sent.ShouldBeLessThan(most);
        mall.Scalar<long>("SELECT count(*) FROM imports").ShouldBe(0);

        static string Part(string name) => $"--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n";
    }

    /// <summary>Sends 500 MB made on the way, as browsers do, until the server answers.</summary>
    private static async Task<(string Answer, long Sent)> Pour(Uri to, string cookies, string beginning, bool saysItsLength)
    {
        const long Length = 500_000_000;
        using var client = new TcpClient();
        await client.ConnectAsync(to.Host, to.Port);
        await using var stream = client.GetStream();
        var length = saysItsLength ? $"Content-Length: {Length.ToString(CultureInfo.InvariantCulture)}" : "Transfer-Encoding: chunked";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST {Imports} HTTP/1.1\r\nHost: {to.Authority}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"));
        var answered = ReadToEnd(stream);
        var (sent, next) = (0L, Encoding.UTF8.GetBytes(beginning));
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,b,c,d\n", 8_192)));
        try
        {
            for (; sent < Length && !answered.IsCompleted; next = block)
            {
                await stream.WriteAsync(saysItsLength ? next : [.. Encoding.ASCII.GetBytes($"{next.Length:x}\r\n"), .. next, .. "\r\n"u8]);
                sent += next.Length;
            }
        }
        catch (IOException)
        {
            // The server has hung up; what it said before can still be read.
        }

        return (await answered, sent);
    }

    private static async Task<string> ReadToEnd(NetworkStream stream)
    {
        var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (IOException)
        {
            // Closed while it was still being written to.
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}
