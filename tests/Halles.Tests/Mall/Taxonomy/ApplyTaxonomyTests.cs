using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Taxonomy;
using Halles.Testing;

namespace Halles.Tests.Mall.Taxonomy;

public sealed class ApplyTaxonomyTests
{
    private const string English = """
        # Google_Product_Taxonomy_Version: 2021-09-21
        10 - Food
        11 - Food > Bakery
        12 - Food > Bakery > Loaves
        13 - Food > Bakery > Loaves > Rye Loaves
        20 - Toys
        21 - Toys > Puzzles
        """;

    private const string French = """
        # Google_Product_Taxonomy_Version: 2021-09-21
        10 - Alimentation
        11 - Alimentation > Boulangerie
        12 - Alimentation > Boulangerie > Miches
        13 - Alimentation > Boulangerie > Miches > Miches de seigle
        20 - Jouets
        22 - Jouets > Poupées
        """;

    [Theory, OnBothEngines]
    public async Task Files_in_two_languages_become_categories_with_names_and_addresses_and_the_same_again_changes_nothing(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (apply, files) = (Apply(trader), Files(("en", English), ("fr", French)));
        var plan = apply.Plan(files, []).Value;
        (plan.New, plan.Changed, plan.Folded, plan.Gone.Count).ShouldBe((5, 0, 1, 0));
        plan.Leading.Language.ShouldBe("fr", "the mall's own language leads among those of one version");
        plan.Languages.Select(l => (l.Language, l.New, l.Missing, l.Unmatched)).ShouldBe([("fr", 6, 0, 0), ("en", 5, 1, 1)]);

        TestTrader.Ok(await Run(apply, files));
        var all = Categories(trader);
        var loaves = all.Single(c => c.GoogleId == 12);
        (loaves.Name["fr"], loaves.Name["en"], loaves.Code, loaves.Slugs["fr"], loaves.Slugs.ContainsKey("en")).ShouldBe(("Miches", "Loaves", "loaves", "miches", false));
        all.Single(c => c.Id == loaves.ParentId).GoogleId.ShouldBe(11);
        loaves.NameStates["fr"].ShouldBe(NameState.Imported);
        trader.Mall.Scalar<Guid>("SELECT category_id FROM category_aliases WHERE google_id = 13").ShouldBe(loaves.Id, "what stands deeper than the mall goes is another name of what is above it");

        var again = apply.Plan(files, []).Value;
        (again.ToWrite, again.New, again.Changed, again.Unchanged).ShouldBe((0, 0, 0, 5));
        TestTrader.Ok(await Run(apply, files));
        Categories(trader).Count.ShouldBe(all.Count);
    }

    [Theory, OnBothEngines]
    public async Task A_newer_file_changes_what_nobody_touched_keeps_what_somebody_wrote_and_names_what_is_gone(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var apply = Apply(trader);
        TestTrader.Ok(await Run(apply, Files(("en", English), ("fr", French))));
        var food = Categories(trader).Single(c => c.GoogleId == 10);
        TestTrader.Ok(await new EditTaxonomy(trader.Mall.Writer, trader.Settings).Category(food.Id, new CategoryInput(food.Code, new LocalText("fr", "À manger"), null, 0, []), trader.Actor));
        Categories(trader).Single(c => c.GoogleId == 10).NameStates["en"].ShouldBe(NameState.Outdated);

        var newer = Files(("fr", French.Replace("Jouets\n", "Jeux et jouets\n").Replace("2021", "2025").Replace("\n22 - Jouets > Poupées", "")));
        var plan = apply.Plan(newer, []).Value;
        (plan.New, plan.Changed).ShouldBe((0, 1));
        plan.Gone.ShouldBe(["Poupées"]);
        plan.Languages[0].Kept.ShouldBe(1);
        TestTrader.Ok(await Run(apply, newer));
        Categories(trader).Single(c => c.GoogleId == 10).Name["fr"].ShouldBe("À manger");
        Categories(trader).Single(c => c.GoogleId == 20).Name["fr"].ShouldBe("Jeux et jouets");
        Categories(trader).Single(c => c.GoogleId == 20).Slugs["fr"].ShouldBe("jouets", "addresses stay");
    }

    [Theory, OnBothEngines]
    public async Task Only_the_chosen_branches_come_with_what_is_above_them(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (apply, files) = (Apply(trader), Files(("en", English)));
        apply.Plan(files, ["No such"]).Problem!.Code.ShouldBe("no-such-branch");
        apply.Plan(files, ["Toys"]).Value.New.ShouldBe(2);
        TestTrader.Ok(await Run(apply, files, "11"));
        Categories(trader).Where(c => c.GoogleId is not null).Select(c => c.GoogleId!.Value).Order().ShouldBe([10, 11, 12]);
    }

