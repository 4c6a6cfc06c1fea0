using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Content;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Content;

public sealed class EditPagesTests
{
    private static readonly Guid Actor = Guid.Parse("018f0000-0000-7000-8000-00000000000a");

    [Theory, OnBothEngines]
    public async Task Each_change_is_kept_and_can_be_undone(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var edit = new EditPages(mall.Database, mall.Writer);
        var id = (await edit.Save(null, Fair("La foire"), 0, Actor)).Value;
        (await edit.Save(id, Fair("La grande foire"), 1, Actor)).Problem.ShouldBeNull();
        (await edit.Save(id, Fair("Trop tard"), 1, Actor)).Problem.ShouldBe(StorageProblems.Stale);
        (await edit.Restore(id, 1, Actor)).Problem.ShouldBeNull();
        edit.Find(id)!.ShouldSatisfyAllConditions(p => p.Content.Title["fr"].ShouldBe("La foire"), p => p.Version.ShouldBe(3));
        (await edit.Restore(id, 2, Actor)).Problem.ShouldBeNull();
        edit.Find(id)!.Content.Title["fr"].ShouldBe("La grande foire");
        edit.Versions(id, 10).Select(v => (v.Version, v.Content.Title["fr"])).ShouldBe([(4, "La grande foire"), (3, "La foire"), (2, "La grande foire"), (1, "La foire")]);
        (await edit.Restore(id, 9, Actor)).Problem.ShouldBe(PageProblems.None);
        mall.Scalar<long>("SELECT count(*) FROM audit WHERE subject = $1", id).ShouldBe(4);
    }

    [Theory, OnBothEngines]
    public async Task A_deleted_page_leaves_its_address_to_another_and_comes_back_to_a_free_one(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var edit = new EditPages(mall.Database, mall.Writer);
        var first = (await edit.Save(null, Fair("La foire"), 0, Actor)).Value;
        (await edit.Save(null, Fair("Une autre"), 0, Actor)).Problem.ShouldBe(PageProblems.SlugTaken);
        (await edit.Delete(first, Actor)).Problem.ShouldBeNull();
        var second = (await edit.Save(null, Fair("Une autre"), 0, Actor)).Value;
        (await edit.BringBack(first, Actor)).Problem.ShouldBe(PageProblems.SlugTaken);
        (await edit.Restore(first, 1, Actor)).Problem.ShouldBe(PageProblems.SlugTaken);
        (await edit.Save(second, Fair("Une autre") with { Slug = "foire-2" }, 1, Actor)).Problem.ShouldBeNull();
        (await edit.BringBack(first, Actor)).Problem.ShouldBeNull();
        edit.List().Select(p => p.Slug).ShouldBe(["foire", "foire-2"]);
        (await edit.Delete(Guid.Empty, Actor)).Problem.ShouldBe(PageProblems.None);
    }

    [Theory, OnBothEngines]
    public async Task A_page_whose_earlier_state_is_still_read_comes_back_only_where_that_address_is_free_too(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var edit = new EditPages(mall.Database, mall.Writer);
        var first = (await edit.Save(null, Fair("La foire"), 0, Actor)).Value;
        (await edit.Save(first, Fair("Brouillon") with { From = null, Slug = "kermesse" }, 1, Actor)).Problem.ShouldBeNull();
        (await edit.Delete(first, Actor)).Problem.ShouldBeNull();
        var second = (await edit.Save(null, Fair("Une autre"), 0, Actor)).Value;
        (await edit.BringBack(first, Actor)).Problem.ShouldBe(PageProblems.SlugTaken, "visitors would read two at one address");
        edit.Find(first)!.DeletedAt.ShouldNotBeNull();
        edit.Read(mall.Clock.GetUtcNow()).Keys.ShouldBe([second]);
        (await edit.Save(second, Fair("Une autre") with { Slug = "foire-2" }, 1, Actor)).Problem.ShouldBeNull();
        (await edit.BringBack(first, Actor)).Problem.ShouldBeNull();
        edit.Read(mall.Clock.GetUtcNow())[first].Slug.ShouldBe("foire");
    }

