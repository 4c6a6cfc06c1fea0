using System.Text;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;

namespace Halles.Mall.Backups;

/// <summary>What a backup is of.</summary>
/// <param name="Engine">Of the system of record; a backup goes back to the same.</param>
/// <param name="Schema">The newest migration of its database.</param>
/// <param name="BeganAt">Whatever was acknowledged before is in it.</param>
/// <param name="Secret">Tells whether a secret is the mall's, and nothing else about it: the secret itself is in no backup. Null for a mall that had none yet.</param>
/// <param name="Originals">How many originals of photos it refers to.</param>
public sealed record Manifest(Engine Engine, string Schema, DateTimeOffset BeganAt, string? Secret, int Originals)
{
    internal const string File = "manifest.json", Photos = "originals.jsonl";

    private static readonly JsonSerializerOptions Indented = new(Json.Stored) { WriteIndented = true };

    /// <summary>The file of the records themselves.</summary>
    internal string Records => RecordsOf(Engine);

    internal static string RecordsOf(Engine engine) => engine is Engine.Sqlite ? "mall.db" : "mall.dump";

    /// <summary>What the manifest keeps of a secret.</summary>
    internal static string MarkOf(Secret secret) => Convert.ToHexStringLower(secret.Mac("backup", "halles"u8));

    internal void Write(string folder) => DurableFile.Write(Path.Combine(folder, File), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Indented)));

    /// <exception cref="CannotStart">A file of the backup is damaged or missing.</exception>
    internal static Manifest Read(string folder) => Checksums.FirstBad(folder, [File, Photos]) is { } bad
        ? throw new CannotStart($"The backup {folder} is damaged: {bad} is not what it was. Restore another.")
        : JsonSerializer.Deserialize<Manifest>(System.IO.File.ReadAllText(Path.Combine(folder, File)), Json.Stored)!;
}
