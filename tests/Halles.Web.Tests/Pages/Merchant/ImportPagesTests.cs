using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AngleSharp.Html.Dom;
using Halles.Demo;
using Halles.Kernel.Storage;
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
