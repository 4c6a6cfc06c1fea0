using System.Text;
using Halles.Kernel;
using Halles.Mall.Taxonomy;
using Halles.Testing;

namespace Halles.Tests.Mall.Taxonomy;

public sealed class GoogleTaxonomyTests
{
    [Fact]
    public void A_file_says_its_version_its_language_and_who_stands_below_whom()
    {
        var read = Read("taxonomy-with-ids.fr-FR.txt", "﻿# Google_Product_Taxonomy_Version: 2021-09-21\r\n2 - Aliments > Pains\r\n1 - Aliments\r\n3 - Aliments > Pains > Brioches - au lait\r\n").Value;
        (read.Language, read.Version, read.Passed.Count).ShouldBe(("fr", "2021-09-21", 0));
        read.Categories.ShouldBe([new GoogleCategory(1, null, "Aliments", 1), new GoogleCategory(2, 1, "Pains", 2), new GoogleCategory(3, 2, "Brioches - au lait", 3)]);
    }

    [Theory]
    [InlineData("taxonomy-with-ids.en-US.txt", "en")]
    [InlineData("google_taxonomy_nl-NL.txt", "nl")]
    [InlineData("zh-CN.txt", "zh-Hans")]
    [InlineData("taxonomy.zh-TW.txt", "zh-Hant")]
    [InlineData("es.txt", "es")]
    [InlineData("taxonomy.txt", null)]
    [InlineData("fr-FR.csv", null)]
    public void The_language_is_in_the_name(string name, string? language) => GoogleTaxonomy.LanguageOf(name).ShouldBe(language);

    [Fact]
    public void What_cannot_be_read_is_counted_by_line_and_never_lost_in_silence()
    {
        var read = Read("en.txt", "1 - A\n2 - A > B\nrubbish\n2 - A > Again\n5 - Nowhere > C\n6 - A > D\n\n").Value;
        read.Categories.Select(c => c.Id).ShouldBe([1, 2, 5, 6], ignoreOrder: true);
        read.Passed.ShouldBe([3, 4]);
    }

    [Fact]
    public void A_path_that_comes_twice_and_one_whose_middle_is_missing_are_kept()
    {
        var read = Read("zh.txt", "1 - A\n2 - A > B\n3 - A > B\n4 - A > B > C\n5 - A > Lost > D\n6 - Gone > E\n").Value;
        read.Categories.Single(c => c.Id == 3).ShouldBe(new GoogleCategory(3, 1, "B", 2));
        read.Categories.Single(c => c.Id == 4).ParentId.ShouldBe(2);
        read.Categories.Single(c => c.Id == 5).ShouldBe(new GoogleCategory(5, 1, "D", 2));
        read.Categories.Single(c => c.Id == 6).ShouldBe(new GoogleCategory(6, null, "E", 1));
    }

    [Theory]
    [InlineData("en.txt", "", "not-a-taxonomy")]
    [InlineData("en.txt", "id,name\n1,Bread\n", "not-a-taxonomy")]
    [InlineData("en.txt", "Animals\nAnimals > Pets\nAnimals > Pets > Cats\n", "taxonomy-without-numbers")]
    [InlineData("taxonomy.txt", "1 - A\n", "taxonomy-language")]
    public void What_is_none_says_so(string name, string text, string code) => Read(name, text).Problem!.Code.ShouldBe(code);

    [Fact]
    public void A_file_that_is_too_large_and_two_of_one_language_are_refused()
    {
        GoogleTaxonomy.Read("en.txt", new byte[6_000_000]).Problem!.Code.ShouldBe("taxonomy-too-large");
        TaxonomyImports.Read([("a-fr.txt", "1 - A\n"u8.ToArray()), ("b-fr.txt", "1 - A\n"u8.ToArray())]).Problem!.Code.ShouldBe("taxonomy-language-twice");
        TaxonomyImports.Read([]).Problem.ShouldBe(FieldProblems.Missing);
    }

    [Theory, Trait(RealData.Trait, "taxonomy")]
    [InlineData("en-US", 5427, 7)]
    [InlineData("fr-FR", 5427, 7)]
    [InlineData("es-ES", 5427, 7)]
    [InlineData("nl-NL", 5427, 7)]
    [InlineData("zh-CN", 4586, 7)]
    public void Every_line_of_the_real_files_is_a_category(string language, int lines, int deepest)
    {
        var read = GoogleTaxonomy.Read($"google_taxonomy_{language}.txt", File.ReadAllBytes(RealData.File($"taxonomy/google_taxonomy_{language}.txt"))).Value;
        read.Passed.ShouldBeEmpty();
        (read.Categories.Count, read.Categories.Max(c => c.Depth)).ShouldBe((lines, deepest));
    }

    private static Result<GoogleTaxonomy> Read(string name, string text) => GoogleTaxonomy.Read(name, Encoding.UTF8.GetBytes(text));
}
