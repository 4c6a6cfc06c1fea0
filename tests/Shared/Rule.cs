namespace Halles.Testing;

/// <summary>A rule of the house: holds when nothing breaks it, and else says each place.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> breaks, string rule)
    {
        var list = breaks.Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
        {
            Assert.Fail($"{rule}\n  {string.Join("\n  ", list)}");
        }
    }
}
