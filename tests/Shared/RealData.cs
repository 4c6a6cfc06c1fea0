namespace Halles.Testing;

/// <summary>
/// Finds the real data that tests over it need: <c>HALLES_REAL_DATA</c>, else <c>../shared/data</c> beside the repository.
/// Such tests carry the trait <c>RealData</c> and are left out, by name, where the folder does not exist.
/// </summary>
internal static class RealData
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "RealData";

    /// <summary>The path of a file of the data.</summary>
    public static string File(string name)
    {
        var file = Path.Combine(Folder(), name);
        return System.IO.File.Exists(file) ? file : throw new FileNotFoundException($"Real data is missing: {file}. Name its folder with HALLES_REAL_DATA.");
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("HALLES_REAL_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return Path.GetFullPath(Path.Combine("..", "shared", "data"));
    }
}
