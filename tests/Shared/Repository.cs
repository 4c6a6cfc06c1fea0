namespace Halles.Testing;

/// <summary>The files of the checkout that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Written = [".cs", ".razor", ".md", ".css", ".js", ".po", ".svg", ".json", ".csproj", ".props", ""];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Text files under a folder that people write, by path from the root, without what builds make.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(f => (Full: f, Path: Path.GetRelativePath(Root, f).Replace('\\', '/')))
            .Where(f => !f.Path.Split('/').Any(p => p is "bin" or "obj" or "lib" or ".git" or "artifacts" or "data" or "node_modules"))
            .Where(f => (extensions.Length > 0 ? extensions : Written).Contains(Path.GetExtension(f.Path)))
            .Select(f => (f.Path, File.ReadAllLines(f.Full)));

    /// <summary>The folders right under a folder that hold something.</summary>
    public static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(Root, folder)).Where(f => Directory.EnumerateFiles(f, "*.cs").Any()).Select(f => Path.GetFileName(f)!);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Halles.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests read the checkout that they were built in."));
}
