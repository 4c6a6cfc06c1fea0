using Halles.Testing;
using Halles.Kernel;

namespace Halles.Tests.Architecture;

public sealed class LayersTests
{
    [Fact]
    public void Only_modules_and_endpoints_see_the_web_framework() =>
        Rule.Holds(WebEyes(Repository.Files("src/Halles", ".cs")), "Only files named …Module.cs and …Endpoints.cs use Microsoft.AspNetCore.");

    [Fact]
    public void The_mall_does_not_know_its_pages() =>
        typeof(ModuleMap).Assembly.GetReferencedAssemblies().Select(a => a.Name).ShouldNotContain("halles");

    [Fact]
    public void The_client_refers_to_nothing_of_ours() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Halles.Client"), "*.csproj").Select(File.ReadAllText).ShouldHaveSingleItem().ShouldNotContain("Reference");

    [Fact]
    public void The_web_framework_does_not_come_in_by_implicit_usings() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Halles"), "*.csproj").Select(File.ReadAllText).ShouldHaveSingleItem().ShouldStartWith("<Project Sdk=\"Microsoft.NET.Sdk\">");

    [Fact]
    public void A_file_that_sees_the_web_framework_is_found()
    {
        string[] sees = ["using Microsoft.AspNetCore.Http;"];
        WebEyes([("src/Halles/A.cs", sees), ("src/Halles/AModule.cs", sees), ("src/Halles/B.cs", ["/// Microsoft.AspNetCore is not seen here"])]).ShouldBe(["src/Halles/A.cs"]);
    }

    private static IEnumerable<string> WebEyes(IEnumerable<(string Path, string[] Lines)> files) => files
        .Where(f => !f.Path.EndsWith("Module.cs", StringComparison.Ordinal) && !f.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal))
        .Where(f => f.Lines.Any(l => l.Contains("Microsoft.AspNetCore", StringComparison.Ordinal) && !l.TrimStart().StartsWith("//", StringComparison.Ordinal)))
        .Select(f => f.Path);
}
