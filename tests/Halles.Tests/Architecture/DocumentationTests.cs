using Halles.Testing;
using System.Reflection;
using System.Xml.Linq;
using Halles.Kernel;

namespace Halles.Tests.Architecture;

public sealed class DocumentationTests
{
    private static readonly HashSet<string> Documented =
        [.. XDocument.Load(Path.ChangeExtension(typeof(ModuleMap).Assembly.Location, ".xml")).Descendants("member").Where(m => m.HasElements).Select(m => (string)m.Attribute("name")!)];

    [Fact]
    public void Public_types_of_the_mall_say_what_they_are() =>
        Rule.Holds(Undocumented(typeof(ModuleMap).Assembly.GetExportedTypes(), Documented), "Public types have a summary.");

    [Fact]
    public void A_type_without_a_summary_is_found() =>
        Undocumented([typeof(Money), typeof(Currency)], ["T:Halles.Kernel.Money"]).ShouldBe(["Halles.Kernel.Currency"]);

    [Fact]
    public void Public_methods_of_the_mall_that_take_or_answer_much_say_what() =>
        Rule.Holds(Unexplained(typeof(ModuleMap).Assembly.GetExportedTypes(), Documented), "Public methods have a summary, unless their name and one argument say all.");

    [Fact]
    public void A_method_without_a_summary_is_found()
    {
        Unexplained([typeof(Fixture)], []).ShouldBe([$"{typeof(Fixture).FullName}.Split"]);
        Unexplained([typeof(Fixture)], ["M:Halles.Tests.Architecture.DocumentationTests.Fixture.Split(System.Int64,System.Int64[])"]).ShouldBeEmpty();
    }

    private static List<string> Undocumented(IEnumerable<Type> types, HashSet<string> documented) =>
    [
        // An enumeration's words, and a module's one method, speak for themselves.
        .. types.Where(t => !t.IsEnum && !t.IsNested && !documented.Contains("T:" + t.FullName)).Select(t => t.FullName!),
    ];

    private static List<string> Unexplained(IEnumerable<Type> types, HashSet<string> documented) =>
    [
        .. from type in types
           where !typeof(Delegate).IsAssignableFrom(type)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName && !IsInherited(method) && method.GetParameters().Length > 1
           let name = $"M:{type.FullName!.Replace('+', '.')}.{method.Name}"
           where !documented.Any(d => d == name || d.StartsWith(name + "(", StringComparison.Ordinal) || d.StartsWith(name + "``", StringComparison.Ordinal))
           select $"{type.FullName}.{method.Name}",
    ];

    // Overrides, what an interface already explains, and what the compiler writes for records.
    private static bool IsInherited(MethodInfo method) =>
        method.GetBaseDefinition() != method
        || method.DeclaringType!.GetInterfaces().Any(i => i.GetMethods().Any(m => m.Name == method.Name))
        || method.Name is "Deconstruct" or "PrintMembers" || method.Name.StartsWith('<');

    internal sealed class Fixture
    {
        public static long Double(long amount) => amount * 2;

        public static long Split(long amount, long[] shares) => amount / shares.Length;

        public override string ToString() => "";
    }
}
