using System.Net;
using Halles.Demo;
using Halles.Kernel.Storage;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class OfferedTests
{
    private const string Desk = "/fr/desk/boulangerie-martin/";

    [Fact]
    public async Task Nobody_at_the_desk_is_offered_a_page_that_they_may_not_see()
    {
        await using var mall = await DemoWeb.Open(Engine.Sqlite);
        foreach (var (person, least) in new[] { (DemoPeople.Clerk, 7), (DemoPeople.Merchant, 9) })
        {
            using var visitor = await mall.As(person);
            var offered = new HashSet<string>(StringComparer.Ordinal);
            foreach (var page in (string[])["today", "orders", "stock", "products", "movements", "messages", "hours"])
            {
                var links = (await visitor.Get(Desk + page)).Html.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]);
                offered.UnionWith(links.Where(a => a.StartsWith(Desk, StringComparison.Ordinal)).GroupBy(a => a[..Math.Min(a.Length, Desk.Length + 14)]).Select(g => g.First()));
            }

            offered.Count.ShouldBeGreaterThan(least);
            foreach (var address in offered)
            {
                (await visitor.Get(address)).Status.ShouldBe(HttpStatusCode.OK, $"{person}: {address}");
            }
        }
    }
}