    [Theory, OnBothEngines]
    public async Task Nothing_is_put_below_a_category_that_has_products(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (apply, files) = (Apply(trader), Files(("en", English)));
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE categories SET google_id = 11 WHERE id = $1", trader.Bread);
            return default(Done);
        });
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        TestTrader.Ok(await Run(apply, files));
        Categories(trader).Any(c => c.ParentId == trader.Bread).ShouldBeFalse();
        trader.Mall.Scalar<Guid>("SELECT category_id FROM category_aliases WHERE google_id = 12").ShouldBe(trader.Bread);
        apply.Plan(files, []).Value.ToWrite.ShouldBe(0);
    }

    [Theory, OnBothEngines]
    public async Task An_import_of_the_office_runs_in_the_background_and_goes_on_where_it_was(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var imports = new TaxonomyImports(trader.Mall.Database, trader.Mall.Writer, Apply(trader));
        var id = TestTrader.Ok(await imports.Lay([("en.txt", Encoding.UTF8.GetBytes(English))], trader.Actor));
        TestTrader.Ok(await imports.Choose(id, ["20"]));
        TestTrader.Ok(await imports.Begin(id));
        (await imports.Begin(id)).Problem.ShouldBe(TaxonomyProblems.NotNow);
        var payload = trader.Mall.Scalar<string>("SELECT payload FROM jobs WHERE kind = 'import-taxonomy'")!;
        await imports.Run(payload, CancellationToken.None);
        imports.Find(id)!.ShouldSatisfyAllConditions(i => i.State.ShouldBe(TaxonomyImportState.Done), i => i.Total.ShouldBe(2), i => i.Written.ShouldBe(2));
        trader.Mall.Scalar<long>("SELECT count(*) FROM taxonomy_files").ShouldBe(0);
        await imports.Run(payload, CancellationToken.None); // a node that died before saying so
        imports.Find(id)!.Written.ShouldBe(2);

        var cancelled = TestTrader.Ok(await imports.Lay([("en.txt", Encoding.UTF8.GetBytes(English))], trader.Actor));
        TestTrader.Ok(await imports.Begin(cancelled));
        var other = TestTrader.Ok(await imports.Lay([("en.txt", Encoding.UTF8.GetBytes(English))], trader.Actor));
        (await imports.Begin(other)).Problem.ShouldBe(TaxonomyProblems.AnotherRuns);
        TestTrader.Ok(await imports.Cancel(cancelled));
        await imports.Run($"\"{cancelled}\"", CancellationToken.None);
        Categories(trader).Any(c => c.GoogleId == 10).ShouldBeFalse();
    }

    [Theory, OnBothEngines, Trait(RealData.Trait, "taxonomy")]
    public async Task The_real_files_come_in_whole_and_the_same_again_changes_nothing(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var apply = Apply(trader);
        var files = TaxonomyImports.Read(new[] { "en-US", "fr-FR", "es-ES", "nl-NL", "zh-CN" }.Select(l => RealData.File($"taxonomy/google_taxonomy_{l}.txt")).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))).Value;
        var plan = apply.Plan(files, []).Value;
        (plan.New, plan.Folded).ShouldBe((1542, 3885));
        plan.Languages.Single(l => l.Language == "zh-Hans").ShouldSatisfyAllConditions(z => z.Missing.ShouldBe(2217), z => z.Unmatched.ShouldBe(1376));
        TestTrader.Ok(await Run(apply, files));
        Categories(trader).Count.ShouldBe(1544);
        apply.Plan(files, []).Value.ToWrite.ShouldBe(0);
        Categories(trader).SelectMany(c => c.Slugs.Select(s => (s.Key, s.Value))).CountBy(s => s).ShouldAllBe(s => s.Value == 1);
    }

    private static ApplyTaxonomy Apply(TestTrader trader) => new(trader.Mall.Database, trader.Mall.Writer, trader.Settings);

    private static IReadOnlyList<GoogleTaxonomy> Files(params (string Language, string Text)[] files) => TaxonomyImports.Read(files.Select(f => (f.Language + ".txt", Encoding.UTF8.GetBytes(f.Text)))).Value;

    private static Task<Result<Done>> Run(ApplyTaxonomy apply, IReadOnlyList<GoogleTaxonomy> files, params string[] branches) =>
        apply.Run(files, branches, null, new Progress<(int, int)>(), CancellationToken.None);

    private static List<Category> Categories(TestTrader trader)
    {
        using var db = trader.Mall.Database.Read();
        return [.. db.Set<Category>()];
    }
}
