using System.Text.RegularExpressions;

namespace Halles.Mall.Storefront;

/// <summary>
/// Divides a name into the thing and what it is for. A case for a phone is no phone: who asks for phones should see those
/// first, and who asks for cases by the name of the phone still finds it.
/// </summary>
internal static partial class Purpose
{
    public static (string Thing, string For) Divide(string name)
    {
        var turn = Turn().Match(name);
        return turn is { Success: true, Index: > 0 } ? (name[..turn.Index], name[turn.Index..]) : (name, "");
    }

    [GeneratedRegex(@"\s(?:for|pour|fits|compatible)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Turn();
}
