using Halles.Testing;
using Halles.Kernel;

namespace Halles.Tests.Architecture;

public sealed class SizeTests
{
    // Seventy lines with their signature and braces, which have no line numbers in the compiled code.
    private const int LongestBody = 67;
    private const int LongestFile = 400;

    [Fact]
    public void No_file_has_more_than_400_lines() =>
        Rule.Holds(TooLong(new[] { "src", "tests", "bench" }.SelectMany(f => Repository.Files(f, ".cs", ".razor"))), "Files have at most 400 lines.");

    [Theory, InlineData("Halles.Core.dll", "src/Halles/Halles.csproj"), InlineData("halles.dll", "src/Halles.Web/Halles.Web.csproj")]
    public void No_method_has_more_than_70_lines(string assembly, string project)
    {
        var path = assembly == "halles.dll" ? Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, BuiltTo(), assembly) : typeof(ModuleMap).Assembly.Location;
        var methods = MethodLengths.Of(path).Where(m => m.File.StartsWith("/halles/src/", StringComparison.Ordinal) && m.File.EndsWith(".cs", StringComparison.Ordinal) && !m.File.Contains("/obj/", StringComparison.Ordinal)).ToList();
        methods.Count.ShouldBeGreaterThan(100);
        Rule.Holds(methods.Where(m => m.Lines > LongestBody).Select(m => $"{m.File}:{m.Line} {m.Method} has {m.Lines} lines in its body"), "Methods have at most 70 lines.");
    }

    [Fact]
    public void A_long_file_is_found() =>
        TooLong([("src/Long.cs", new string[401]), ("src/Short.cs", new string[400])]).ShouldBe(["src/Long.cs has 401 lines"]);

    [Fact]
    public void A_method_is_measured_from_its_first_to_its_last_statement()
    {
        var (_, file, line, lines) = MethodLengths.Of(typeof(SizeTests).Assembly.Location).Single(m => m.Method == $"{nameof(SizeTests)}.{nameof(Measured)}");
        file.ShouldEndWith("SizeTests.cs");
        lines.ShouldBe(2);
        Repository.Files("tests/Halles.Tests/Architecture", ".cs").Single(f => f.Path.EndsWith("/SizeTests.cs", StringComparison.Ordinal)).Lines[line - 1].ShouldBe("        n++;");
    }

    internal static int Measured(int n)
    {
        n++;
        return n;
    }

    private static IEnumerable<string> TooLong(IEnumerable<(string Path, string[] Lines)> files) =>
        files.Where(f => f.Lines.Length > LongestFile).Select(f => $"{f.Path} has {f.Lines.Length} lines");

    // bin/Release/net10.0, as this project was built to.
    private static string BuiltTo() => string.Join('/', AppContext.BaseDirectory.TrimEnd('/').Split('/')[^3..]);
}
