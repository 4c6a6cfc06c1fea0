namespace Halles.Mall.Identity;

/// <summary>Browser and system in words, from what the browser says of itself; for the list of sessions only.</summary>
public static class Device
{
    // Order matters: Edge and Opera also say Chrome, everybody says Safari, Android also says Linux.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary><c>Firefox · Linux</c>; empty when nothing is known.</summary>
    public static string Describe(string? userAgent) =>
        string.Join(" · ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.Where(w => w.Length > 0));

    private static string Find((string Sign, string Name)[] known, string? text) =>
        known.FirstOrDefault(k => text?.Contains(k.Sign, StringComparison.Ordinal) is true).Name ?? "";
}