    [Fact]
    public void A_language_has_both_title_and_text_and_an_address_is_one()
    {
        Fields(Fair("") with { Body = [] }).ShouldBe(["title.fr"]);
        Fields(Fair("La foire") with { Body = new LocalText("en", "The fair") }).ShouldBe(["body.fr", "title.en"]);
        Fields(Fair("La foire") with { Slug = "La Foire", Position = -1 }).ShouldBe(["slug", "position"]);
        EditPages.Checked(Fair(" La foire ")).Value.Title["fr"].ShouldBe("La foire");

        static IEnumerable<string?> Fields(PageContent content) => EditPages.Checked(content).Problem!.Single.Select(p => p.Field);
    }

    [Theory, OnBothEngines]
    public async Task A_scheduled_page_appears_at_its_moment(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var edit = new EditPages(mall.Database, mall.Writer);
        var current = new CurrentPages(mall.Database, new ChangeFollower(mall.Feed, NullLogger<ChangeFollower>.Instance), mall.Clock);
        var now = mall.Clock.GetUtcNow();
        (await edit.Save(null, Fair("Brouillon") with { Slug = "draft", From = null }, 0, Actor)).Problem.ShouldBeNull();
        (await edit.Save(null, Fair("Plus tard") with { Slug = "later", From = now.AddHours(1), Position = 1 }, 0, Actor)).Problem.ShouldBeNull();
        (await edit.Save(null, Fair("La foire"), 0, Actor)).Problem.ShouldBeNull();
        current.Now.ShouldSatisfyAllConditions(n => n.All.Select(p => p.Slug).ShouldBe(["foire"]), n => n.Until.ShouldBe(now.AddHours(1)));
        var before = current.Now;
        current.Now.ShouldBeSameAs(before);
        mall.Clock.Advance(TimeSpan.FromHours(1));
        current.Now.ShouldSatisfyAllConditions(n => n.All.Select(p => p.Slug).ShouldBe(["foire", "later"]), n => n.Until.ShouldBeNull(), n => n.Find("draft").ShouldBeNull());
    }

    [Theory, OnBothEngines]
    public async Task A_draft_or_a_state_to_come_leaves_the_page_that_is_read(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var edit = new EditPages(mall.Database, mall.Writer);
        var current = new CurrentPages(mall.Database, new ChangeFollower(mall.Feed, NullLogger<ChangeFollower>.Instance), mall.Clock);
        string[] Read()
        {
            current.Refresh();
            return [.. current.Now.All.Select(p => $"{p.Slug}: {p.Content.Title["fr"]}")];
        }

        var id = (await edit.Save(null, Fair("La foire"), 0, Actor)).Value;
        (await edit.Save(id, Fair("Brouillon") with { From = null, Slug = "kermesse" }, 1, Actor)).Problem.ShouldBeNull();
        Read().ShouldBe(["foire: La foire"]);
        (await edit.Save(null, Fair("Une autre"), 0, Actor)).Problem.ShouldBe(PageProblems.SlugTaken, "visitors read that address");
        var soon = mall.Clock.GetUtcNow().AddHours(1);
        (await edit.Save(id, Fair("Bientôt") with { From = soon }, 2, Actor)).Problem.ShouldBeNull();
        Read().ShouldBe(["foire: La foire"]);
        (await edit.Save(id, Fair("Finalement") with { From = soon.AddHours(1) }, 3, Actor)).Problem.ShouldBeNull();
        Read().ShouldBe(["foire: La foire"]);
        current.Now.Until.ShouldBe(soon.AddHours(1));
        mall.Clock.Set(soon.AddMinutes(1));
        Read().ShouldBe(["foire: La foire"], "what was taken back before its time never comes");
        edit.Read(mall.Clock.GetUtcNow())[id].Version.ShouldBe(1);
        mall.Clock.Advance(TimeSpan.FromHours(1));
        current.Now.All.Select(p => p.Content.Title["fr"]).ShouldBe(["Finalement"], "without being read again");

        (await edit.Delete(id, Actor)).Problem.ShouldBeNull();
        Read().ShouldBeEmpty();
        (await edit.Save(id, Fair("Brouillon") with { From = null }, 4, Actor)).Problem.ShouldBeNull();
        Read().ShouldBeEmpty("what was deleted does not come back by a draft");
        (await edit.Save(id, Fair("De retour"), 5, Actor)).Problem.ShouldBeNull();
        Read().ShouldBe(["foire: De retour"]);
    }

    private static PageContent Fair(string title) => new() { Slug = "foire", Title = new LocalText("fr", title), Body = new LocalText("fr", "Samedi, sur la place."), From = DateTimeOffset.UnixEpoch };
}
