using Halles.Testing;
using Halles.Kernel;
using Halles.Tests.Architecture.FixtureAbove;

namespace Halles.Tests.Architecture;

public sealed class ModuleMapTests
{
    private static readonly Modules Real = Modules.In(typeof(ModuleMap).Assembly.GetTypes(), "Halles", "Mall", "Street", "Trade", "Programme");
    private static readonly Modules Small = Modules.In(typeof(InCode).Assembly.GetTypes(), "Halles.Tests.Architecture");

    [Fact]
    public void Modules_use_each_other_as_the_map_says() =>
        Rule.Holds(Real.Differences(ModuleMap.Uses, ModuleMap.Everybodys), $"The code's arrows are those of Kernel/ModuleMap.cs. As the code has them now:\n{Real.AsMap(ModuleMap.Everybodys)}");

    [Fact]
    public void The_map_has_no_circle() => Modules.Circle(ModuleMap.Uses).ShouldBeNull();

    [Fact]
    public void Every_folder_of_modules_is_a_module_of_the_code()
    {
        var folders = Repository.Folders("src/Halles/Mall").Select(f => "Mall." + f).ToList();
        folders.ShouldNotBeEmpty();
        folders.Except(Real.Names).ShouldBeEmpty("a folder whose namespace is another's hides its arrows");
    }

    [Fact]
    public void An_arrow_inside_a_lambda_or_a_generic_field_is_seen()
    {
        Small.Edges.Keys.ShouldContain(("FixtureAbove", "FixtureBelow"));
        Small.Edges.Keys.ShouldContain(("FixtureAbove", "FixtureBeside"));
    }

    [Fact]
    public void Each_kind_of_difference_is_told()
    {
        var map = new Dictionary<string, string[]> { ["FixtureAbove"] = ["FixtureBelow"], ["FixtureBelow"] = ["FixtureAbove"], ["Nowhere"] = [] };
        var told = Small.Differences(map, everybodys: "Kernel");
        told.ShouldContain("FixtureBeside is not on the map");
        told.ShouldContain("Nowhere is on the map, but nowhere in the code");
        told.ShouldContain("FixtureAbove → FixtureBeside is not allowed: InSignature uses Beside");
        told.ShouldContain("FixtureBelow → FixtureAbove is allowed, but nobody uses it");
        Small.Differences(map, everybodys: "FixtureAbove").ShouldContain(d => d.StartsWith("FixtureAbove → FixtureBelow goes upwards", StringComparison.Ordinal));
        Modules.Circle(map).ShouldBe("FixtureAbove → FixtureBelow → FixtureAbove");
    }
}
