namespace Halles.Bench.Faults;

/// <summary>Debian's <c>strace</c>, which starts a program and answers its calls for durability in the disk's stead.</summary>
internal static class Strace
{
    /// <summary>What a machine lacks for it.</summary>
    public static string? Lacks() => Shell.Has("strace") ? null : "strace is missing (Debian: strace)";

    /// <summary>Starts a program through it.</summary>
    /// <param name="fault">What is done to each <c>fsync</c> and <c>fdatasync</c>, as strace's <c>inject</c> says it.</param>
    /// <param name="file">Only for this file; null for all.</param>
    public static string[] With(string fault, string? file = null) =>
        ["strace", "-D", "-f", "-o", "/dev/null", .. file is null ? ["--seccomp-bpf"] : (string[])["-P", file], "-e", "trace=fsync,fdatasync", "-e", $"inject=fsync,fdatasync:{fault}"];
}
