using Halles.Kernel;
using Halles.Tests.Architecture.FixtureAbove;

namespace Halles.Tests.Architecture;

public sealed class LayersTests
{
    [Fact]
    public void Only_modules_and_endpoints_see_the_web_framework() =>
        Rule.Holds(WebEyes(typeof(ModuleMap).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith("Halles", StringComparison.Ordinal) == true)), "Only types named …Module and …Endpoints use Microsoft.AspNetCore.");

    [Fact]
    public void The_mall_does_not_know_its_pages() =>
        typeof(ModuleMap).Assembly.GetReferencedAssemblies().Select(a => a.Name).ShouldNotContain("halles");

    [Fact]
    public void The_client_refers_to_nothing_of_ours() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Halles.Client"), "*.csproj").Select(File.ReadAllText).ShouldHaveSingleItem().ShouldNotContain("Reference");

    [Fact]
    public void A_type_that_sees_the_web_framework_is_found() =>
        WebEyes([typeof(SeesTheWeb), typeof(WebModule), typeof(InCode)]).ShouldBe(["SeesTheWeb uses Microsoft.AspNetCore.Http.HttpContext"]);

    private static List<string> WebEyes(IEnumerable<Type> types) =>
    [
        .. from type in types
           let outer = Outermost(type)
           where !outer.Name.EndsWith("Module", StringComparison.Ordinal) && !outer.Name.EndsWith("Endpoints", StringComparison.Ordinal)
           from used in Arrows.From(type)
           where used.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true
           select $"{outer.Name} uses {used.FullName}",
    ];

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
